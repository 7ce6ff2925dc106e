import { Inviter, UserAgent } from 'sip.js';
import type { Invitation, URI } from 'sip.js';
import { realmOf } from '#shared/domain/account.ts';
import type { NetworkEvent } from '#shared/domain/call/call.ts';
import { admitCall } from '#shared/domain/line/floodGate.ts';
import type { Admitted } from '#shared/domain/line/floodGate.ts';
import { Listeners } from '#shared/rpc/port.ts';
import { createConference } from '../audio/conference.ts';
import { openSilence } from '../audio/silence.ts';
import type { OpenMicrophone } from '../audio/microphones.ts';
import type { RemoteAudio } from '../audio/remoteAudio.ts';
import type { PhoneEvent, PhonePort } from '../port.ts';
import { CallSession } from './callSession.ts';
import { traceFrames } from './frameTrace.ts';
import { LeftDialogs } from './leftDialogs.ts';
import type { DialogMemory } from './leftDialogs.ts';
import { LineKeeper } from './lineKeeper.ts';
import { Messages } from './messages.ts';
import type { MessagesDeps } from './messages.ts';
import { partyOfCaller } from './party.ts';
import { bindCredentials } from './realmGuard.ts';
import { createSipAgent, guardAgent } from './sipAgent.ts';
import type { SipAgentOptions } from './sipAgent.ts';
import { Watches } from './watches.ts';

export interface SipPhoneOptions extends SipAgentOptions {
  readonly practice: boolean;
  readonly dtmf: () => 'rfc4733' | 'info';
  /** What the house calls a number of its own, or null. */
  readonly houseName: (number: string) => string | null;
  readonly openMicrophone: OpenMicrophone;
  readonly remoteAudio: RemoteAudio;
  readonly messages: Pick<MessagesDeps, 'keep' | 'flooded'>;
  readonly dialogs: DialogMemory;
  readonly newId: () => string;
  readonly now: () => number;
  readonly random: () => number;
}

/**
 * The phone over SIP.js, put together: the agent that speaks SIP, the line that keeps it
 * registered, and a session for each call.
 */
export function createSipPhone(options: SipPhoneOptions): PhonePort {
  const { account, newId, now, random, log } = options;
  const aor = parseAddress(account.uri);
  const events = new Listeners<PhoneEvent>();
  const sessions = new Map<string, CallSession>();
  const conference = createConference();

  const agent = createSipAgent(options, aor);
  const messages = new Messages(agent, {
    ...options.messages,
    now,
    monotonicNow: () => performance.now(),
  });
  guardAgent(agent, log);
  const trace = traceFrames(agent.transport, now);
  const line = new LineKeeper({
    agent,
    aor,
    account,
    calls: () => sessions.size,
    now,
    random,
    log,
  });
  bindCredentials(
    agent,
    {
      user: account.authorizationUser,
      password: options.password,
      realm: realmOf(account),
    },
    (why, { realm, algorithm }) => {
      log(`A challenge was not answered (${why}): ${JSON.stringify({ realm, algorithm })}.`);
      line.noteUnanswered(why);
    },
  );

  // Everything that arrives outside a call comes in here, and goes to one receiver of its kind.
  agent.delegate = {
    onInvite: (invitation) => onInvite(invitation),
    onMessage: (message) => void messages.receive(message),
    onNotify: (notification) => watches.onUnasked(notification),
    onDisconnect: () => line.onDisconnect(),
  };
  const watches = new Watches({
    agent,
    aor,
    addressOf,
    emit: (event) => events.emit(event),
    random,
    log,
  });

  // The practice exchange goes with the page, and its customers with it.
  const leftDialogs = options.practice
    ? null
    : new LeftDialogs({
        ...{ agent, account: account.uri, memory: options.dialogs },
        isOurs: (callId) => sessions.has(callId),
      });

  // And what has to be done anew with a connection, or given up with it, is done here.
  line.listen((event) => {
    switch (event.type) {
      case 'state':
        events.emit({ type: 'line', state: event.state });
        return;
      case 'connected':
        for (const session of sessions.values()) session.afterReconnect();
        return;
      case 'registered':
        if (event.newConnection) {
          for (const session of sessions.values()) session.renewPath();
          void leftDialogs?.sayBye();
        }
        watches.registered(event.newConnection);
        return;
      case 'leaving':
        for (const session of [...sessions.values()]) session.hangUp();
        messages.lineLost();
        watches.leaving();
        return;
      case 'lost':
        // A call waits for the new connection; the answer to a message cannot come by it.
        messages.lineLost();
        watches.lost();
    }
  });

  function report(callId: string, event: NetworkEvent): void {
    events.emit({ type: 'call', callId, event });
  }

  let joined: readonly string[] = [];
  function mixJoined(): void {
    const legs = joined.map((callId) => sessions.get(callId)?.leg() ?? null);
    conference.mix(legs.filter((leg) => leg !== null));
  }

  function adopt(
    callId: string,
    session: Inviter | Invitation,
    replaced?: CallSession,
    openMicrophone = options.openMicrophone,
  ): CallSession {
    const call = new CallSession(session, {
      report: (event) => report(callId, event),
      reportQuality: (sample) => events.emit({ type: 'quality', callId, sample }),
      playRemote: (track) => options.remoteAudio.attach(callId, track),
      closed: () => {
        options.remoteAudio.detach(callId);
        sessions.delete(callId);
      },
      openMicrophone,
      isConnected: () => agent.isConnected(),
      farewell: (bye) => line.farewell(bye),
      doubtLine: () => line.doubt(),
      receiveMessage: (message) => void messages.receive(message),
      tookPlace: () => replaced?.replaced(),
      mixAnew: () => mixJoined(),
      random,
    });
    sessions.set(callId, call);
    leftDialogs?.follow(callId, session);
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
      party: partyOfCaller(invitation, aor.user ?? '', options.houseName),
      replaces: replaced?.[0] ?? null,
    });
  }

  function addressOf(target: string): URI | undefined {
    return UserAgent.makeURI(/^sips?:/i.test(target) ? target : `sip:${target}@${aor.host}`);
  }

  function dial(callId: string, target: string, openMicrophone = options.openMicrophone): void {
    const address = addressOf(target);
    if (!address) {
      report(callId, { type: 'ended', by: 'app', cause: { code: 'address.invalid' } });
      return;
    }
    if (!agent.isConnected()) {
      report(callId, { type: 'ended', by: 'network', cause: { code: 'network.down' } });
      return;
    }
    // Early media fails on a forked INVITE; this phone plays its own ringback.
    const inviter = new Inviter(agent, address, { earlyMedia: false });
    const session = adopt(callId, inviter, undefined, openMicrophone);
    report(callId, { type: 'identified', sipCallId: session.sipCallId });
    void session.dial();
  }

  return {
    account: account.uri,
    practice: options.practice,

    start: () => line.start(),
    stop: () => line.stop(),
    retryNow: () => line.retryNow(),
    wake: () => line.wake(),

    dial: (callId, target) => dial(callId, target),
    dialSilently: (callId, target) => dial(callId, target, openSilence),
    watch: (watched) => watches.set(watched),
    answer: (callId) => void sessions.get(callId)?.answer(),
    answerUnattended: (callId) => void sessions.get(callId)?.answerUnattended(),
    reject: (callId, status) => sessions.get(callId)?.reject(status),
    redirect(callId, target) {
      const address = addressOf(target);
      if (address) sessions.get(callId)?.redirect(address);
      else sessions.get(callId)?.reject(486);
    },
    hangUp: (callId) => sessions.get(callId)?.hangUp(),
    hold: (callId) => sessions.get(callId)?.hold(),
    holdUnheard: (callId) => sessions.get(callId)?.holdUnheard(),
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
      const code = kind === 'attended' ? 'transfer.gone' : 'address.invalid';
      report(callId, { type: 'transferFailed', cause: { code } });
    },
    trace,
    message(target, body) {
      const address = addressOf(target);
      return address ? messages.prepare(address, body) : null;
    },
    leg: (callId) => sessions.get(callId)?.leg() ?? null,
    listen: (listener) => events.add(listener),
  };
}

function parseAddress(uri: string): URI {
  const address = UserAgent.makeURI(uri);
  // The account was checked against the schema, which is stricter than this parser.
  if (!address) throw new Error('The account has no valid SIP address.');
  return address;
}
