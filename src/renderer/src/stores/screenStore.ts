import { defineStore } from 'pinia';
import { ref } from 'vue';

export const SCREENS = [
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
  'account',
  'scripts',
  'templates',
  'privacy',
] as const;
export type Screen = (typeof SCREENS)[number];

/** Views of one place: what was promised, whose contact is paused, who has how much to do, what is
 * to be made good. */
export const WORKLISTS = ['promises', 'pauses', 'load', 'mistakes'] as const;
export type Worklist = (typeof WORKLISTS)[number];

/** Which screen is in the centre, and which call is chosen in the log. */
export const useScreenStore = defineStore('screen', () => {
  const screen = ref<Screen>('phone');
  const chosenCallId = ref<string | null>(null);
  /** What the place of promises shows. */
  const worklist = ref<Worklist>('promises');
  /** What the quiet place shows. */
  const quiet = ref<'rest' | 'lessons' | 'abuse'>('rest');
  /** Counts the wishes to type a number, so that the dial box takes the focus each time. */
  const dialWishes = ref(0);
  const filterWishes = ref(0);
  /** The number on the clipboard is wanted. Taken back by whoever reads it. */
  const clipboardWishes = ref(0);
  /** The part of the settings that is to be opened (`settings/parts.ts`). Taken back by their screen. */
  const partWish = ref<string | null>(null);
  /** Whether calls are taken is being chosen. */
  const statusOpen = ref(false);
  /** The list of everything that can be done or found is open. */
  const paletteOpen = ref(false);
  /** Help for the screen is open. */
  const helpOpen = ref(false);
  /** Counts the wishes to write the note of the call. */
  const noteWishes = ref(0);

  function go(to: Screen): void {
    screen.value = to;
    if (to === 'phone') dialWishes.value += 1;
  }

  function showWorklist(which: Worklist): void {
    worklist.value = which;
    go('promises');
  }

  function readClipboard(): void {
    go('phone');
    clipboardWishes.value += 1;
  }

  function showCall(callId: string): void {
    chosenCallId.value = callId;
    screen.value = 'history';
  }

  function findCalls(): void {
    screen.value = 'history';
    filterWishes.value += 1;
  }

  function showSettings(part: string): void {
    partWish.value = part;
    go('settings');
  }

  return {
    screen,
    chosenCallId,
    worklist,
    quiet,
    dialWishes,
    filterWishes,
    noteWishes,
    statusOpen,
    paletteOpen,
    helpOpen,
    clipboardWishes,
    partWish,
    go,
    showWorklist,
    showCall,
    findCalls,
    readClipboard,
    showSettings,
  };
});
