/**
 * The least SIP.js needs for a call: proof that the laboratory works, and the reference that
 * benchmarks compare with. ICE gathering is cut short at the first candidate.
 */
import {
  Invitation,
  Inviter,
  Registerer,
  RegistererState,
  type Session,
  SessionState,
  UserAgent,
  Web,
} from 'sip.js';
import type { BareEvent, BarePhone } from './bare-phone.ts';

const events: BareEvent[] = [];
const constraints = { audio: true, video: false };
let userAgent: UserAgent | undefined;
let registerer: Registerer | undefined;
let session: Session | undefined;
let heard: MediaStream | undefined;
let analyser: AnalyserNode | undefined;

function note(name: BareEvent['name'], detail = ''): void {
  events.push({ name, at: performance.now(), detail });
}

function handlerOf(live: Session | undefined): Web.SessionDescriptionHandler {
  const handler = live?.sessionDescriptionHandler;
  if (handler instanceof Web.SessionDescriptionHandler) return handler;
  throw new Error('no call');
}

function listen(live: Session): void {
  const stream = handlerOf(live).remoteMediaStream;
  // Chromium decodes a remote stream only while an element plays it.
  const audio = new Audio();
  audio.srcObject = stream;
  void audio.play();
  heard = stream;
  analyser = undefined;
}

/** Made when first asked for: whoever measures the page's cost must not measure this. */
function earOf(stream: MediaStream): AnalyserNode {
  const context = new AudioContext();
  const node = context.createAnalyser();
  node.fftSize = 8192;
  node.smoothingTimeConstant = 0;
  context.createMediaStreamSource(stream).connect(node);
  return node;
}

function follow(live: Session): void {
  session = live;
  live.stateChange.addListener((state) => {
    if (state === SessionState.Established) {
      listen(live);
      note('established');
    }
    if (state === SessionState.Terminated) note('ended');
  });
}

const bare: BarePhone = {
  events,

  async connect(account) {
    const uri = UserAgent.makeURI(account.uri);
    if (uri === undefined) throw new Error(`not a SIP URI: ${account.uri}`);
    userAgent = new UserAgent({
      uri,
      authorizationUsername: account.user,
      authorizationPassword: account.password,
      transportOptions: { server: account.server },
      logLevel: 'warn',
      sessionDescriptionHandlerFactoryOptions: {
        iceGatheringTimeout: 200,
        peerConnectionConfiguration: { iceServers: [] },
      },
      delegate: {
        onInvite(invitation: Invitation) {
          note('incoming', invitation.remoteIdentity.displayName);
          invitation.delegate = {
            onCancel: (cancel) => note('cancelled', cancel.request.getHeader('Reason') ?? ''),
          };
          follow(invitation);
        },
      },
    });
    await userAgent.start();
    registerer = new Registerer(userAgent, { expires: 300 });
    registerer.stateChange.addListener((state) => {
      if (state === RegistererState.Registered) note('registered');
      if (state === RegistererState.Unregistered) note('unregistered');
    });
    await registerer.register();
  },

  async disconnect() {
    await registerer?.unregister();
    await userAgent?.stop();
  },

  async call(target) {
    const uri = UserAgent.makeURI(target);
    if (userAgent === undefined || uri === undefined) throw new Error('not connected');
    const inviter = new Inviter(userAgent, uri, {
      sessionDescriptionHandlerOptions: { constraints },
    });
    follow(inviter);
    await inviter.invite({
      requestDelegate: {
        onReject: ({ message }) => note('rejected', String(message.statusCode)),
      },
    });
  },

  async answer() {
    if (!(session instanceof Invitation)) throw new Error('nothing to answer');
    await session.accept({ sessionDescriptionHandlerOptions: { constraints } });
  },

  async hangup() {
    if (session?.state === SessionState.Established) await session.bye();
    else if (session instanceof Invitation) await session.reject();
    else if (session instanceof Inviter) await session.cancel();
  },

  async hold(held) {
    await new Promise<void>((resolve, reject) => {
      const options: Web.SessionDescriptionHandlerOptions = { hold: held };
      session
        ?.invite({
          sessionDescriptionHandlerOptions: options,
          requestDelegate: {
            onAccept: () => resolve(),
            onReject: ({ message }) => reject(new Error(`hold: ${message.statusCode}`)),
          },
        })
        .catch(reject);
    });
    for (const sender of handlerOf(session).peerConnection?.getSenders() ?? []) {
      if (sender.track !== null) sender.track.enabled = !held;
    }
  },

  dtmf(digits) {
    const connection = handlerOf(session).peerConnection;
    const sender = connection?.getSenders().find(({ dtmf }) => dtmf !== null);
    sender?.dtmf?.insertDTMF(digits, 120, 80);
  },

  levelAt(hz) {
    if (heard === undefined) return -Infinity;
    analyser ??= earOf(heard);
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const width = analyser.context.sampleRate / analyser.fftSize;
    let near = 0;
    let total = 0;
    bins.forEach((db, index) => {
      const power = 10 ** (db / 10);
      total += power;
      if (Math.abs(index * width - hz) <= 40) near += power;
    });
    return total < 1e-9 ? -Infinity : 10 * Math.log10(near / total);
  },

  async packetsReceived() {
    const stats = await handlerOf(session).peerConnection?.getStats();
    let packets = 0;
    stats?.forEach((entry: { type: string; packetsReceived?: number }) => {
      if (entry.type === 'inbound-rtp') packets += entry.packetsReceived ?? 0;
    });
    return packets;
  },
};

window.bare = bare;
