/**
 * The keys of the app. A call's keys work everywhere, while typing too, so none of them means
 * anything in a text field: function keys, which one hand finds without looking, and for keyboards
 * without them a combination with Ctrl (⌘ on a Mac). Letters are taken by their place on the
 * keyboard (`code`): with the Korean input method on, the E key says ㄷ.
 */
export type CallKey =
  'answer' | 'hangUp' | 'busy' | 'mute' | 'hold' | 'transfer' | 'park' | 'join' | 'keypad';
export type ScreenKey = 'phone' | 'history' | 'practice' | 'settings';
export type AppKey = CallKey | ScreenKey | 'help' | 'filter' | 'voicemail';

interface Stroke {
  readonly code: string;
  readonly mod?: boolean;
  readonly shift?: boolean;
  /** Alt; on a Mac ⌘, where Alt writes special characters. */
  readonly screen?: boolean;
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

const CALL_STROKES: Readonly<Record<CallKey, readonly [Stroke, Stroke]>> = {
  answer: [{ code: 'F8' }, { code: 'Enter', mod: true }],
  hangUp: [{ code: 'F9' }, { code: 'KeyE', mod: true, shift: true }],
  busy: [
    { code: 'F9', shift: true },
    { code: 'KeyB', mod: true, shift: true },
  ],
  mute: [{ code: 'F4' }, { code: 'KeyM', mod: true, shift: true }],
  hold: [{ code: 'F2' }, { code: 'KeyH', mod: true, shift: true }],
  transfer: [{ code: 'F6' }, { code: 'KeyX', mod: true, shift: true }],
  park: [
    { code: 'F6', shift: true },
    { code: 'KeyP', mod: true, shift: true },
  ],
  join: [{ code: 'F3' }, { code: 'KeyJ', mod: true, shift: true }],
  keypad: [{ code: 'F7' }, { code: 'KeyK', mod: true, shift: true }],
};

const SCREEN_STROKES: Readonly<Record<ScreenKey, Stroke>> = {
  phone: { code: 'Digit1', screen: true },
  history: { code: 'Digit2', screen: true },
  practice: { code: 'Digit3', screen: true },
  settings: { code: 'Digit4', screen: true },
};

const VOICEMAIL_STROKE: Stroke = { code: 'Digit0', screen: true };

function pressed(event: KeyboardEvent, stroke: Stroke): boolean {
  const ctrl = isMac ? event.metaKey : event.ctrlKey;
  const other = isMac ? event.ctrlKey : event.metaKey;
  const wantsCtrl = (stroke.mod ?? false) || ((stroke.screen ?? false) && isMac);
  const wantsAlt = (stroke.screen ?? false) && !isMac;
  const code = event.code === 'NumpadEnter' ? 'Enter' : event.code;
  return (
    code === stroke.code &&
    ctrl === wantsCtrl &&
    !other &&
    event.altKey === wantsAlt &&
    event.shiftKey === (stroke.shift ?? false)
  );
}

export function callKeyOf(event: KeyboardEvent): CallKey | null {
  const found = Object.entries(CALL_STROKES).find(([, strokes]) =>
    strokes.some((stroke) => pressed(event, stroke)),
  );
  return (found?.[0] as CallKey | undefined) ?? null;
}

export function screenKeyOf(event: KeyboardEvent): ScreenKey | null {
  const found = Object.entries(SCREEN_STROKES).find(([, stroke]) => pressed(event, stroke));
  return (found?.[0] as ScreenKey | undefined) ?? null;
}

export function isVoicemailKey(event: KeyboardEvent): boolean {
  return pressed(event, VOICEMAIL_STROKE);
}

export function voicemailKeyText(): string {
  return written(VOICEMAIL_STROKE);
}

function written({ code, mod, shift, screen }: Stroke): string {
  const name = code.replace(/^(Key|Digit)/, '');
  const key = name === 'Enter' ? (isMac ? '↵' : 'Enter') : name;
  if (isMac) return `${shift ? '⇧' : ''}${mod || screen ? '⌘' : ''}${key}`;
  return [mod ? 'Ctrl' : '', screen ? 'Alt' : '', shift ? 'Shift' : '', key]
    .filter((part) => part !== '')
    .join('+');
}

/** What stands on a button: the short one. A Mac's function keys are taken by the system. */
export function callKeyText(key: CallKey): string {
  return written(CALL_STROKES[key][isMac ? 1 : 0]);
}

/** Every way to press it, for the list of keys. */
export function callKeyTexts(key: CallKey): readonly string[] {
  return CALL_STROKES[key].map(written);
}

export function screenKeyText(key: ScreenKey): string {
  return written(SCREEN_STROKES[key]);
}

/** Whether keys without Ctrl or Alt are being written somewhere. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement && !['radio', 'checkbox', 'range'].includes(target.type)
  );
}
