import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { hotkeyActionSchema } from '../domain/hotkeys/hotkeys.ts';
import { PLATFORMS } from '../domain/hotkeys/stroke.ts';

/**
 * `on`: it works in every program; `taken`: another program has it; `off`: not wanted, without a
 * key, or a key that this system keeps for itself.
 */
export const hotkeyStateSchema = z.enum(['off', 'on', 'taken']);
export type HotkeyState = z.infer<typeof hotkeyStateSchema>;

export const hotkeysStateSchema = z.object({
  /** False in a browser: a page has no keys outside its window. */
  available: z.boolean(),
  platform: z.enum(PLATFORMS),
  keys: z.object({
    answer: hotkeyStateSchema,
    hangUp: hotkeyStateSchema,
    mute: hotkeyStateSchema,
    hold: hotkeyStateSchema,
    transfer: hotkeyStateSchema,
  }),
});
export type HotkeysState = z.infer<typeof hotkeysStateSchema>;

/** Keys that work while another program has the focus. Which they are is in the settings. */
export const hotkeysMethods = {
  'hotkeys.state': method({ input: z.object({}), output: hotkeysStateSchema }),
  /**
   * While a new key is being pressed in the settings none of them acts. Ends by itself with the
   * page that asked for it.
   */
  'hotkeys.suspend': method({
    input: z.object({ suspended: z.boolean() }),
    output: z.object({}),
  }),
} as const;

export const hotkeysEvents = {
  'hotkeys.changed': event({ data: hotkeysStateSchema }),
  /** For the page that holds the phone. */
  'hotkeys.pressed': event({ data: z.object({ action: hotkeyActionSchema }) }),
} as const;
