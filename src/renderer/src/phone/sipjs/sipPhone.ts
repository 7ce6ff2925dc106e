import { Inviter, SIPExtension, UserAgent, UserAgentState } from 'sip.js';
import type { Invitation, Transport, URI, UserAgentOptions } from 'sip.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/index.js';
import { realmOf } from '#shared/domain/account.ts';
import type { Account } from '#shared/domain/account.ts';
import type { LineReason, LineState } from '#shared/domain/line/lineState.ts';
import { admitCall } from '#shared/domain/line/floodGate.ts';
import type { Admitted } from '#shared/domain/line/floodGate.ts';
import { mayReturn, nextLook } from '#shared/domain/line/preferred.ts';
import {
  askNow,
  hasJumped,
  heard,
  newPulse,
  PATIENCE_AFTER_JUMP_MS,
  PULSE_TICK_MS,
  tickPulse,
} from '#shared/domain/line/pulse.ts';
import type { Pulse } from '#shared/domain/line/pulse.ts';
import { afterRegister, retryDelay } from '#shared/domain/line/registration.ts';
import { Listeners } from '#shared/rpc/port.ts';
import { createConference } from '../audio/conference.ts';
import type { OpenMicrophone } from '../audio/microphones.ts';
import type { RemoteAudio } from '../audio/remoteAudio.ts';
import type { PhoneEvent, PhonePort } from '../port.ts';
import { CallSession } from './callSession.ts';
import { guardFrames } from './frameGuard.ts';
import { MediaHandler } from './mediaHandler.ts';
import { partyOfCaller } from './party.ts';
import { bindCredentials } from './realmGuard.ts';
import { Registrar } from './registrar.ts';
import { answerRefreshes } from './sessionRefresh.ts';
import { ServerListTransport } from './serverListTransport.ts';
import { acceptTelAddresses } from './telAddress.ts';

export interface SipPhoneOptions {
  readonly account: Account;
  readonly password: string;
  readonly practice: boolean;
  readonly dtmf: () => 'rfc4733' | 'info';
  /** Another way to carry SIP than WebSocket: the practice exchange. */
  readonly transport?: Pick<UserAgentOptions, 'transportConstructor' | 'transportOptions'>;
  readonly openMicrophone: OpenMicrophone;
  readonly remoteAudio: RemoteAudio;
  readonly newId: () => string;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: (message: string) => void;
}

/** Seconds to wait for a socket, and for an unanswered incoming call: above any exchange's own. */
const CONNECTION_TIMEOUT_S = 5;
const NO_ANSWER_TIMEOUT_S = 180;

/** Milliseconds that unregistering may take when the phone is put away. */
const FAREWELL_MS = 1_500;

/**
 * The phone over SIP.js: UserAgent, Inviter and Invitation, with registration and reconnection of
 * our own. A lost socket ends no call: sessions stay, and are picked up when it is back.
 */
export function createSipPhone(options: SipPhoneOptions): PhonePort {
  const { account, newId, now, random, log } = options;
  const aor = parseAddress(account.uri);
  const events = new Listeners<PhoneEvent>();
  const sessions = new Map<string, CallSession>();
  const conference = createConference();

  const agent = new UserAgent({
    uri: aor,
    authorizationUsername: account.authorizationUser,
    authorizationPassword: options.password,
    displayName: account.displayName,
    contactParams: { transport: 'ws' },
    // Off by default in SIP.js: without it nobody can be handed to this phone.
    sipExtensionReplaces: SIPExtension.Supported,
    noAnswerTimeout: NO_ANSWER_TIMEOUT_S,
    userAgentString: 'Ieum',
    logBuiltinEnabled: false,
    logConfiguration: false,
    // Its warnings name states and methods, never credentials; the rest is a trace.
    logConnector: (level, category, _label, content) => {
      if (level === 'error' || level === 'warn') log(`${category}: ${content}`);
    },
    sessionDescriptionHandlerFactory: (session) =>
      new MediaHandler(
        session.userAgent.getLogger('media'),
        account.iceServers.map(({ urls, username, credential }) => ({
          urls,
          ...(username === undefined ? {} : { username }),
          ...(credential === undefined ? {} : { credential }),
        })),
      ),
    transportConstructor: ServerListTransport,
    transportOptions: { servers: account.servers, connectionTimeout: CONNECTION_TIMEOUT_S },
    ...options.transport,
    delegate: {
      onInvite: (invitation) => onInvite(invitation),
      // Nothing that arrives is acknowledged before it can be kept.
      onMessage: (message) => void message.reject({ statusCode: 405 }),
      onDisconnect: () => onDisconnect(),
    },
  });
  const transport: Transport = agent.transport;
  acceptTelAddresses(transport);
  guardFrames(transport, log);
  const guarded = transport.onMessage;
  transport.onMessage = (frame) => {
    if (pulse) pulse = heard(pulse, now());
    guarded?.(frame);
  };

  answerRefreshes(agent.userAgentCore);

  let registrar = new Registrar(agent, aor);
  bindCredentials(
    agent,
    {
      user: account.authorizationUser,
      password: options.password,
      realm: realmOf(account),
    },
    (realm) => {
      log(`A challenge for the realm ${realm} was refused.`);
      registrar.noteForeignRealm();
    },
  );

  let wanted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let line: LineState = { state: 'off' };
  /** Each connection has its own number: an answer that belongs to an earlier one is void. */
  let connection = 0;
  /** Of the socket that is open; the practice exchange, which is in the page, has none. */
  let pulse: Pulse | null = null;
  let answersOptions = false;
  let ticking: ReturnType<typeof setInterval> | undefined;
  let tickedAt = 0;
  let lookAt = 0;
  /** The connection is a new one, of which the calls' far ends do not know yet. */
  let callsToRenew = false;
  /** BYEs without an answer: said once more when the line is back. */
  const farewells = new Set<OutgoingRequestMessage>();

  function setLine(state: LineState): void {
    line = state;
    events.emit({ type: 'line', state });
  }

  function server(): string {
    return transport instanceof ServerListTransport ? transport.server : (account.servers[0] ?? '');
  }

  function later(ms: number, reason: LineReason): void {
    clearTimeout(timer);
    failures += 1;
    setLine({ state: 'waiting', reason, retryAt: now() + ms });
    timer = setTimeout(() => void connect(), ms);
  }

  async function connect(): Promise<void> {
    clearTimeout(timer);
    if (!wanted) return;
    const mine = ++connection;
    if (!agent.isConnected()) {
      setLine({ state: 'connecting', server: server() });
      try {
        if (agent.state === UserAgentState.Stopped) await agent.start();
        else await agent.reconnect();
      } catch {
        if (mine !== connection || !wanted) return;
        if (transport instanceof ServerListTransport) transport.tryNextServer();
        const code = navigator.onLine ? 'unreachable' : 'offline';
        later(retryDelay(failures, random()), { code });
        return;
      }
      if (mine !== connection || !wanted) return;
      registrar = new Registrar(agent, aor);
      for (const farewell of farewells) void transport.send(farewell.toString()).catch(ignore);
      farewells.clear();
      for (const session of sessions.values()) session.afterReconnect();
      callsToRenew = true;
    }
    if (transport instanceof ServerListTransport) pulse = newPulse(now(), answersOptions);
    setLine({ state: 'registering', server: server() });
    await register(mine, account.registerExpires, false);
  }

  async function register(mine: number, expires: number, raised: boolean): Promise<void> {
    const result = await registrar.register(expires);
    if (mine !== connection || !wanted) return;
    // The socket went while we waited: onDisconnect has taken over.
    if (!agent.isConnected()) return;
    const decision = afterRegister(result.response, result.expires, failures, raised, random());
    switch (decision.do) {
      case 'refresh':
        failures = 0;
        if (line.state !== 'registered') setLine({ state: 'registered', server: server() });
        // So that it is known early whether this server answers OPTIONS at all.
        if (pulse && !pulse.answersOptions) ask();
        if (callsToRenew) for (const session of sessions.values()) session.renewPath();
        callsToRenew = false;
        lookAt = nextLook(now(), random());
        timer = setTimeout(() => void register(mine, expires, raised), decision.afterMs);
        return;
      case 'again':
        return register(mine, decision.expires, true);
      case 'wait':
        // A server that asked to be left alone is not asked for signs of life meanwhile.
        pulse = null;
        later(decision.ms, decision.reason);
        return;
      case 'stop':
        pulse = null;
        setLine({ state: 'refused', reason: decision.reason });
    }
  }

  /** Asks the server for a sign of life; `tick` sees whether one comes. */
  function ask(patience?: number): void {
    if (!pulse) return;
    pulse = askNow(pulse, now(), patience);
    sendQuestion();
  }

  function sendQuestion(): void {
    if (pulse?.ask === 'register') {
      void registrar.register(account.registerExpires);
      return;
    }
    registrar.ping(() => {
      answersOptions = true;
      if (pulse) pulse = { ...pulse, answersOptions };
    });
  }

  function tick(): void {
    const at = now();
    const jumped = hasJumped(tickedAt, at);
    tickedAt = at;
    for (const session of sessions.values()) void session.watchMedia(performance.now());
    if (jumped && line.state === 'waiting') void connect();
    if (transport instanceof ServerListTransport) void lookForPreferred(transport, at);
    if (!pulse || !agent.isConnected()) return;
    const step = tickPulse(pulse, at);
    pulse = step.pulse;
    if (step.do === 'ask') sendQuestion();
    if (step.do !== 'give-up') return;
    log('The server does not answer any more: the socket is given up.');
    if (transport instanceof ServerListTransport) transport.abandon();
  }

  /** Goes back to the first server of the list as soon as it is there again and nobody talks. */
  async function lookForPreferred(servers: ServerListTransport, at: number): Promise<void> {
    const mayGo = (then: number): boolean =>
      mayReturn(
        {
          onSubstitute: servers.onSubstitute,
          registered: line.state === 'registered',
          calls: sessions.size,
          lookAt,
        },
        then,
      );
    if (!mayGo(at)) return;
    lookAt = nextLook(at, random());
    const mine = connection;
    if (!(await servers.firstServerAnswers())) return;
    if (mine !== connection || !mayGo(lookAt)) return;
    // The answer to a refresh that is under way is void from here on.
    connection += 1;
    clearTimeout(timer);
    await unregister();
    if (!wanted) return;
    // A call came in the meantime: it is answered where it came.
    if (sessions.size === 0) servers.abandon();
    void connect();
  }

  /** Takes the registration back, if the server is quick about it. */
  async function unregister(): Promise<void> {
    await Promise.race([
      registrar.register(0),
      new Promise((resolve) => setTimeout(resolve, FAREWELL_MS)),
    ]);
  }

  function onDisconnect(): void {
    // While a first connection is being tried, `connect` itself hears of the failure.
    if (!wanted || line.state === 'connecting') return;
    connection += 1;
    pulse = null;
    if (transport instanceof ServerListTransport) transport.preferFirstServer();
    failures = 0;
    later(retryDelay(0, random()), { code: navigator.onLine ? 'lost' : 'offline' });
  }

  /** The computer's network came, went, or is another one: what is open may be so in name only. */
  const networkChanged = (): void => {
    if (!wanted) return;
    if (line.state !== 'waiting') ask(PATIENCE_AFTER_JUMP_MS);
    else if (navigator.onLine) void connect();
  };

  let joined: readonly string[] = [];
  function mixJoined(): void {
    const legs = joined.map((callId) => sessions.get(callId)?.leg() ?? null);
    conference.mix(legs.filter((leg) => leg !== null));
  }

  function adopt(
    callId: string,
    session: Inviter | Invitation,
    replaced?: CallSession,
  ): CallSession {
    const call = new CallSession(session, {
      report: (event) => events.emit({ type: 'call', callId, event }),
      reportQuality: (sample) => events.emit({ type: 'quality', callId, sample }),
      playRemote: (track) => options.remoteAudio.attach(callId, track),
      closed: () => {
        options.remoteAudio.detach(callId);
        sessions.delete(callId);
      },
      openMicrophone: options.openMicrophone,
      isConnected: () => agent.isConnected(),
      farewell: (bye) => {
        farewells.add(bye);
        return () => farewells.delete(bye);
      },
      tookPlace: () => replaced?.replaced(),
      mixAnew: () => mixJoined(),
      random,
    });
    sessions.set(callId, call);
    return call;
  }

  let admitted: Admitted = [];
  let floodRefused = 0;

  function onInvite(invitation: Invitation): void {
    const decision = admitCall(admitted, performance.now());
    admitted = decision.admitted;
    if (!decision.admit) {
      floodRefused += 1;
      invitation.reject({ statusCode: 486 }).catch(() => undefined);
      events.emit({ type: 'flood', refused: floodRefused });
      return;
    }
    const callId = newId();
    const replaced = [...sessions].find(([, session]) => session.isOf(invitation.replacee));
    adopt(callId, invitation, replaced?.[1]);
    events.emit({
      type: 'incoming',
      callId,
      sipCallId: invitation.request.callId.slice(0, 256),
      party: partyOfCaller(invitation),
      replaces: replaced?.[0] ?? null,
    });
  }

  function addressOf(target: string): URI | undefined {
    return UserAgent.makeURI(/^sips?:/i.test(target) ? target : `sip:${target}@${aor.host}`);
  }

  return {
    account: account.uri,
    practice: options.practice,

    start() {
      wanted = true;
      failures = 0;
      globalThis.addEventListener('online', networkChanged);
      globalThis.addEventListener('offline', networkChanged);
      tickedAt = now();
      ticking = setInterval(tick, PULSE_TICK_MS);
      void connect();
    },

    async stop() {
      if (!wanted) return;
      wanted = false;
      connection += 1;
      clearTimeout(timer);
      clearInterval(ticking);
      pulse = null;
      globalThis.removeEventListener('online', networkChanged);
      globalThis.removeEventListener('offline', networkChanged);
      for (const session of [...sessions.values()]) session.hangUp();
      if (agent.isConnected() && line.state === 'registered') {
        await unregister();
      }
      setLine({ state: 'off' });
      if (agent.state === UserAgentState.Started) await agent.stop().catch(() => undefined);
    },

    retryNow() {
      if (wanted && (line.state === 'waiting' || line.state === 'refused')) void connect();
    },

    dial(callId, target) {
      const address = addressOf(target);
      if (!address) {
        const event = { type: 'ended', by: 'app', cause: { code: 'address.invalid' } } as const;
        events.emit({ type: 'call', callId, event });
        return;
      }
      if (!agent.isConnected()) {
        const event = { type: 'ended', by: 'network', cause: { code: 'network.down' } } as const;
        events.emit({ type: 'call', callId, event });
        return;
      }
      // Early media fails on a forked INVITE; this phone plays its own ringback.
      const session = adopt(callId, new Inviter(agent, address, { earlyMedia: false }));
      events.emit({
        type: 'call',
        callId,
        event: { type: 'identified', sipCallId: session.sipCallId },
      });
      void session.dial();
    },

    answer: (callId) => void sessions.get(callId)?.answer(),
    reject: (callId, status) => sessions.get(callId)?.reject(status),
    hangUp: (callId) => sessions.get(callId)?.hangUp(),
    hold: (callId) => sessions.get(callId)?.hold(),
    resume: (callId) => sessions.get(callId)?.resume(),
    mute: (callId, muted) => sessions.get(callId)?.mute(muted),
    sendDigits: (callId, digits) => sessions.get(callId)?.sendDigits(digits, options.dtmf()),
    silence: (callId, silenced) => sessions.get(callId)?.silence(silenced),
    mix(callIds) {
      joined = callIds;
      mixJoined();
    },
    transfer(callId, { kind, target }) {
      const session = sessions.get(callId);
      const to = kind === 'attended' ? sessions.get(target) : addressOf(target);
      if (to) {
        session?.transfer(to);
        return;
      }
      const cause = { code: kind === 'attended' ? 'transfer.gone' : 'address.invalid' };
      events.emit({ type: 'call', callId, event: { type: 'transferFailed', cause } });
    },
    listen: (listener) => events.add(listener),
  };
}

function ignore(): void {
  // What could not be said now is said when the line is back, or the far end finds out by itself.
}

function parseAddress(uri: string): URI {
  const address = UserAgent.makeURI(uri);
  // The account was checked against the schema, which is stricter than this parser.
  if (!address) throw new Error('The account has no valid SIP address.');
  return address;
}
