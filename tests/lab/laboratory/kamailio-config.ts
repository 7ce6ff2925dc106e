/**
 * The proxy's configuration as text: registrar, digest authentication, WebSocket, media bridge.
 *
 * Written again at each start, so that accounts and settings survive a restart while
 * registrations, as on a real proxy without a database, do not.
 */
import type { LabAccount, RegisterAnswer } from './laboratory-types.ts';
import {
  PRESENCE_EVENTS,
  PRESENCE_IN_DIALOG,
  PRESENCE_REQUESTS,
  presenceModules,
  presenceOwn,
} from './kamailio-presence.ts';
import { LOOPBACK } from './ports.ts';

export interface ProxyPorts {
  /** SIP over UDP and TCP; HTTP on TCP for JSON-RPC and plain WebSocket. */
  readonly sip: number;
  /** SIP over UDP for callers from outside, who have no account here. */
  readonly trunk: number;
  /** HTTPS: the secure WebSocket. */
  readonly tls: number;
}

export interface ProxySettings {
  readonly domain: string;
  readonly ports: ProxyPorts;
  readonly rtpenginePort: number;
  readonly tlsConfigFile: string;
  readonly digestAlgorithm: 'MD5' | 'SHA-256';
  /** The longest registration granted; seconds. */
  readonly maxExpires: number;
  /** Kamailio's scale: 1 notices, 2 information, 3 everything. */
  readonly logLevel: number;
  /** The database of the presence server; without it nobody is told of others. */
  readonly presenceDatabase?: string;
  readonly accounts: readonly LabAccount[];
  /** By user name, or '*' for everybody. */
  readonly registerAnswers: ReadonlyMap<string, RegisterAnswer>;
  /** By user name: the code that takes the place of a customer's 486. */
  readonly rejections: ReadonlyMap<string, number>;
}

export const RPC_PATH = '/RPC';
export const WEBSOCKET_PATH = '/ws';

/** Marks the lines that `parseRequests` reads back from the log. */
export const REQUEST_MARK = '@request';

/** The htable entries that describe how a REGISTER is answered; also set while running. */
export function registerAnswerEntries(
  user: string,
  answer: RegisterAnswer,
): readonly (readonly [string, number])[] {
  return [
    [`${user}:code`, answer.code],
    [`${user}:retry`, answer.retryAfter ?? 0],
    [`${user}:min`, answer.minExpires ?? 0],
    [`${user}:left`, answer.times ?? 1_000_000],
  ];
}

export function tlsConfig(certificateFile: string, keyFile: string): string {
  return `[server:default]
method = TLSv1.2+
verify_certificate = no
require_certificate = no
certificate = ${certificateFile}
private_key = ${keyFile}

[client:default]
method = TLSv1.2+
verify_certificate = no
require_certificate = no
`;
}

/** To plain RTP, and to a browser: what the SDP must look like for the side it is sent to. */
const TO_PLAIN = 'RTP/AVP ICE=remove rtcp-mux-demux';
const TO_BROWSER = 'UDP/TLS/RTP/SAVPF ICE=force rtcp-mux-require SDES-off';
const REWRITE = 'replace-origin replace-session-connection';

export function kamailioConfig(settings: ProxySettings): string {
  return [
    globals(settings),
    modules(settings),
    initialTables(settings),
    requestRoute(settings),
    registrarRoute(settings),
    mediaRoutes(),
    httpRoute(settings),
  ].join('\n');
}

function globals({ domain, ports, logLevel }: ProxySettings): string {
  return `#!KAMAILIO
debug=${logLevel}
log_stderror=yes
log_prefix="{$mt $hdr(CSeq) $ci} "
children=2
tcp_children=2
auto_aliases=no
alias="${domain}"
listen=udp:${LOOPBACK}:${ports.sip}
listen=udp:${LOOPBACK}:${ports.trunk}
listen=tcp:${LOOPBACK}:${ports.sip}
listen=tls:${LOOPBACK}:${ports.tls}
enable_tls=yes
dns=no
rev_dns=no
use_dns_cache=no
server_header="Server: Ieum laboratory"
# HTTP requests have no Content-Length: needed for the WebSocket handshake.
tcp_accept_no_cl=yes
# The default of 120 s would close a quiet WebSocket.
tcp_connection_lifetime=3700
tcp_max_connections=2048
tls_max_connections=2048
`;
}

function modules(settings: ProxySettings): string {
  const names = 'kex tm tmx sl rr pv maxfwd usrloc registrar textops textopsx siputils xlog';
  const more = 'nathelper htable jsonrpcs auth tls xhttp websocket rtpengine';
  const loads = `${names} ${more}`.split(' ').map((name) => `loadmodule "${name}.so"`);
  return `${loads.join('\n')}

modparam("tls", "config", "${settings.tlsConfigFile}")
modparam("tls", "xavp_cfg", "tls")
modparam("jsonrpcs", "transport", 1)
modparam("rtpengine", "rtpengine_sock", "udp:${LOOPBACK}:${settings.rtpenginePort}")
modparam("rr", "append_fromtag", 1)

# A phone may ring for three minutes: the proxy must not be the one that gives up.
modparam("tm", "fr_timer", 10000)
modparam("tm", "fr_inv_timer", 180000)
modparam("tm", "max_inv_lifetime", 400000)
modparam("tm", "failure_reply_mode", 3)
# RFC 3326: a branch cancelled because another answered says so; a caller's reason is kept.
modparam("tm", "local_cancel_reason", 1)
modparam("tm", "e2e_cancel_reason", 1)

modparam("usrloc", "db_mode", 0)
modparam("usrloc", "timer_interval", 5)
# A contact whose WebSocket has gone cannot be reached: forget it at once.
modparam("usrloc", "handle_lost_tcp", 1)
modparam("registrar", "max_contacts", 10)
modparam("registrar", "default_expires", ${Math.min(600, settings.maxExpires)})
modparam("registrar", "max_expires", ${settings.maxExpires})
modparam("registrar", "received_avp", "$avp(RECEIVED)")
modparam("nathelper", "received_avp", "$avp(RECEIVED)")
modparam("auth", "algorithm", "${settings.digestAlgorithm}")
modparam("auth", "qop", "auth")
modparam("auth", "nonce_expire", 300)

modparam("htable", "htable", "users=>size=8;")
modparam("htable", "htable", "register=>size=8;")
modparam("htable", "htable", "reject=>size=6;")
modparam("htable", "htable", "reinvite=>size=6;")
${
  settings.presenceDatabase === undefined
    ? ''
    : presenceModules(settings.presenceDatabase, settings.domain, settings.ports.sip)
}`;
}

function initialTables(settings: ProxySettings): string {
  const lines: string[] = [];
  const set = (table: string, key: string, value: string): void => {
    lines.push(`  $sht(${table}=>${key}) = ${value};`);
  };
  for (const { username, password } of settings.accounts) set('users', username, `"${password}"`);
  for (const [user, answer] of settings.registerAnswers) {
    for (const [key, value] of registerAnswerEntries(user, answer)) {
      set('register', key, String(value));
    }
  }
  for (const [user, code] of settings.rejections) set('reject', user, String(code));
  return `event_route[htable:mod-init] {
${lines.join('\n')}
}
`;
}

function requestRoute({ domain, ports, presenceDatabase }: ProxySettings): string {
  const presence = (text: string): string => (presenceDatabase === undefined ? '' : text);
  return `request_route {${presence(presenceOwn([ports.sip, ports.trunk]))}
  if ($hdr(Authorization) != $null || $hdr(Proxy-Authorization) != $null) $var(auth) = "yes";
  else $var(auth) = "no";
  xlog("L_INFO", "${REQUEST_MARK} $TV(Sn) $rm $ru $fu $tu $ci $proto:$si:$sp auth=$var(auth)\\n");

  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  force_rport();

  if (nat_uac_test("64")) {
    $avp(caller) = "browser";
    if (is_method("REGISTER")) fix_nated_register();
    else ${presence('if (!is_method("SUBSCRIBE")) ')}add_contact_alias();
  } else {
    $avp(caller) = "plain";
  }

  if (is_method("CANCEL")) {
    if (t_check_trans()) t_relay();
    exit;
  }
  if (has_totag()) { route(IN_DIALOG); exit; }
  if (is_method("ACK")) {
    if (t_check_trans()) t_relay();
    exit;
  }
  t_check_trans();

  if (is_method("REGISTER")) { route(REGISTRAR); exit; }
  # A keepalive for the proxy itself: no user part.
  if (is_method("OPTIONS") && uri == myself && $rU == $null) {
    sl_send_reply("200", "OK");
    exit;
  }

  if ($Rp == ${ports.trunk}) {
    # From outside: no account, so nobody may pretend to have one.
    if ($fd == "${domain}" && $sht(users=>$fU) != $null) {
      sl_send_reply("403", "That Is Our Own Number");
      exit;
    }
  } else {
    route(AUTHENTICATE);
    if ($au != $fU) { sl_send_reply("403", "Not Your Number"); exit; }
    consume_credentials();
  }
${presence(PRESENCE_REQUESTS)}
  # The phones here tell of nothing, so nobody is asked to: RFC 6665 4.2.1.1, with what is served.
  if (is_method("SUBSCRIBE")) {
    append_to_reply("Allow-Events: ${presenceDatabase === undefined ? 'refer' : PRESENCE_EVENTS}\\r\\n");
    sl_send_reply("489", "Bad Event");
    exit;
  }
  if (!is_method("INVITE|MESSAGE|OPTIONS|REFER|SUBSCRIBE|NOTIFY|INFO|PUBLISH")) {
    sl_send_reply("405", "Method Not Allowed");
    exit;
  }
  route(REPLACING);
  if ($rU == $null || uri != myself) { sl_send_reply("404", "Not Found"); exit; }
  if ($rU =~ "^code-[3-6][0-9][0-9]$") { route(FAILURE_CODE); exit; }
  if ($sht(users=>$rU) == $null) { sl_send_reply("404", "Not Found"); exit; }

${presence('  if (is_method("INVITE")) dlg_manage();')}
  remove_hf("Route");
  if (is_method("INVITE|SUBSCRIBE|REFER")) record_route();
  $avp(callee) = $rU;
  if (!lookup("location")) {
    if ($rc == -2) sl_send_reply("405", "Method Not Allowed");
    else sl_send_reply("480", "Temporarily Unavailable");
    exit;
  }
  t_on_failure("FAILED");
  route(RELAY);
}

# An INVITE that takes the place of a call goes to that call's own contact (RFC 5589 7.3), which
# is none of our domain but carries the way to its WebSocket.
route[REPLACING] {
  # baresip 1.0.0 leaves the headers of a Refer-To in the request URI, where none may be
  # (RFC 3261 19.1.5), and takes their %3B and %3D for formats of its own, which it prints as "?".
  # What a later one does is done here for it.
  if ($ru =~ "[?]Replaces=") {
    $var(replaces) = $(ru{re.subst,/^.*[?]Replaces=([a-z0-9]+).to-tag.([a-z0-9]+).from-tag.([a-z0-9]+).*$/\\1;to-tag=\\2;from-tag=\\3/});
    $ru = $(ru{re.subst,/[?].*$//});
    append_hf("Replaces: $var(replaces)\\r\\n");
  } else if (!is_present_hf("Replaces")) {
    return;
  }
  if (!is_method("INVITE") || uri == myself) return;
  handle_ruri_alias();
  remove_hf("Route");
  record_route();
  t_on_failure("FAILED");
  route(RELAY);
  exit;
}

# Numbers that the proxy answers itself: code-486, code-603 and so on.
route[FAILURE_CODE] {
  $var(code) = $(rU{s.substr,5,3}{s.int});
  switch ($var(code)) {
    case 403: $var(reason) = "Forbidden"; break;
    case 404: $var(reason) = "Not Found"; break;
    case 408: $var(reason) = "Request Timeout"; break;
    case 480: $var(reason) = "Temporarily Unavailable"; break;
    case 484: $var(reason) = "Address Incomplete"; break;
    case 486: $var(reason) = "Busy Here"; break;
    case 488: $var(reason) = "Not Acceptable Here"; break;
    case 500: $var(reason) = "Server Internal Error"; break;
    case 503: $var(reason) = "Service Unavailable"; break;
    case 600: $var(reason) = "Busy Everywhere"; break;
    case 603: $var(reason) = "Decline"; break;
    default: $var(reason) = "Laboratory";
  }
  t_newtran();
  t_reply("$var(code)", "$var(reason)");
}

route[IN_DIALOG] {${presence(PRESENCE_IN_DIALOG)}
  if (loose_route()) {
    # The alias in the request URI names the WebSocket to use.
    if ($du == $null) handle_ruri_alias();
    if (is_method("INVITE") && $sht(reinvite=>$fU) != $null) {
      $var(key) = $fU + ":left";
      if ($sht(reinvite=>$var(key)) > 0) {
        $sht(reinvite=>$var(key)) = $sht(reinvite=>$var(key)) - 1;
        $var(code) = $sht(reinvite=>$fU);
        sl_send_reply("$var(code)", "Laboratory");
        exit;
      }
    }
    if (is_method("BYE")) rtpengine_delete();
    if (is_method("ACK") && has_body("application/sdp")) route(ANSWER_TO_TARGET);
    if (is_method("REFER|NOTIFY|SUBSCRIBE")) record_route();
    route(RELAY);
    return;
  }
  if (is_method("ACK")) {
    # For an answer of our own, such as 486: nothing to pass on.
    if (t_check_trans()) t_relay();
    exit;
  }
  sl_send_reply("481", "Call/Transaction Does Not Exist");
}

route[RELAY] {
  t_on_branch("EACH_CONTACT");
  t_on_reply("REPLY");
  if (!t_relay()) {
    # Nothing could be sent, for instance to a WebSocket that has just gone.
    if (has_totag()) sl_reply_error();
    else sl_send_reply("480", "Temporarily Unavailable");
  }
}

failure_route[FAILED] {
  if (is_method("INVITE")) rtpengine_delete();
  if (t_is_canceled()) exit;
  if ($T_reply_code == 486 && $sht(reject=>$avp(callee)) != $null) {
    $var(code) = $(sht(reject=>$avp(callee)){s.int});
    t_reply("$var(code)", "Rejected");
    exit;
  }
  # A phone that sends its calls on (RFC 3261 21.3.3): to another number of this house, once.
  if ($T_reply_code == 302 && $avp(sent_on) == $null) {
    $avp(sent_on) = 1;
    $ru = $(T_rpl($ct){nameaddr.uri});
    if (uri == myself && $rU != $avp(callee) && $sht(users=>$rU) != $null) {
      $avp(callee) = $rU;
      if (!lookup("location")) { t_reply("480", "Temporarily Unavailable"); exit; }
      t_on_failure("FAILED");
      t_on_branch("EACH_CONTACT");
      t_on_reply("REPLY");
      t_relay();
      exit;
    }
  }
  # Nobody answered anything: the contact is as good as gone.
  if (t_branch_timeout() && !t_branch_replied()) t_reply("480", "Temporarily Unavailable");
  else if (t_check_status("477|430")) t_reply("480", "Temporarily Unavailable");
}
`;
}

function registrarRoute({ domain }: ProxySettings): string {
  return `# Goes on only with the right password; 401 or 407 for everything else, unknown users too.
route[AUTHENTICATE] {
  if ($au == $null || $sht(users=>$au) == $null
      || !pv_auth_check("${domain}", "$sht(users=>$au)", "0", "0")) {
    auth_challenge("${domain}", "1");
    exit;
  }
}

route[REGISTRAR] {
  # What a test asked for: its own user first, then everybody.
  if ($sht(register=>$tU:code) != $null) { $var(who) = $tU; route(REGISTER_ANSWER); }
  if ($sht(register=>*:code) != $null) { $var(who) = "*"; route(REGISTER_ANSWER); }

  route(AUTHENTICATE);
  if ($au != $tU) { sl_send_reply("403", "Not Your Number"); exit; }
  if (!save("location")) sl_reply_error();
}

route[REGISTER_ANSWER] {
  $var(key) = $var(who) + ":left";
  $var(left) = $sht(register=>$var(key));
  if ($var(left) <= 0) return;
  $var(key) = $var(who) + ":min";
  $var(min) = $sht(register=>$var(key));
  if ($var(min) > 0) {
    if ($hdr(Expires) != $null) $var(wanted) = $(hdr(Expires){s.int});
    else $var(wanted) = $(sel(contact.expires){s.int});
    # RFC 3261 10.3: 423 is for too brief a time; removing a binding is never too brief.
    if ($var(wanted) == 0 || $var(wanted) >= $var(min)) return;
    append_to_reply("Min-Expires: $var(min)\\r\\n");
  }
  $var(key) = $var(who) + ":left";
  $sht(register=>$var(key)) = $var(left) - 1;
  $var(key) = $var(who) + ":retry";
  if ($sht(register=>$var(key)) > 0) {
    append_to_reply("Retry-After: $sht(register=>$var(key))\\r\\n");
  }
  $var(key) = $var(who) + ":code";
  $var(code) = $sht(register=>$var(key));
  sl_send_reply("$var(code)", "As The Laboratory Was Asked");
  exit;
}
`;
}

function mediaRoutes(): string {
  return `# Once for each contact an INVITE goes to, and once for a request within a call.
branch_route[EACH_CONTACT] {
  if (is_method("INVITE|UPDATE") && has_body("application/sdp")) {
    $avp(offered) = 1;
    if ($du =~ "transport=ws") rtpengine_offer("${REWRITE} ${TO_BROWSER}");
    else rtpengine_offer("${REWRITE} ${TO_PLAIN}");
  }
}

onreply_route[REPLY] {
  if (nat_uac_test("64")) add_contact_alias();
  if (!has_body("application/sdp")) return;
  if ($avp(offered) == $null) {
    # The INVITE carried no offer: this is it, and the ACK brings the answer.
    if ($avp(caller) == "browser") rtpengine_offer("${REWRITE} ${TO_BROWSER}");
    else rtpengine_offer("${REWRITE} ${TO_PLAIN}");
  } else {
    if ($avp(caller) == "browser") rtpengine_answer("${REWRITE} ${TO_BROWSER}");
    else rtpengine_answer("${REWRITE} ${TO_PLAIN}");
  }
}

route[ANSWER_TO_TARGET] {
  if ($du =~ "transport=ws") rtpengine_answer("${REWRITE} ${TO_BROWSER}");
  else rtpengine_answer("${REWRITE} ${TO_PLAIN}");
}
`;
}

function httpRoute({ ports }: ProxySettings): string {
  return `event_route[xhttp:request] {
  set_reply_close();
  set_reply_no_connect();
  if ($hdr(Upgrade) =~ "websocket" && $hdr(Connection) =~ "Upgrade" && $rm =~ "GET") {
    if ($hu != "${WEBSOCKET_PATH}") { xhttp_reply("404", "Not Found", "", ""); exit; }
    ws_handle_handshake();
    exit;
  }
  if ($Rp == ${ports.sip} && $hu == "${RPC_PATH}") { jsonrpc_dispatch(); exit; }
  xhttp_reply("404", "Not Found", "", "");
}
`;
}
