import { z } from 'zod';
import { windowStatesSchema } from './windowState.ts';

const shape = {
  windows: windowStatesSchema,
  /** The person knows that a closed window leaves the phone on. */
  toldOfTray: z.boolean(),
};

/** What the shell itself remembers of this computer; nothing of a customer. */
export interface ShellMemory {
  readonly windows: z.infer<typeof shape.windows>;
  readonly toldOfTray: boolean;
}

export const NO_MEMORY: ShellMemory = { windows: [], toldOfTray: false };

/** What does not fit, from a newer version or a damaged file, falls back alone. */
export function readMemory(text: string): ShellMemory {
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return NO_MEMORY;
  }
  const { windows, toldOfTray } = Object(stored) as Record<string, unknown>;
  return {
    windows: shape.windows.safeParse(windows).data ?? NO_MEMORY.windows,
    toldOfTray: shape.toldOfTray.safeParse(toldOfTray).data ?? NO_MEMORY.toldOfTray,
  };
}
