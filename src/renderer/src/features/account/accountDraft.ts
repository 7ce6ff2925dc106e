import { accountSchema, domainOf, isServerAddress, userOf } from '#shared/domain/account.ts';
import type { Account } from '#shared/domain/account.ts';

/** The connect form as it is typed. */
export interface AccountDraft {
  uri: string;
  password: string;
  server: string;
  /** One a line. */
  moreServers: string;
  authorizationUser: string;
  displayName: string;
  realm: string;
  stun: string;
  turn: string;
  turnUser: string;
  turnPassword: string;
  /** Sound goes by way of the TURN server alone. */
  relayOnly: boolean;
  expires: string;
}

/** What is wrong with a field: `account.invalid.<field>.<fault>` in the locale files. */
export interface DraftFault {
  readonly field: keyof AccountDraft | 'other';
  readonly fault: 'required' | 'format' | 'plain' | 'length' | 'range' | 'many';
  readonly line?: number;
}

const PORT_OF_ASTERISK = 8089;
const DEFAULT_EXPIRES = 600;

export function draftOf(account: Account | null): AccountDraft {
  const [server = '', ...more] = account?.servers ?? [];
  const ice = account?.iceServers ?? [];
  const stun = ice.find(({ urls }) => urls.some((url) => /^stuns?:/.test(url)));
  const turn = ice.find(({ urls }) => urls.some((url) => /^turns?:/.test(url)));
  const user = account ? userOf(account.uri) : '';
  return {
    uri: account?.uri ?? '',
    password: '',
    server,
    moreServers: more.join('\n'),
    authorizationUser:
      account && account.authorizationUser !== user ? account.authorizationUser : '',
    displayName: account?.displayName ?? '',
    realm: account?.realm ?? '',
    stun: stun?.urls.find((url) => /^stuns?:/.test(url)) ?? '',
    turn: turn?.urls.find((url) => /^turns?:/.test(url)) ?? '',
    turnUser: turn?.username ?? '',
    turnPassword: turn?.credential ?? '',
    relayOnly: account?.iceTransportPolicy === 'relay',
    expires: String(account?.registerExpires ?? DEFAULT_EXPIRES),
  };
}

/** `1001@pbx.example.kr` is what people are given; the address begins with `sip:`. */
export function completeUri(typed: string): string {
  const text = typed.normalize('NFKC').trim();
  if (text === '' || /^sips?:/i.test(text))
    return text.replace(/^(sips?):/i, (all) => all.toLowerCase());
  return `sip:${text}`;
}

/** Where most exchanges listen for browsers; only a proposal. */
export function proposedServer(uri: string): string | null {
  const domain = domainOf(completeUri(uri));
  return domain.includes('.') ? `wss://${domain}:${PORT_OF_ASTERISK}/ws` : null;
}

/** A bare host name becomes a whole address; everything else is left to be judged. */
export function completeServer(typed: string): string {
  const text = typed.normalize('NFKC').trim();
  return /^[A-Za-z0-9.-]+(:\d{1,5})?(\/\S*)?$/.test(text) ? `wss://${text}` : text;
}

export type Checked =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly faults: readonly DraftFault[] };

/**
 * Reads the form. The schema of the account has the last word; the faults say it field by field.
 * @param passwordNeeded no password is kept yet
 */
export function checkDraft(draft: AccountDraft, passwordNeeded: boolean): Checked {
  const faults: DraftFault[] = [];
  const uri = completeUri(draft.uri);
  const server = completeServer(draft.server);
  const more = draft.moreServers
    .split('\n')
    .map(completeServer)
    .filter((line) => line !== '');

  if (uri === '') faults.push({ field: 'uri', fault: 'required' });
  if (passwordNeeded && draft.password === '') {
    faults.push({ field: 'password', fault: 'required' });
  }
  if (draft.password.length > 256) faults.push({ field: 'password', fault: 'length' });
  if (server === '') faults.push({ field: 'server', fault: 'required' });
  else if (!isServerAddress(server)) {
    faults.push({ field: 'server', fault: /^ws:/i.test(server) ? 'plain' : 'format' });
  }
  const wrongLine = more.findIndex((line) => !isServerAddress(line));
  if (wrongLine >= 0) faults.push({ field: 'moreServers', fault: 'format', line: wrongLine + 1 });

  if (/^turns?:/i.test(draft.stun.trim())) faults.push({ field: 'stun', fault: 'format' });
  if (/^stuns?:/i.test(draft.turn.trim())) faults.push({ field: 'turn', fault: 'format' });
  if (draft.relayOnly && draft.turn.trim() === '') {
    faults.push({ field: 'turn', fault: 'required' });
  }

  const user = userOf(uri);
  const realm = draft.realm.trim();
  const parsed = accountSchema.safeParse({
    uri,
    authorizationUser: draft.authorizationUser.trim() || user || '-',
    displayName: draft.displayName.trim(),
    servers: [server, ...more],
    ...(realm === '' ? {} : { realm }),
    iceServers: iceServersOf(draft),
    iceTransportPolicy: draft.relayOnly ? 'relay' : 'all',
    registerExpires: Number(draft.expires.trim() || DEFAULT_EXPIRES),
  });
  if (parsed.success && faults.length === 0) return { ok: true, account: parsed.data };

  for (const issue of parsed.error?.issues ?? []) {
    const fault = faultOf(issue.path, draft);
    if (!faults.some(({ field }) => field === fault.field)) faults.push(fault);
  }
  return { ok: false, faults };
}

function iceServersOf(draft: AccountDraft): unknown[] {
  const stun = draft.stun.trim();
  const turn = draft.turn.trim();
  return [
    ...(stun === '' ? [] : [{ urls: [stun] }]),
    ...(turn === ''
      ? []
      : [
          {
            urls: [turn],
            ...(draft.turnUser === '' ? {} : { username: draft.turnUser }),
            ...(draft.turnPassword === '' ? {} : { credential: draft.turnPassword }),
          },
        ]),
  ];
}

function faultOf(path: readonly PropertyKey[], draft: AccountDraft): DraftFault {
  switch (path[0]) {
    case 'uri':
      return { field: 'uri', fault: 'format' };
    case 'authorizationUser':
      return { field: 'authorizationUser', fault: 'length' };
    case 'displayName':
      return { field: 'displayName', fault: 'length' };
    case 'realm':
      return { field: 'realm', fault: 'length' };
    case 'registerExpires':
      return { field: 'expires', fault: 'range' };
    case 'servers':
      if (path[1] === undefined) return { field: 'moreServers', fault: 'many' };
      return path[1] === 0
        ? { field: 'server', fault: 'format' }
        : { field: 'moreServers', fault: 'format', line: Number(path[1]) };
    case 'iceServers': {
      const first = draft.stun.trim() === '' ? 'turn' : 'stun';
      return { field: path[1] === 0 ? first : 'turn', fault: 'format' };
    }
    default:
      return { field: 'other', fault: 'format' };
  }
}
