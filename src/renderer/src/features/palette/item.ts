import type { Component } from 'vue';

/** In the order in which they are listed. */
export const PALETTE_GROUPS = [
  'recent',
  'call',
  'screens',
  'desk',
  'customers',
  'promises',
  'scripts',
  'calls',
  'settings',
] as const;
export type PaletteGroup = (typeof PALETTE_GROUPS)[number];

/** One line of the list: something that can be done, opened or found. */
export interface PaletteItem {
  /** Kept as what was chosen last, so it names nobody. */
  readonly id: string;
  readonly group: PaletteGroup;
  readonly icon: Component;
  readonly text: string;
  readonly second?: string;
  /** What else it is found by. */
  readonly words?: string;
  readonly keys?: string;
  run(): void;
}
