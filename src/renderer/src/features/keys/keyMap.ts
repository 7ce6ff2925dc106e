/**
 * The keys of the app. A call's keys work everywhere, while typing too, so none of them means
 * anything in a text field: function keys, which one hand finds without looking, and for keyboards
 * without them a combination with Ctrl (⌘ on a Mac). With Shift a function key means the other
 * party: the one that rings, waits or was joined. Letters are taken by their place on the keyboard
 * (`code`): with the Korean input method on, the E key says ㄷ.
 */
export const CALL_KEYS = [
  'answer',
  'hangUp',
  'reject',
  'busy',
  'mute',
  'hold',
  'swap',
  'transfer',
  'takeBack',
  'park',
  'join',
  'silence',
  'drop',
  'keypad',
  'record',
  'quality',
  'ladder',
] as const;
export type CallKey = (typeof CALL_KEYS)[number];
/** The screens as the rail lists them: the key of each is its place, but that of the reports. */
export const SCREEN_KEYS = [
  'phone',
  'promises',
  'history',
  'messages',
  'contacts',
  'practice',
  'care',
  'team',
  'reports',
  'settings',
] as const;
export type ScreenKey = (typeof SCREEN_KEYS)[number];
/** What is of use without a call too. */
export const DESK_KEYS = [
  ...(['status', 'back', 'nextPromise', 'note', 'disposition', 'text', 'audio'] as const),
] as const;
export type DeskKey = (typeof DESK_KEYS)[number];

interface Stroke {
  readonly code: string;
  /** Ctrl, or ⌘ on a Mac. */
  readonly mod?: boolean;
  readonly shift?: boolean;
  readonly alt?: boolean;
  /** Alt; on a Mac ⌘, where Alt writes special characters. */
  readonly screen?: boolean;
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

const withCtrlShift = (letter: string): Stroke => ({
  code: `Key${letter}`,
  mod: true,
  shift: true,
});
const withCtrlAlt = (code: string): Stroke => ({ code, mod: true, alt: true });

/** The first stands on the buttons; on a Mac, whose function keys are taken, the last. */
const CALL_STROKES: Readonly<Record<CallKey, readonly Stroke[]>> = {
  answer: [{ code: 'F8' }, { code: 'Enter', mod: true }],
  hangUp: [{ code: 'F9' }, withCtrlShift('E')],
  reject: [{ code: 'F8', shift: true }, withCtrlShift('D')],
  busy: [{ code: 'F9', shift: true }, withCtrlShift('B')],
  mute: [{ code: 'F4' }, withCtrlShift('M')],
  hold: [{ code: 'F2' }, withCtrlShift('H')],
  swap: [{ code: 'F2', shift: true }, withCtrlShift('S')],
  transfer: [{ code: 'F6' }, withCtrlShift('X')],
  takeBack: [{ code: 'F6', shift: true }, withCtrlShift('Z')],
  join: [{ code: 'F3' }, withCtrlShift('J')],
  silence: [{ code: 'F4', shift: true }, withCtrlShift('L')],
  drop: [{ code: 'F3', shift: true }, withCtrlShift('O')],
  keypad: [{ code: 'F7' }, withCtrlShift('K')],
  park: [{ code: 'F7', shift: true }, withCtrlShift('P')],
  record: [{ code: 'F10' }, withCtrlAlt('KeyR')],
  quality: [withCtrlAlt('KeyG')],
  ladder: [withCtrlShift('F')],
};

const DESK_STROKES: Readonly<Record<DeskKey, Stroke>> = {
  status: withCtrlAlt('KeyS'),
  back: withCtrlAlt('KeyB'),
  note: withCtrlAlt('KeyN'),
  disposition: withCtrlAlt('KeyU'),
  text: withCtrlAlt('KeyM'),
  audio: withCtrlAlt('KeyA'),
  nextPromise: withCtrlAlt('KeyC'),
};

const SCREEN_STROKES: Readonly<Record<ScreenKey, Stroke>> = Object.fromEntries(
  // There are nine digits beside the one of the voicemail; reports are opened least often.
  SCREEN_KEYS.filter((key) => key !== 'reports')
    .map((key, place): [ScreenKey, Stroke] => [key, { code: `Digit${place + 1}`, screen: true }])
    .concat([['reports', withCtrlAlt('KeyP')]]),
) as Record<ScreenKey, Stroke>;

/** Write to the person on the line, or of the call that is chosen in the log. */
const MESSAGE_STROKE: Stroke = { code: 'KeyY', mod: true, shift: true };

export function isMessageKey(event: KeyboardEvent): boolean {
  return pressed(event, MESSAGE_STROKE);
}

/** The guide beside the call: of use after it too, so it is no key of the call. */
const GUIDE_STROKES: readonly Stroke[] = [{ code: 'F1' }, withCtrlShift('G')];

export function isGuideKey(event: KeyboardEvent): boolean {
  return GUIDE_STROKES.some((stroke) => pressed(event, stroke));
}

export const guideKeyTexts = GUIDE_STROKES.map(written);

/** What stands on a button; a Mac's function keys are taken. */
export const guideKeyText = (isMac ? guideKeyTexts.at(-1) : guideKeyTexts[0]) ?? '';

/** The list of everything that can be done or found. */
const PALETTE_STROKE: Stroke = { code: 'KeyK', mod: true };

export function isPaletteKey(event: KeyboardEvent): boolean {
  return pressed(event, PALETTE_STROKE);
}

const HELP_STROKE: Stroke = withCtrlAlt('KeyH');

export function isHelpKey(event: KeyboardEvent): boolean {
  return pressed(event, HELP_STROKE);
}

/** Beside Ctrl+V, which pastes; anywhere on the screen. */
const CLIPBOARD_STROKE: Stroke = withCtrlAlt('KeyV');

const VOICEMAIL_STROKE: Stroke = { code: 'Digit0', screen: true };

function pressed(event: KeyboardEvent, stroke: Stroke): boolean {
  const ctrl = isMac ? event.metaKey : event.ctrlKey;
  const other = isMac ? event.ctrlKey : event.metaKey;
  const wantsCtrl = (stroke.mod ?? false) || ((stroke.screen ?? false) && isMac);
  const wantsAlt = (stroke.alt ?? false) || ((stroke.screen ?? false) && !isMac);
  const code = event.code === 'NumpadEnter' ? 'Enter' : event.code;
  return (
    code === stroke.code &&
    ctrl === wantsCtrl &&
    !other &&
    event.altKey === wantsAlt &&
    event.shiftKey === (stroke.shift ?? false)
  );
}

function find<Name extends string>(
  event: KeyboardEvent,
  strokes: Readonly<Record<Name, Stroke | readonly Stroke[]>>,
): Name | null {
  const names = Object.keys(strokes) as Name[];
  return (
    names.find((name) => [strokes[name]].flat().some((stroke) => pressed(event, stroke))) ?? null
  );
}

export function callKeyOf(event: KeyboardEvent): CallKey | null {
  return find(event, CALL_STROKES);
}

export function deskKeyOf(event: KeyboardEvent): DeskKey | null {
  return find(event, DESK_STROKES);
}

export function screenKeyOf(event: KeyboardEvent): ScreenKey | null {
  return find(event, SCREEN_STROKES);
}

/** Ctrl+Shift and a digit; on a Mac, where ⌘⇧ and some digits take pictures of the screen, ⌥⇧. */
const callNumberStroke = (code: string): Stroke =>
  isMac ? { code, alt: true, shift: true } : { code, mod: true, shift: true };

/** The how manieth of the other calls, from 1. */
export function callNumberOf(event: KeyboardEvent): number | null {
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  return digit !== undefined && pressed(event, callNumberStroke(event.code)) ? Number(digit) : null;
}

/**
 * The place of the speed dial that Ctrl+Alt and a digit call (⌘⌥ on a Mac). AltGr, which some
 * keyboards report as Ctrl+Alt, writes a character.
 */
export function speedDialKeyOf(event: KeyboardEvent): number | null {
  const mod = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (!mod || !event.altKey || event.shiftKey || event.getModifierState('AltGraph')) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  return digit === undefined ? null : Number(digit);
}

export function speedDialKeyText(): string {
  return isMac ? '⌘⌥1–9' : 'Ctrl+Alt+1–9';
}

export function isClipboardKey(event: KeyboardEvent): boolean {
  return pressed(event, CLIPBOARD_STROKE);
}

export function clipboardKeyText(): string {
  return written(CLIPBOARD_STROKE);
}

export function isVoicemailKey(event: KeyboardEvent): boolean {
  return pressed(event, VOICEMAIL_STROKE);
}

export function voicemailKeyText(): string {
  return written(VOICEMAIL_STROKE);
}

function written({ code, mod, shift, alt, screen }: Stroke): string {
  const name = code.replace(/^(Key|Digit)/, '');
  const key = name === 'Enter' ? (isMac ? '↵' : 'Enter') : name;
  if (isMac) return `${alt ? '⌥' : ''}${shift ? '⇧' : ''}${mod || screen ? '⌘' : ''}${key}`;
  return [mod && 'Ctrl', (alt || screen) && 'Alt', shift && 'Shift', key]
    .filter((part) => typeof part === 'string')
    .join('+');
}

/** What stands on a button: the short one. A Mac's function keys are taken by the system. */
export function callKeyText(key: CallKey): string {
  const strokes = CALL_STROKES[key];
  const stroke = isMac ? strokes.at(-1) : strokes[0];
  return stroke ? written(stroke) : '';
}

/** Every way to press it, for the list of keys. */
export function callKeyTexts(key: CallKey): readonly string[] {
  return CALL_STROKES[key].map(written);
}

export function callNumberText(number: number | string): string {
  return written(callNumberStroke(`Digit${number}`));
}

export function deskKeyText(key: DeskKey): string {
  return written(DESK_STROKES[key]);
}

export function screenKeyText(key: ScreenKey): string {
  return written(SCREEN_STROKES[key]);
}

/** As everywhere; the list hears it itself (`UiListbox`). */
export const markAllKeyText = isMac ? '⌘A' : 'Ctrl+A';

export const messageKeyText = written(MESSAGE_STROKE);

export const helpKeyText = written(HELP_STROKE);

export const paletteKeyText = written(PALETTE_STROKE);

/** Whether keys without Ctrl or Alt are being written somewhere. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement && !['radio', 'checkbox', 'range'].includes(target.type)
  );
}
