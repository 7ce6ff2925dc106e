import type { RecordingPolicy } from './policy.ts';

/**
 * The recording of one call, as rules: may it start, what has to be said first, when sound is
 * taken, and what it is called. A recording is never hidden and never pretended: it counts as
 * `recording` only while the host keeps saying that the sound is on the disk.
 */
export const RECORDING_PHASES = [
  'idle',
  /** Somebody on the line does not know yet. Nothing is taken. */
  'noticing',
  /** Sound is taken; the host has not said yet that any of it is kept. */
  'opening',
  'recording',
  'paused',
  /** Sound is taken and waits in this page: the host cannot keep it now. */
  'stalled',
  'failed',
  'stopped',
] as const;
export type RecordingPhase = (typeof RECORDING_PHASES)[number];

export interface Recording {
  /** The agent or the policy asks for it. */
  readonly wanted: boolean;
  /** Everybody on the line has been told. */
  readonly told: boolean;
  /** The clip cannot be played: the agent says it. */
  readonly clipFailed: boolean;
  /** Both sides are connected and nobody holds. */
  readonly talking: boolean;
  /** Part of a call of three: a clip would reach one of them only. */
  readonly joined: boolean;
  readonly pausedByAgent: boolean;
  readonly file: 'none' | 'open' | 'closed';
  /** The host has said so of the sound since the file was opened or taken up again. */
  readonly writing: boolean;
  /** Why the host cannot keep it now. */
  readonly stall: string | null;
  readonly failure: string | null;
  readonly over: boolean;
}

export const NOT_RECORDED: Recording = {
  wanted: false,
  told: false,
  clipFailed: false,
  talking: false,
  joined: false,
  pausedByAgent: false,
  file: 'none',
  writing: false,
  stall: null,
  failure: null,
  over: false,
};

export type RecordingInput =
  | { readonly type: 'start' | 'stop' | 'pause' | 'resume' }
  /** The clip came to its end, or the agent says that they have said it. */
  | { readonly type: 'played' | 'said' }
  | { readonly type: 'unplayable' }
  /** What the call is now. */
  | { readonly type: 'call'; readonly talking: boolean; readonly joined: boolean }
  /** Whether everybody who is on the line by now has been told. */
  | { readonly type: 'company'; readonly told: boolean }
  | { readonly type: 'written' }
  | { readonly type: 'stalled' | 'failed'; readonly code: string }
  | { readonly type: 'over' };

/** Why a file was closed. */
export type FinishReason = 'agent' | 'call-ended' | 'failed';

export type RecordingEffect =
  | { readonly type: 'notice.play' | 'notice.stop' }
  | { readonly type: 'capture.begin' | 'capture.pause' | 'capture.resume' }
  | { readonly type: 'capture.finish'; readonly reason: FinishReason }
  | { readonly type: 'fact'; readonly what: RecordingFact; readonly detail: string };

export const RECORDING_FACTS = [
  /** `detail`: `played` or `said`. */
  'noticed',
  /** The first of it is on the disk; said by the host, like all that follows `failed`. */
  'started',
  /** `detail`: `agent`, `hold` or `company`. */
  'paused',
  'resumed',
  /** `detail`: `agent` or `call-ended`. */
  'ended',
  /** `detail`: the code. */
  'failed',
  /** The app ended before the recording did. */
  'interrupted',
  /** `detail`: the agent's reason. */
  'deleted',
  'restored',
  /** Removed for good, as the policy says. */
  'expired',
  /** Of a voicemail: nobody spoke. */
  'empty',
  /** Of a voicemail: somebody has listened to it. */
  'heard',
] as const;
export type RecordingFact = (typeof RECORDING_FACTS)[number];

/** Whether there is something to listen to after this fact; null when it says nothing of that. */
export function isRecordedAfter(what: RecordingFact): boolean | null {
  if (what === 'started' || what === 'interrupted' || what === 'restored') return true;
  return what === 'deleted' || what === 'expired' ? false : null;
}

/** What a voicemail is after this fact. @param before null: there is none to listen to */
export function voicemailAfter(
  what: RecordingFact,
  before: 'new' | 'heard' | null,
): 'new' | 'heard' | null {
  if (what === 'empty') return null;
  if (what === 'heard') return 'heard';
  const there = isRecordedAfter(what);
  if (there === null) return before;
  return there ? (before ?? 'new') : null;
}

export function phaseOf(recording: Recording): RecordingPhase {
  const { wanted, told, file, writing, stall, failure, over } = recording;
  if (failure !== null) return 'failed';
  if (over || !wanted) return file === 'none' ? 'idle' : 'stopped';
  if (!told) return 'noticing';
  if (stall !== null) return 'stalled';
  if (!isCapturing(recording)) return 'paused';
  return writing ? 'recording' : 'opening';
}

/** How the notice is given now: by the clip, by the agent, or when the call is talked on again. */
export function noticeOf(recording: Recording): 'playing' | 'asking' | 'waiting' | null {
  if (phaseOf(recording) !== 'noticing') return null;
  if (!recording.talking) return 'waiting';
  return recording.joined || recording.clipFailed ? 'asking' : 'playing';
}

function isCapturing({ wanted, told, talking, pausedByAgent, failure, over }: Recording): boolean {
  return wanted && told && talking && !pausedByAgent && failure === null && !over;
}

/** What the agent can do now. */
export function recordingCommands(
  policy: RecordingPolicy,
  recording: Recording,
): readonly ('start' | 'stop' | 'pause' | 'resume' | 'said')[] {
  const phase = phaseOf(recording);
  if (policy.mode === 'off' || recording.over) return [];
  const stop = policy.mode === 'agent' ? (['stop'] as const) : [];
  switch (phase) {
    case 'idle':
    case 'stopped':
    case 'failed':
      return recording.talking ? ['start'] : [];
    case 'noticing':
      return recording.talking ? ['said', ...stop] : stop;
    default:
      return [recording.pausedByAgent ? 'resume' : 'pause', ...stop];
  }
}

export function stepRecording(
  policy: RecordingPolicy,
  before: Recording,
  input: RecordingInput,
): { readonly recording: Recording; readonly effects: readonly RecordingEffect[] } {
  const changed = apply(policy, before, input);
  const effects: RecordingEffect[] = [];
  const fact = (what: RecordingFact, detail = ''): void => {
    effects.push({ type: 'fact', what, detail });
  };

  const playing = noticeOf(changed) === 'playing';
  if (playing !== (noticeOf(before) === 'playing')) {
    effects.push({ type: playing ? 'notice.play' : 'notice.stop' });
  }
  if (!before.told && changed.told && (input.type === 'played' || input.type === 'said')) {
    fact('noticed', input.type);
  }

  const { recording, capture } = withFile(changed);
  if (capture === 'finish') {
    const { failure, over } = recording;
    const reason = failure !== null ? 'failed' : over ? 'call-ended' : 'agent';
    effects.push({ type: 'capture.finish', reason });
    fact(failure === null ? 'ended' : 'failed', failure ?? reason);
  } else if (capture !== isCapturing(before)) {
    if (!capture) {
      effects.push({ type: 'capture.pause' });
      const { pausedByAgent, told } = recording;
      fact('paused', pausedByAgent ? 'agent' : told ? 'hold' : 'company');
    } else if (before.file === 'open') {
      effects.push({ type: 'capture.resume' });
      fact('resumed');
    } else {
      effects.push({ type: 'capture.begin' });
    }
  }
  return { recording, effects };
}

/** The file follows from whether sound is to be taken. */
function withFile(recording: Recording): {
  readonly recording: Recording;
  readonly capture: boolean | 'finish';
} {
  const { file, wanted, failure, over } = recording;
  const capturing = isCapturing(recording);
  if (file === 'open' && (!wanted || failure !== null || over)) {
    const closed: Recording = {
      ...recording,
      file: 'closed',
      writing: false,
      pausedByAgent: false,
      stall: null,
    };
    return { recording: closed, capture: 'finish' };
  }
  if (!capturing) return { recording: { ...recording, writing: false }, capture: false };
  if (file === 'open') return { recording, capture: true };
  return { recording: { ...recording, file: 'open', writing: false }, capture: true };
}

function apply(policy: RecordingPolicy, before: Recording, input: RecordingInput): Recording {
  if (before.over) return before;
  const asked = (command: 'start' | 'stop' | 'pause' | 'resume' | 'said'): boolean =>
    recordingCommands(policy, before).includes(command);
  switch (input.type) {
    case 'start':
      if (!asked('start')) return before;
      return {
        ...before,
        wanted: true,
        told: before.told || policy.notice === 'none',
        failure: null,
        stall: null,
      };
    case 'stop':
      return asked('stop') ? { ...before, wanted: false } : before;
    case 'pause':
    case 'resume':
      return asked(input.type) ? { ...before, pausedByAgent: input.type === 'pause' } : before;
    case 'said':
      return asked('said') ? { ...before, told: true } : before;
    case 'played':
      return noticeOf(before) === 'playing' ? { ...before, told: true } : before;
    case 'unplayable':
      return { ...before, clipFailed: true };
    case 'call':
      return { ...before, talking: input.talking, joined: input.joined };
    case 'company':
      return policy.notice === 'none' ? before : { ...before, told: input.told };
    case 'written':
      // Late news of an earlier piece: the sound of now is not proven by it.
      return isCapturing(before) && before.file === 'open'
        ? { ...before, writing: true, stall: null }
        : { ...before, stall: null };
    case 'stalled':
      return before.file === 'open' ? { ...before, stall: input.code, writing: false } : before;
    case 'failed':
      return before.file === 'open' ? { ...before, failure: input.code } : before;
    case 'over':
      return { ...before, over: true };
  }
}
