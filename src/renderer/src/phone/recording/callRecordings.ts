import type { Call } from '#shared/domain/call/call.ts';
import type { FactBody } from '#shared/domain/call/effects.ts';
import type { RecordingPolicy } from '#shared/domain/recording/policy.ts';
import { NOT_RECORDED, stepRecording } from '#shared/domain/recording/recording.ts';
import type {
  Recording,
  RecordingEffect,
  RecordingInput,
} from '#shared/domain/recording/recording.ts';
import type { Capture, CaptureOptions } from './capture.ts';
import type { Uploader, UploaderOptions } from './uploader.ts';

export interface CallRecordingsDeps {
  readonly policy: () => RecordingPolicy;
  readonly newId: () => string;
  /** On the clock of the call. */
  readonly now: (callId: string) => number;
  readonly record: (callId: string, fact: FactBody) => void;
  readonly sides: (callId: string) => ReturnType<CaptureOptions['sides']>;
  readonly openCapture: (options: CaptureOptions) => Capture;
  readonly openUploader: (
    options: Pick<UploaderOptions, 'recording' | 'onWritten' | 'onStalled' | 'onFailed' | 'onDone'>,
  ) => Uploader;
  /** @returns stops it; see `playNotice` */
  readonly playNotice: (
    callId: string,
    told: { readonly onPlayed: () => void; readonly onUnplayable: () => void },
  ) => (restore: boolean) => void;
  readonly changed: () => void;
}

/** Why the sound of a recording is not on the disk. */
export interface RecordingTrouble {
  readonly code: string;
  /** It will not come any more; otherwise it waits in this page. */
  readonly lost: boolean;
}

interface Entry {
  recording: Recording;
  /** The policy starts each call once. */
  begun: boolean;
  stopNotice: ((restore: boolean) => void) | null;
  file: { readonly id: string; readonly capture: Capture; readonly uploader: Uploader } | null;
  /** The newest file, also after it was closed: facts are about it. */
  fileId: string | null;
}

/** The recordings of the calls there are: carries out what the rules say. */
export class CallRecordings {
  readonly #deps: CallRecordingsDeps;
  readonly #entries = new Map<string, Entry>();
  /** Calls whose party has been told, by whichever recording. */
  readonly #told = new Set<string>();
  readonly #troubles = new Map<string, RecordingTrouble>();
  #calls: readonly Call[] = [];

  constructor(deps: CallRecordingsDeps) {
    this.#deps = deps;
  }

  of(callId: string): Recording {
    return this.#entries.get(callId)?.recording ?? NOT_RECORDED;
  }

  /** The newest first. Those of calls that are over as well, until their sound is kept. */
  get troubles(): readonly RecordingTrouble[] {
    return [...this.#troubles.values()].reverse();
  }

  forgetTroubles(): void {
    for (const [id, { lost }] of this.#troubles) if (lost) this.#troubles.delete(id);
    this.#deps.changed();
  }

  /** The list of calls has changed. */
  onCalls(calls: readonly Call[]): void {
    if (this.#deps.policy().mode === 'off') return;
    this.#calls = calls;
    for (const id of [...this.#entries.keys()]) {
      if (calls.some((call) => call.id === id)) continue;
      this.input(id, { type: 'over' });
      this.#entries.delete(id);
      this.#told.delete(id);
    }
    for (const call of calls) {
      if (call.answeredAt === null) continue;
      const entry = this.#entryOf(call.id);
      const talking = call.phase === 'active' && !call.heldByOther;
      this.input(call.id, { type: 'call', talking, joined: call.joined });
      if (!talking || entry.begun || this.#deps.policy().mode !== 'always') continue;
      entry.begun = true;
      this.input(call.id, { type: 'start' });
    }
    this.#followCompany();
  }

  input(callId: string, input: RecordingInput): void {
    const entry = this.#entries.get(callId);
    if (!entry) return;
    if (input.type === 'start' && this.#allTold(callId)) {
      entry.recording = { ...entry.recording, told: true };
    }
    const step = stepRecording(this.#deps.policy(), entry.recording, input);
    entry.recording = step.recording;
    for (const effect of step.effects) this.#perform(callId, entry, effect);
    this.#deps.changed();
  }

  #entryOf(callId: string): Entry {
    let entry = this.#entries.get(callId);
    if (!entry) {
      entry = { recording: NOT_RECORDED, begun: false, stopNotice: null, file: null, fileId: null };
      this.#entries.set(callId, entry);
    }
    return entry;
  }

  /** Those on one line: the call alone, or all that are joined. */
  #company(callId: string): readonly string[] {
    const joined = this.#calls.filter((call) => call.joined).map(({ id }) => id);
    return joined.includes(callId) ? joined : [callId];
  }

  #allTold(callId: string): boolean {
    return this.#company(callId).every((id) => this.#told.has(id));
  }

  #followCompany(): void {
    for (const [id, { recording }] of this.#entries) {
      const told = this.#allTold(id);
      if (recording.wanted && told !== recording.told) this.input(id, { type: 'company', told });
    }
  }

  #perform(callId: string, entry: Entry, effect: RecordingEffect): void {
    switch (effect.type) {
      case 'notice.play':
        entry.stopNotice = this.#deps.playNotice(callId, {
          onPlayed: () => this.input(callId, { type: 'played' }),
          onUnplayable: () => this.input(callId, { type: 'unplayable' }),
        });
        return;
      case 'notice.stop':
        // In a joint call the mix decides what each party is sent.
        entry.stopNotice?.(!entry.recording.joined);
        entry.stopNotice = null;
        return;
      case 'capture.begin':
        this.#begin(callId, entry);
        return;
      case 'capture.pause':
        entry.file?.capture.pause();
        return;
      case 'capture.resume':
        entry.file?.capture.resume();
        return;
      case 'capture.finish': {
        const { file } = entry;
        entry.file = null;
        const at = this.#deps.now(callId);
        void file?.capture.finish().then(() => file.uploader.finish(at, effect.reason));
        return;
      }
      case 'fact': {
        const { what, detail } = effect;
        if (what === 'noticed') this.#nowTold(callId);
        this.#deps.record(callId, { type: 'recording', recordingId: entry.fileId, what, detail });
      }
    }
  }

  /** Whoever says it in a joint call says it to all. */
  #nowTold(callId: string): void {
    for (const id of this.#company(callId)) this.#told.add(id);
    queueMicrotask(() => this.#followCompany());
  }

  #begin(callId: string, entry: Entry): void {
    const id = this.#deps.newId();
    const isOurs = (): boolean => entry.file?.id === id;
    const trouble = (code: string, lost: boolean): void => {
      this.#troubles.set(id, { code, lost });
      this.#deps.changed();
    };
    const failed = (code: string): void => {
      trouble(code, true);
      if (isOurs()) this.input(callId, { type: 'failed', code });
    };
    const uploader = this.#deps.openUploader({
      recording: { id, callId, startedAt: this.#deps.now(callId), kind: 'call' },
      onWritten: () => {
        if (this.#troubles.get(id)?.lost === false) this.#troubles.delete(id);
        if (isOurs()) this.input(callId, { type: 'written' });
      },
      onStalled: (code) => {
        trouble(code, false);
        if (isOurs()) this.input(callId, { type: 'stalled', code });
      },
      onFailed: failed,
      onDone: () => {
        if (this.#troubles.get(id)?.lost === false) this.#troubles.delete(id);
        this.#deps.changed();
      },
    });
    const capture = this.#deps.openCapture({
      channels: 2,
      sides: () => this.#deps.sides(callId),
      onPiece: (piece) => uploader.push(piece),
      onFault: failed,
    });
    entry.file = { id, capture, uploader };
    entry.fileId = id;
  }
}
