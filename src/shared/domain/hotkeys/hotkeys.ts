import { z } from 'zod';
import { acceleratorOf, refusalOf, sameStroke, strokeSchema } from './stroke.ts';
import type { Platform, Stroke, StrokeRefusal } from './stroke.ts';

/** What can be done from inside another program. */
export const HOTKEY_ACTIONS = ['answer', 'hangUp', 'mute', 'hold', 'transfer'] as const;
export const hotkeyActionSchema = z.enum(HOTKEY_ACTIONS);
export type HotkeyAction = z.infer<typeof hotkeyActionSchema>;

/** The key of each action; null has none. */
export const hotkeysSchema = z.object({
  answer: strokeSchema.nullable(),
  hangUp: strokeSchema.nullable(),
  mute: strokeSchema.nullable(),
  hold: strokeSchema.nullable(),
  transfer: strokeSchema.nullable(),
});
export type Hotkeys = z.infer<typeof hotkeysSchema>;

/** The keys of the window (features/keys), with Ctrl and Shift. */
function withCtrlShift(code: string): Stroke {
  return { code, ctrl: true, alt: false, shift: true, meta: false };
}
export const DEFAULT_HOTKEYS: Hotkeys = {
  answer: withCtrlShift('F8'),
  hangUp: withCtrlShift('F9'),
  mute: withCtrlShift('F4'),
  hold: withCtrlShift('F2'),
  transfer: withCtrlShift('F6'),
};

export type HotkeyRefusal = StrokeRefusal | 'twice';

/** Why an action cannot have this key. */
export function hotkeyRefusal(
  hotkeys: Hotkeys,
  action: HotkeyAction,
  stroke: Stroke,
  platform: Platform,
): HotkeyRefusal | null {
  const refusal = refusalOf(stroke, platform);
  if (refusal) return refusal;
  const twice = HOTKEY_ACTIONS.some((other) => {
    const theirs = hotkeys[other];
    return other !== action && theirs !== null && sameStroke(theirs, stroke);
  });
  return twice ? 'twice' : null;
}

/** What the shell is to register; a key that may not be used on this system is left out. */
export function acceleratorsOf(
  hotkeys: Hotkeys,
  platform: Platform,
): ReadonlyMap<HotkeyAction, string> {
  const wanted = new Map<HotkeyAction, string>();
  for (const action of HOTKEY_ACTIONS) {
    const stroke = hotkeys[action];
    const accelerator =
      stroke && refusalOf(stroke, platform) === null ? acceleratorOf(stroke) : null;
    // Of two actions with one key the first has it.
    if (accelerator !== null && ![...wanted.values()].includes(accelerator)) {
      wanted.set(action, accelerator);
    }
  }
  return wanted;
}
