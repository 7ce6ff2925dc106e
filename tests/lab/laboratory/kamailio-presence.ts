/**
 * Kamailio as the one who tells of others: presence server, lamps from the calls it relays,
 * voicemail as it is published. Debian's kamailio-presence-modules and kamailio-sqlite-modules.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOOPBACK } from './ports.ts';

const SCHEMAS = '/usr/share/kamailio/db_sqlite';
const TABLES = ['standard', 'presence'];

/** @returns the database file, new, with the tables of the presence server */
export function makePresenceDatabase(folder: string): string {
  const file = join(folder, 'presence.sqlite');
  for (const table of TABLES) {
    const sql = readFileSync(join(SCHEMAS, `${table}-create.sql`), 'utf8');
    execFileSync('sqlite3', [file], { input: sql });
  }
  return file;
}

export function presenceModules(database: string, domain: string, sipPort: number): string {
  const names =
    'db_sqlite dialog presence presence_xml presence_dialoginfo presence_mwi pua pua_dialoginfo pua_rpc';
  const loads = names.split(' ').map((name) => `loadmodule "${name}.so"`);
  const url = `sqlite:///${database}`;
  return `${loads.join('\n')}

modparam("dialog", "enable_stats", 0)
modparam("presence", "db_url", "${url}")
modparam("presence", "server_address", "sip:presence@${domain}")
modparam("presence", "subs_db_mode", 0)
modparam("presence", "publ_cache", 2)
modparam("presence", "notifier_processes", 0)
modparam("presence_xml", "db_url", "${url}")
modparam("presence_xml", "force_active", 1)
modparam("presence_dialoginfo", "force_single_dialog", 0)
# Whoever has not called yet is told of with an ended dialog; otherwise the NOTIFY is empty, and a
# phone cannot know that this one is free.
modparam("presence_dialoginfo", "force_dummy_dialog", 1)
modparam("pua", "db_url", "${url}")
modparam("pua", "db_mode", 0)
modparam("pua", "outbound_proxy", "sip:${LOOPBACK}:${sipPort}")
modparam("pua_dialoginfo", "include_callid", 1)
modparam("pua_dialoginfo", "include_tags", 1)
modparam("pua_dialoginfo", "caller_confirmed", 0)
modparam("pua_dialoginfo", "override_lifetime", 124)
`;
}

/**
 * First in the request route: what pua publishes of the calls that go through here.
 * @param ports all that this proxy has for UDP: which one it sends from is not ours to say
 */
export function presenceOwn(ports: readonly number[]): string {
  const own = ports.map((port) => `$sp == ${port}`).join(' || ');
  return `
  if (is_method("PUBLISH") && $si == "${LOOPBACK}" && (${own})) {
    if (t_newtran()) handle_publish();
    exit;
  }
  # A NOTIFY goes to the contact as it stands: an alias would not be followed.
  if (is_method("SUBSCRIBE") && nat_uac_test("64")) fix_nated_contact();
`;
}

/** What this server tells of, as `Allow-Events` has it. RFC 6665 §8.2.2. */
export const PRESENCE_EVENTS = 'dialog, presence, message-summary';

/** In the request route, for requests outside of any call, after authentication. */
export const PRESENCE_REQUESTS = `
  if (is_method("SUBSCRIBE") && $hdr(Event) =~ "^(dialog|presence|message-summary)") {
    # Short at first, so that a test sees the phone renew it.
    remove_hf("Expires");
    append_hf("Expires: 20\\r\\n");
    msg_apply_changes();
    if (!t_newtran()) { sl_reply_error(); exit; }
    handle_subscribe();
    exit;
  }
  if (is_method("PUBLISH")) {
    if (!t_newtran()) { sl_reply_error(); exit; }
    handle_publish();
    exit;
  }
`;

/** In the route of requests within a dialog: those of which this server is the other side. */
export const PRESENCE_IN_DIALOG = `
  if (is_method("SUBSCRIBE") && uri == myself) {
    if (!t_newtran()) { sl_reply_error(); exit; }
    handle_subscribe();
    exit;
  }
`;
