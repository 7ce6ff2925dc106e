import { z } from 'zod';

/**
 * A key with the ones held down beside it. The key is told by its place on the keyboard
 * (`KeyboardEvent.code`, https://www.w3.org/TR/uievents-code/): with the Korean input method on,
 * the E key says ㄷ.
 */
export const strokeSchema = z.object({
  code: z.string().min(1).max(32),
  ctrl: z.boolean(),
  alt: z.boolean(),
  shift: z.boolean(),
  /** ⌘ on a Mac, the Windows key elsewhere. */
  meta: z.boolean(),
});
export type Stroke = z.infer<typeof strokeSchema>;

export const PLATFORMS = ['mac', 'windows', 'linux'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** The part of a `KeyboardEvent` that tells a stroke. */
export interface KeyPress {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

const MODIFIERS = /^(Control|Alt|Shift|Meta|OS|Fn)(Left|Right|Lock)?$|^(CapsLock|NumLock|Lang\d)$/;

/** @returns null while only Ctrl, Alt, Shift, ⌘ or 한/영 is down */
export function strokeOf(press: KeyPress): Stroke | null {
  const { code, ctrlKey, altKey, shiftKey, metaKey } = press;
  if (code === '' || MODIFIERS.test(code)) return null;
  return { code, ctrl: ctrlKey, alt: altKey, shift: shiftKey, meta: metaKey };
}

export function sameStroke(one: Stroke, other: Stroke): boolean {
  return JSON.stringify(strokeSchema.parse(one)) === JSON.stringify(strokeSchema.parse(other));
}

/** Keys that have one name in Electron, on a keyboard and on every system; letters apart. */
const NAMED: Readonly<Record<string, string>> = {
  Space: 'Space',
  Enter: 'Enter',
  Insert: 'Insert',
  Delete: 'Delete',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  NumpadAdd: 'numadd',
  NumpadSubtract: 'numsub',
  NumpadMultiply: 'nummult',
  NumpadDivide: 'numdiv',
  NumpadDecimal: 'numdec',
};

/** https://www.electronjs.org/docs/latest/api/accelerator; null for a key without a name there. */
function keyName(code: string): string | null {
  const plain = /^(?:Key([A-Z])|Digit(\d)|(F(?:[1-9]|1\d|2[0-4])))$/.exec(code);
  if (plain) return plain[1] ?? plain[2] ?? plain[3] ?? null;
  const pad = /^Numpad(\d)$/.exec(code)?.[1];
  if (pad !== undefined) return `num${pad}`;
  return NAMED[code] ?? null;
}

const isFunctionKey = (code: string): boolean => /^F\d+$/.test(code);

/** What the system keeps for itself; taking it away would surprise whoever needs it. */
const OF_THE_SYSTEM: Readonly<Record<Platform, readonly string[]>> = {
  windows: ['Alt+F4', 'Ctrl+Alt+Delete', 'F12'],
  mac: [
    'Shift+Meta+3',
    'Shift+Meta+4',
    'Shift+Meta+5',
    'Shift+Meta+Q',
    'Ctrl+Meta+Q',
    'Ctrl+Meta+F',
    'Ctrl+Meta+Space',
    'Alt+Meta+D',
    'Alt+Meta+H',
    'Alt+Meta+Space',
    'Ctrl+Alt+Space',
  ],
  // Ctrl+Alt with a function key changes to another console.
  linux: [
    'Alt+F4',
    'Ctrl+Alt+Delete',
    ...Array.from({ length: 12 }, (_, index) => `Ctrl+Alt+F${index + 1}`),
  ],
};

/** Why a stroke cannot be taken from every other program. */
export type StrokeRefusal = 'plain' | 'system' | 'unknown';

/**
 * A function key, or two of Ctrl, Alt, Shift and ⌘ with a key: a letter alone, or with Ctrl alone,
 * means something in every program.
 * @returns null when it may be used
 */
export function refusalOf(stroke: Stroke, platform: Platform): StrokeRefusal | null {
  const { code, ctrl, alt, shift, meta } = stroke;
  const name = keyName(code);
  if (name === null) return 'unknown';
  // Windows and the desktops of Linux keep their own key.
  if (meta && platform !== 'mac') return 'system';
  const parts = [ctrl && 'Ctrl', alt && 'Alt', shift && 'Shift', meta && 'Meta', name];
  const written = parts.filter((part) => part !== false).join('+');
  if (OF_THE_SYSTEM[platform].includes(written)) return 'system';
  const held = [ctrl, alt, shift, meta].filter(Boolean).length;
  if (isFunctionKey(code) || (held >= 2 && (ctrl || alt || meta))) return null;
  return 'plain';
}

/** As Electron wants it. @returns null for a key it has no name for */
export function acceleratorOf({ code, ctrl, alt, shift, meta }: Stroke): string | null {
  const name = keyName(code);
  if (name === null) return null;
  return [ctrl && 'Control', alt && 'Alt', shift && 'Shift', meta && 'Meta', name]
    .filter((part) => part !== false)
    .join('+');
}

const SYMBOLS: Readonly<Record<string, string>> = {
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
  numadd: 'Num +',
  numsub: 'Num -',
  nummult: 'Num *',
  numdiv: 'Num /',
  numdec: 'Num .',
};

/** As it stands on the keys of this system. */
export function strokeText({ code, ctrl, alt, shift, meta }: Stroke, platform: Platform): string {
  const name = keyName(code) ?? code;
  const key = SYMBOLS[name] ?? name.replace(/^num(\d)$/, 'Num $1');
  if (platform === 'mac') {
    return `${ctrl ? '⌃' : ''}${alt ? '⌥' : ''}${shift ? '⇧' : ''}${meta ? '⌘' : ''}${key}`;
  }
  const super_ = platform === 'windows' ? 'Win' : 'Super';
  return [ctrl && 'Ctrl', alt && 'Alt', shift && 'Shift', meta && super_, key]
    .filter((part) => part !== false)
    .join('+');
}
