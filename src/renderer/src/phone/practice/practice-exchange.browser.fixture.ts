/**
 * A bare phone on SIP.js for `practice-exchange.browser.test.ts`: bundled into a page of its own
 * and driven from outside through `window.practicePhone`. Not part of the app.
 */
import '../../zodWithoutEval.ts';
import {
  Inviter,
  Registerer,
  RegistererState,
  SessionState,
  UserAgent,
  Web,
  type Invitation,
  type Session,
} from 'sip.js';
import {
  createPracticeExchange,
  type PracticeCaption,
  type PracticeExchange,
  type PracticeTrouble,
} from './practiceExchange.ts';
import { loadPracticeResources } from './practiceResources.ts';
import { createWebrtcMedia } from './webrtcMedia.ts';

/** What to do, once, at the moment a SIP message of that direction and start line passes. */
export interface Ambush {
  readonly direction: 'toPhone' | 'fromPhone';
  /** Matched against the start line and CSeq, e.g. `SIP/2.0 200 .* INVITE`. */
  readonly pattern: string;
  /** Which match, from 1. */
  readonly nth: number;
  readonly act: 'phoneEnds' | 'customerEnds' | 'refresh';
}

export interface PhoneView {
  readonly registered: boolean;
  readonly connected: boolean;
  readonly session: SessionState | null;
  readonly statuses: readonly number[];
  readonly captions: readonly PracticeCaption[];
  readonly troubles: readonly PracticeTrouble[];
  /** Start line and CSeq of every message, `<` towards the phone, `>` from it. */
  readonly trace: readonly string[];
  readonly callerNumber: string;
  readonly level: number;
  readonly held: boolean;
  /** Loudest the customer has heard so far, RMS. */
  readonly heardByCustomer: number;
  /** Peer connections that are not closed. */
  readonly peers: number;
  readonly errors: readonly string[];
  /** From the making of each peer connection to its first candidate. */
  readonly gatheringMs: readonly number[];
}

interface Answer {
  readonly message: { readonly statusCode?: number | undefined };
}

const peers = new Set<RTCPeerConnection>();
const gatheringMs: number[] = [];
const NativePeer = RTCPeerConnection;
class CountedPeer extends NativePeer {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    peers.add(this);
    const began = performance.now();
    this.addEventListener('icecandidate', () => gatheringMs.push(performance.now() - began), {
      once: true,
    });
  }
  override close(): void {
    peers.delete(this);
    super.close();
  }
}
window.RTCPeerConnection = CountedPeer;

const errors: string[] = [];
window.addEventListener('unhandledrejection', ({ reason }) => errors.push(`rejection ${reason}`));
window.addEventListener('error', ({ message }) => errors.push(`error ${message}`));
document.addEventListener('securitypolicyviolation', (event) =>
  errors.push(`csp ${event.violatedDirective} ${event.blockedURI}`),
);

/**
 * SIP.js's own handler has no `rollbackDescription`: after a refused re-INVITE (491, 488) its peer
 * connection stays in have-local-offer, and no later hold or resume can succeed.
 */
class RollingBackHandler extends Web.SessionDescriptionHandler {
  async rollbackDescription(): Promise<void> {
    if (this.peerConnection?.signalingState === 'have-local-offer') {
      await this.peerConnection.setLocalDescription({ type: 'rollback' });
      // Rolling back restores the negotiated direction, not the wish behind the offer.
      for (const transceiver of this.peerConnection.getTransceivers()) {
        if (transceiver.currentDirection !== null && transceiver.currentDirection !== 'stopped') {
          transceiver.direction = transceiver.currentDirection;
        }
      }
    }
  }
}

class TestPhone {
  readonly captions: PracticeCaption[] = [];
  readonly troubles: PracticeTrouble[] = [];
  readonly statuses: number[] = [];
  readonly trace: string[] = [];
  readonly exchange: PracticeExchange;
  readonly agent: UserAgent;
  readonly context = new AudioContext();
  readonly element = new Audio();
  ambush: (Ambush & { seen: number }) | null = null;
  registerer: Registerer;
  session: Session | null = null;
  analyser: AnalyserNode | null = null;
  holdStatus: number | null = null;
  held = false;
  heardByCustomer = 0;

  /** @param listenMs replaces how long customers listen; null leaves the scenarios as they are. */
  constructor(listenMs: number | null) {
    const resources = loadPracticeResources();
    const createMedia = createWebrtcMedia(resources.audioUrls);
    this.exchange = createPracticeExchange({
      resources:
        listenMs === null
          ? resources
          : { ...resources, scenarios: resources.scenarios.map((s) => quicker(s, listenMs)) },
      trace: (direction, text) => this.onTrace(direction, text),
      createMedia: (events) =>
        createMedia({
          ...events,
          level: (rms) => {
            this.heardByCustomer = Math.max(this.heardByCustomer, rms);
            events.level(rms);
          },
        }),
    });
    this.exchange.onCaption((caption) => this.captions.push(caption));
    this.exchange.onTrouble((trouble) => this.troubles.push(trouble));
    const uri = UserAgent.makeURI(this.exchange.account.uri);
    if (uri === undefined) throw new Error('no account');
    this.agent = new UserAgent({
      uri,
      transportConstructor: this.exchange.transportConstructor,
      transportOptions: this.exchange.transportOptions,
      sessionDescriptionHandlerFactory: (session) =>
        new RollingBackHandler(
          session.userAgent.getLogger('sip.SessionDescriptionHandler'),
          Web.defaultMediaStreamFactory(),
          { iceGatheringTimeout: 500 },
        ),
      logLevel: 'error',
      logConnector: (level, category, _label, content) => {
        if (level === 'error') errors.push(`sip.js ${category} ${content}`);
      },
      delegate: {
        onInvite: (invitation) => this.adopt(invitation),
      },
    });
    this.registerer = new Registerer(this.agent);
  }

  async register(): Promise<void> {
    await this.agent.start();
    await this.registerer.register();
  }

  /** After a drop: a new connection and a new Registerer, as SIP.js needs. */
  async reconnect(): Promise<void> {
    await this.agent.reconnect();
    await this.registerer.dispose().catch(() => undefined);
    this.registerer = new Registerer(this.agent);
    await this.registerer.register();
  }

  adopt(session: Session): void {
    this.session = session;
    this.held = false;
    session.delegate = { onRefer: (referral) => void referral.reject() };
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) this.listen(session);
    });
  }

  async answer(): Promise<void> {
    await (this.session as Invitation).accept({
      sessionDescriptionHandlerOptions: { constraints: { audio: true, video: false } },
    });
  }

  async dial(number: string): Promise<void> {
    const target = UserAgent.makeURI(`sip:${number}@${this.exchange.account.domain}`);
    if (target === undefined) throw new Error(number);
    const inviter = new Inviter(this.agent, target, {
      sessionDescriptionHandlerOptions: { constraints: { audio: true, video: false } },
    });
    this.statuses.length = 0;
    this.adopt(inviter);
    const status = (response: Answer): void => {
      this.statuses.push(response.message.statusCode ?? 0);
    };
    await inviter.invite({
      requestDelegate: {
        onTrying: status,
        onProgress: status,
        onAccept: status,
        onReject: status,
      },
    });
  }

  async hold(on: boolean): Promise<void> {
    const { session } = this;
    if (session === null) return;
    const sessionDescriptionHandlerOptions: Web.SessionDescriptionHandlerOptions = {
      hold: on,
      constraints: { audio: true, video: false },
    };
    this.holdStatus = null;
    await session.invite({
      sessionDescriptionHandlerOptions,
      requestDelegate: {
        onAccept: (response) => {
          this.holdStatus = response.message.statusCode ?? 0;
          this.held = on;
          // What SIP.js answers a re-INVITE of the exchange with: only what was agreed.
          session.sessionDescriptionHandlerOptionsReInvite = sessionDescriptionHandlerOptions;
          this.listen(session);
        },
        onReject: (response) => {
          this.holdStatus = response.message.statusCode ?? 0;
        },
      },
    });
  }

  async hangUp(): Promise<void> {
    const { session } = this;
    if (session === null) return;
    if (session.state === SessionState.Established) await session.bye();
    else if (session instanceof Inviter) await session.cancel();
    else if (
      session.state === SessionState.Initial ||
      session.state === SessionState.Establishing
    ) {
      await (session as Invitation).reject();
    }
  }

  async sendInDialog(method: 'info' | 'refer' | 'message'): Promise<number> {
    const { session } = this;
    if (session === null) return 0;
    const answered = Promise.withResolvers<number>();
    const requestDelegate = {
      onAccept: (response: Answer) => answered.resolve(response.message.statusCode ?? 0),
      onReject: (response: Answer) => answered.resolve(response.message.statusCode ?? 0),
    };
    const body = {
      contentDisposition: 'render',
      contentType: 'application/dtmf-relay',
      content: 'Signal=5\r\nDuration=160\r\n',
    };
    if (method === 'info') await session.info({ requestDelegate, requestOptions: { body } });
    if (method === 'message') await session.message({ requestDelegate, requestOptions: { body } });
    if (method === 'refer') {
      const target = UserAgent.makeURI('sip:01000000001@practice.ieum.invalid');
      if (target !== undefined) await session.refer(target, { requestDelegate });
    }
    return answered.promise;
  }

  view(): PhoneView {
    const { session } = this;
    return {
      registered: this.registerer.state === RegistererState.Registered,
      connected: this.agent.transport.isConnected(),
      session: session?.state ?? null,
      statuses: this.statuses,
      captions: this.captions,
      troubles: this.troubles,
      trace: this.trace,
      callerNumber: session?.remoteIdentity.uri.user ?? '',
      level: this.level(),
      held: this.held,
      heardByCustomer: this.heardByCustomer,
      peers: peers.size,
      errors,
      gatheringMs,
    };
  }

  level(): number {
    if (this.analyser === null) return 0;
    const samples = new Float32Array(this.analyser.fftSize);
    this.analyser.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  }

  listen(session: Session): void {
    const handler = session.sessionDescriptionHandler;
    if (!(handler instanceof Web.SessionDescriptionHandler)) return;
    // The receiver's own track: the one SIP.js keeps may have ended in a rollback.
    const track = handler.peerConnection?.getReceivers()[0]?.track;
    if (track === undefined) return;
    const stream = new MediaStream([track]);
    this.element.srcObject = stream;
    this.element.play().catch(() => undefined);
    this.analyser = this.context.createAnalyser();
    this.context.createMediaStreamSource(stream).connect(this.analyser);
  }

  onTrace(direction: 'toPhone' | 'fromPhone', text: string): void {
    const cseq = /^CSeq: (.*)$/im.exec(text)?.[1]?.trim() ?? '';
    const media = /a=(send|recv|inactive)\w*/.exec(text)?.[0] ?? '';
    const line = `${text.split('\r\n')[0] ?? ''} | ${cseq} ${media}`;
    this.trace.push(`${direction === 'toPhone' ? '<' : '>'} ${line}`);
    const { ambush } = this;
    if (ambush === null || ambush.direction !== direction) return;
    if (!new RegExp(ambush.pattern).test(line)) return;
    ambush.seen += 1;
    if (ambush.seen !== ambush.nth) return;
    this.ambush = null;
    const acts = {
      phoneEnds: () => this.hangUp(),
      customerEnds: () => this.exchange.hangUp(),
      refresh: () => this.exchange.refresh(),
    };
    Promise.resolve(acts[ambush.act]()).catch((error: unknown) =>
      this.trace.push(`! ${ambush.act} ${String(error)}`),
    );
  }
}

function quicker<T extends ReturnType<typeof loadPracticeResources>['scenarios'][number]>(
  scenario: T,
  maxMs: number,
): T {
  return {
    ...scenario,
    opening: { kind: 'speak' },
    lines: scenario.lines.map((line) => ({
      ...line,
      then: line.then.kind === 'listen' ? { kind: 'listen', maxMs } : line.then,
    })),
  };
}

const api = {
  phone: null as TestPhone | null,
  start(listenMs: number | null = 600): Promise<void> {
    api.phone = new TestPhone(listenMs);
    return api.phone.register();
  },
};
export type PracticePhoneWindow = Window & { practicePhone: typeof api };
(window as unknown as PracticePhoneWindow).practicePhone = api;
