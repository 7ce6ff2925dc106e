/**
 * The app's own phone, call center and attendant on the practice exchange, for
 * `attendant.browser.test.ts`: bundled into a page of its own and driven through
 * `window.attendantDesk`. The host is an array.
 */
import '../../zodWithoutEval.ts';
import type { Attendance, Call } from '#shared/domain/call/call.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { joined } from '#shared/domain/recording/oggOpus.ts';
import { createRemoteAudio } from '../audio/remoteAudio.ts';
import { CallCenter } from '../callCenter.ts';
import { createPhones } from '../phones.ts';
import type { Practice } from '../traineeView.ts';
import { openCapture } from '../recording/capture.ts';
import { Attendants } from './attendants.ts';
import { openAttendantVoice } from './attendantVoice.ts';

export interface DeskView {
  readonly registered: boolean;
  readonly calls: readonly Call[];
  readonly facts: readonly CallFact[];
  /** How often a microphone was opened, and how many of them are open. */
  readonly opened: number;
  readonly open: number;
  readonly pieces: number;
  readonly errors: readonly string[];
}

/** A sound as samples at `rate`. */
export interface Heard {
  readonly rate: number;
  readonly samples: readonly number[];
}

export interface AttendantDeskWindow {
  readonly attendantDesk: {
    start(): Promise<void>;
    callIn(): void;
    attend(attendance: Attendance): void;
    answer(): void;
    hangUp(): void;
    view(): DeskView;
    /** What each end has received since the call began. */
    received(): readonly Heard[];
    /** The message as it is kept, played back. */
    message(): Promise<Heard>;
  };
}

/** Of the greeting: tones of 100 ms after one another, so that each part of it can be found again. */
export const GREETING_TONES = [600, 900, 1_200, 1_500, 1_800, 2_100] as const;
const RATE = 16_000;

const errors: string[] = [];
window.addEventListener('unhandledrejection', ({ reason }) => errors.push(`rejection ${reason}`));
window.addEventListener('error', ({ message }) => errors.push(`error ${message}`));

const ears: { readonly rate: number; readonly parts: Float32Array[] }[] = [];
const NativePeer = RTCPeerConnection;
window.RTCPeerConnection = class extends NativePeer {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    this.addEventListener('track', ({ track }) => listen(track), { once: true });
  }
};

/** A processor on the main thread is enough for a test, and needs no file of its own. */
function listen(track: MediaStreamTrack): void {
  const audio = new AudioContext({ sampleRate: RATE });
  const ear = { rate: audio.sampleRate, parts: [] as Float32Array[] };
  ears.push(ear);
  const stream = new MediaStream([track]);
  // Without an element that plays it, Chromium hands out silence.
  const element = new Audio();
  element.srcObject = stream;
  element.muted = true;
  element.play().catch(() => undefined);
  const tap = audio.createScriptProcessor(2_048, 1, 1);
  tap.onaudioprocess = ({ inputBuffer }) => {
    ear.parts.push(inputBuffer.getChannelData(0).slice());
  };
  audio.createMediaStreamSource(stream).connect(tap).connect(audio.destination);
}

function whole(parts: readonly Float32Array[]): number[] {
  return parts.flatMap((part) => [...part]);
}

/** A WAV file of the greeting's tones. */
function greeting(): ArrayBuffer {
  const each = RATE / 10;
  const data = new Int16Array(GREETING_TONES.length * each);
  for (const [index, hz] of GREETING_TONES.entries()) {
    for (let at = 0; at < each; at += 1) {
      data[index * each + at] = 12_000 * Math.sin((2 * Math.PI * hz * at) / RATE);
    }
  }
  const file = new DataView(new ArrayBuffer(44 + data.byteLength));
  const text = (at: number, word: string): void => {
    for (let n = 0; n < word.length; n += 1) file.setUint8(at + n, word.charCodeAt(n));
  };
  text(0, 'RIFF');
  file.setUint32(4, 36 + data.byteLength, true);
  text(8, 'WAVEfmt ');
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, RATE, true);
  file.setUint32(28, RATE * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  text(36, 'data');
  file.setUint32(40, data.byteLength, true);
  for (const [at, sample] of data.entries()) file.setInt16(44 + at * 2, sample, true);
  return file.buffer;
}

const facts: CallFact[] = [];
const pieces: Uint8Array[] = [];
let opened = 0;
let open = 0;
let practice: Practice | null = null;

const center = new CallCenter({
  newId: () => crypto.randomUUID(),
  wallNow: Date.now,
  monotonicNow: () => performance.now(),
  later,
  signals: { play: () => undefined },
  record: (fact) => void facts.push(fact),
  log: () => undefined,
  treat: () => null,
  attendanceFor: ({ until }) => ({ greetingId: null, until, voicemail: true }),
  mayReach: () => true,
});

function later(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

const attendants = new Attendants({
  newId: () => crypto.randomUUID(),
  now: (callId) => center.now(callId),
  record: (callId, fact) =>
    void facts.push({ ...fact, id: crypto.randomUUID(), callId, at: center.now(callId) }),
  report: (callId, event) => center.report(callId, event),
  leg: (callId) => center.leg(callId),
  sounds: () => Promise.resolve([greeting()]),
  openVoice: openAttendantVoice,
  openCapture,
  openUploader: () => ({ push: (piece) => void pieces.push(piece), finish: () => undefined }),
  messageLimitMs: () => 60_000,
  later,
  trouble: (code) => {
    if (code !== null) errors.push(`trouble ${code}`);
  },
  log: (message) => errors.push(message),
});
center.listen((event) => {
  if (event.type === 'calls') attendants.onCalls(event.calls);
});

const phones = createPhones({
  newId: () => crypto.randomUUID(),
  dtmf: () => 'rfc4733',
  houseName: () => null,
  async openMicrophone() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    opened += 1;
    open += 1;
    return {
      stream,
      onRenewed: () => undefined,
      close() {
        open -= 1;
        for (const track of stream.getTracks()) track.stop();
      },
    };
  },
  remoteAudio: createRemoteAudio(),
  messages: { keep: () => Promise.reject(new Error('none')), flooded: () => undefined },
  dialogs: { keep: () => undefined, forget: () => undefined, left: () => Promise.resolve([]) },
  log: () => undefined,
});

function only(): string {
  const [call] = center.calls;
  if (!call) throw new Error('There is no call.');
  return call.id;
}

(window as unknown as { attendantDesk: AttendantDeskWindow['attendantDesk'] }).attendantDesk = {
  async start() {
    const line = await phones.openPractice(
      () => undefined,
      (code) => errors.push(code),
    );
    practice = line.practice;
    await center.use(line.phone);
  },
  callIn() {
    practice?.callIn('billing-question');
  },
  attend: (attendance) => center.command(only(), { type: 'attend', ...attendance }),
  answer: () => center.command(only(), { type: 'answer' }),
  hangUp: () => center.command(only(), { type: 'hangUp' }),
  view: () => ({
    registered: center.line.state === 'registered',
    calls: center.calls,
    facts,
    opened,
    open,
    pieces: pieces.length,
    errors,
  }),
  received: () => ears.map(({ rate, parts }) => ({ rate, samples: whole(parts) })),
  async message() {
    const audio = new OfflineAudioContext(1, 1, RATE);
    const file = joined(pieces);
    const { sampleRate, numberOfChannels, ...buffer } = await audio
      .decodeAudioData(file.buffer as ArrayBuffer)
      .then((decoded) => ({
        sampleRate: decoded.sampleRate,
        numberOfChannels: decoded.numberOfChannels,
        samples: [...decoded.getChannelData(0)],
      }));
    if (numberOfChannels !== 1) throw new Error(`${numberOfChannels} channels.`);
    return { rate: sampleRate, samples: buffer.samples };
  },
};
