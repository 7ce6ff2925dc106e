import type { Call, Command } from '../call/call.ts';
import { isConnected } from '../call/transition.ts';
import type { ButtonPlace, HeadsetButton, HeadsetLayout, Lights } from './layout.ts';
import type { Readings } from './reports.ts';

/** What the calls mean to a headset, whatever number of them there is. */
export interface Situation {
  readonly kind: SituationKind;
  /** The call that would be answered. */
  readonly ringing: string | null;
  /** The call the agent's ear is with, or is about to be. */
  readonly talking: string | null;
  /** The call that would be taken back. */
  readonly held: string | null;
  /** The call talked on has both sides connected, and so can be muted. */
  readonly connected: boolean;
  readonly muted: boolean;
}

/** `second`: a call rings while another is talked on. `waiting`: held or about to be. */
export type SituationKind =
  'idle' | 'ringing' | 'talking' | 'second' | 'waiting' | 'waitingAndRinging';

export function situationOf(calls: readonly Call[]): Situation {
  const ringing = calls.find(({ phase }) => phase === 'offered') ?? null;
  const waits = ({ phase }: Call): boolean => phase === 'held' || phase === 'holding';
  const talking = calls.find((call) => call !== ringing && isTalking(call)) ?? null;
  const held = calls.findLast(({ phase, transfer }) => phase === 'held' && !transfer) ?? null;
  const waiting = calls.some(waits);
  return {
    kind: kindOf(ringing !== null, talking !== null, waiting),
    ringing: ringing?.id ?? null,
    talking: talking?.id ?? null,
    held: held?.id ?? null,
    connected: talking !== null && isConnected(talking),
    muted: talking?.muted ?? false,
  };
}

function isTalking({ phase }: Call): boolean {
  return phase !== 'offered' && phase !== 'held' && phase !== 'holding' && phase !== 'ended';
}

function kindOf(ringing: boolean, talking: boolean, waiting: boolean): SituationKind {
  if (talking) return ringing ? 'second' : 'talking';
  if (waiting) return ringing ? 'waitingAndRinging' : 'waiting';
  return ringing ? 'ringing' : 'idle';
}

type Act = 'answer' | 'reject' | 'hangUp' | 'hold' | 'resume';
type Row = Readonly<Partial<Record<SituationKind, Act>>>;

/**
 * Headset input × situation → what the agent means by it; what is not listed means nothing.
 * A call in progress is never dropped for the one that rings: whatever the button, the second is
 * answered and the first is held, or the second is turned down.
 */
export const HEADSET_TABLE = {
  /** The headset says that it is off the hook now. */
  offHook: {
    ringing: 'answer',
    waiting: 'resume',
    waitingAndRinging: 'answer',
  },
  /**
   * On the hook. While only something rings it is the late echo of the call before as often as
   * a wish, and a customer must not be turned down by an echo.
   */
  onHook: { talking: 'hangUp', second: 'answer' },
  /** A hook button without a state of its own. */
  hookPress: {
    ringing: 'answer',
    talking: 'hangUp',
    second: 'answer',
    waiting: 'resume',
    waitingAndRinging: 'answer',
  },
  flash: {
    ringing: 'answer',
    talking: 'hold',
    second: 'answer',
    waiting: 'resume',
    waitingAndRinging: 'answer',
  },
  flashLong: { ringing: 'reject', second: 'reject', waitingAndRinging: 'reject' },
  hold: { talking: 'hold', second: 'answer', waiting: 'resume' },
  drop: { ringing: 'reject', talking: 'hangUp', second: 'reject', waitingAndRinging: 'reject' },
  reject: { ringing: 'reject', second: 'reject', waitingAndRinging: 'reject' },
  /** A button leaned on in a pocket must not call a customer once more. */
  redial: {},
} as const satisfies Record<string, Row>;
export type HeadsetInput = keyof typeof HEADSET_TABLE;

export interface HeadsetCommand {
  readonly callId: string;
  readonly command: Command;
}

/** @returns null where the input means nothing now */
export function commandFor(input: HeadsetInput, situation: Situation): HeadsetCommand | null {
  const row: Row = HEADSET_TABLE[input];
  const act = row[situation.kind];
  const { ringing, talking, held } = situation;
  if (!act) return null;
  switch (act) {
    case 'answer':
      return ringing === null ? null : { callId: ringing, command: { type: 'answer' } };
    case 'reject':
      return ringing === null
        ? null
        : { callId: ringing, command: { type: 'reject', as: 'decline' } };
    case 'hangUp':
      return talking === null ? null : { callId: talking, command: { type: 'hangUp' } };
    case 'hold':
      // With somebody waiting it switches between the two, as a telephone's flash does.
      if (held !== null) return { callId: held, command: { type: 'resume' } };
      return talking === null ? null : { callId: talking, command: { type: 'hold' } };
    case 'resume':
      return held === null ? null : { callId: held, command: { type: 'resume' } };
  }
}

/** Call situation → lights. On hold the hook is down: Poly and Yealink close the radio link. */
export function lightsFor({ kind, ringing, talking, connected, muted }: Situation): Lights {
  return {
    offHook: talking !== null,
    ring: ringing !== null,
    hold: kind === 'waiting' || kind === 'waitingAndRinging',
    mute: talking !== null && muted,
    microphone: connected && !muted,
  };
}

/** Milliseconds in which a headset repeats what it was told, as its acknowledgement. */
export const ECHO_MS = 1_000;
/** Milliseconds a button is held down for the other meaning it has. */
export const LONG_PRESS_MS = 1_000;

type Stateful = 'hook' | 'mute';

interface Echo {
  readonly value: boolean;
  readonly until: number;
}

/** What is known of one headset. Times are milliseconds of a clock that never jumps. */
export interface HeadsetState {
  /** What it last said; of a button with a light of its own, what it was last told. */
  readonly known: Readings;
  /** What it was told and has not repeated yet, oldest first. */
  readonly echoes: Readonly<Record<Stateful, readonly Echo[]>>;
  readonly flashSince: number | null;
  readonly lights: Lights | null;
  readonly connected: boolean;
}

export const NEW_HEADSET: HeadsetState = {
  known: {},
  echoes: { hook: [], mute: [] },
  flashSince: null,
  lights: null,
  connected: false,
};

export interface HeadsetStep {
  readonly state: HeadsetState;
  readonly command: HeadsetCommand | null;
}

/** One input report: at most one command, however many bits have changed in it. */
export function onReadings(
  layout: HeadsetLayout,
  before: HeadsetState,
  readings: Readings,
  situation: Situation,
  at: number,
): HeadsetStep {
  let state = before;
  const turned = new Map<HeadsetButton, boolean>();
  for (const [name, value] of Object.entries(readings)) {
    const button = name as HeadsetButton;
    if (isAbsolute(layout, button)) {
      const heard = hear(state, button, value, at);
      state = heard.state;
      if (heard.echo) continue;
    }
    if ((state.known[button] ?? false) !== value) turned.set(button, value);
    state = { ...state, known: { ...state.known, [button]: value } };
  }

  const inputs: (HeadsetInput | null)[] = [
    turned.get('reject') ? 'reject' : null,
    turned.get('drop') ? 'drop' : null,
    turned.get('redial') ? 'redial' : null,
    turned.get('hold') ? 'hold' : null,
  ];
  const flash = turned.get('flash');
  if (flash !== undefined) {
    // Where something rings a long press turns it down, so it is not known before the release.
    const waits = flash && situation.ringing !== null;
    const since = state.flashSince;
    state = { ...state, flashSince: waits ? at : null };
    if (flash && !waits) inputs.push('flash');
    if (!flash && since !== null) inputs.push(at - since < LONG_PRESS_MS ? 'flash' : 'flashLong');
  }
  // Last: a Poly that is asked to hold puts its own hook down in the same report.
  const hook = turned.get('hook');
  if (hook !== undefined) {
    if (isAbsolute(layout, 'hook')) inputs.push(hook ? 'offHook' : 'onHook');
    else if (hook) inputs.push('hookPress');
  }
  for (const input of inputs) {
    const command = input && commandFor(input, situation);
    if (command) return { state, command };
  }
  const mute = turned.get('mute');
  if (mute === undefined) return { state, command: null };
  if (isAbsolute(layout, 'mute')) return { state, command: muteAs(mute, situation) };
  return { state, command: mute ? muteAs(!situation.muted, situation) : null };
}

/**
 * The calls have changed, or the headset has said something: what it is to show now.
 * @returns `write` null while it already shows it; `command` where the headset was muted before
 * the call began, since then nobody hears the agent whatever the screen says
 */
export function onSituation(
  layout: HeadsetLayout,
  state: HeadsetState,
  situation: Situation,
  at: number,
): HeadsetStep & { readonly write: Lights | null } {
  const begins = situation.connected && !state.connected;
  const mutedItself = begins && isAbsolute(layout, 'mute') && state.known.mute === true;
  const command = mutedItself ? muteAs(true, situation) : null;
  const lights = lightsFor(command ? { ...situation, muted: true } : situation);
  const next: HeadsetState = { ...state, connected: situation.connected };
  const astray =
    hasLight(layout, 'offHook') &&
    isAbsolute(layout, 'hook') &&
    (state.known.hook ?? lights.offHook) !== lights.offHook;
  if (!astray && state.lights && sameLights(state.lights, lights)) {
    return { state: next, command, write: null };
  }
  let told: HeadsetState = { ...next, lights };
  if (astray || state.lights?.offHook !== lights.offHook) {
    told = tell(layout, told, 'hook', 'offHook', lights, at);
  }
  if (state.lights?.mute !== lights.mute) told = tell(layout, told, 'mute', 'mute', lights, at);
  return { state: told, command, write: lights };
}

function muteAs(muted: boolean, { connected, talking, ...situation }: Situation) {
  if (!connected || talking === null || situation.muted === muted) return null;
  const type = muted ? ('mute' as const) : ('unmute' as const);
  return { callId: talking, command: { type } };
}

/** Whether what the headset says is only what it was told, perhaps a while ago. */
function hear(
  state: HeadsetState,
  button: HeadsetButton,
  value: boolean,
  at: number,
): { readonly state: HeadsetState; readonly echo: boolean } {
  if (button !== 'hook' && button !== 'mute') return { state, echo: false };
  const open = state.echoes[button].filter(({ until }) => until > at);
  const found = open.findIndex((echo) => echo.value === value);
  const left = found < 0 ? open : open.slice(found + 1);
  return {
    state: { ...state, echoes: { ...state.echoes, [button]: left } },
    echo: found >= 0,
  };
}

function tell(
  layout: HeadsetLayout,
  state: HeadsetState,
  button: Stateful,
  light: 'offHook' | 'mute',
  lights: Lights,
  at: number,
): HeadsetState {
  if (!hasLight(layout, light) || !isAbsolute(layout, button)) return state;
  const value = lights[light];
  // Told what it said itself, or what it is before it has said anything, it has nothing to repeat.
  if ((state.known[button] ?? false) === value) return state;
  const echoes = [...state.echoes[button], { value, until: at + ECHO_MS }].slice(-8);
  return {
    ...state,
    known: { ...state.known, [button]: value },
    echoes: { ...state.echoes, [button]: echoes },
  };
}

function isAbsolute({ buttons }: HeadsetLayout, button: HeadsetButton): boolean {
  return buttons.find((place: ButtonPlace) => place.button === button)?.absolute ?? false;
}

function hasLight({ outputs }: HeadsetLayout, light: 'offHook' | 'mute'): boolean {
  return outputs.some(({ lights }) => lights.some((one) => one.light === light));
}

function sameLights(one: Lights, other: Lights): boolean {
  return (Object.keys(one) as (keyof Lights)[]).every((light) => one[light] === other[light]);
}
