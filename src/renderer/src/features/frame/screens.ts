import type { Component } from 'vue';
import { later } from './later.ts';

/** The phone is what the first moment is about; the other screens come after it. */
const LATER = {
  promises: () => import('../promises/PromisesScreen.vue'),
  history: () => import('../history/HistoryScreen.vue'),
  messages: () => import('../messages/MessagesScreen.vue'),
  contacts: () => import('../contacts/ContactsScreen.vue'),
  pauses: () => import('../pauses/PausesScreen.vue'),
  mistakes: () => import('../mistakes/MistakesScreen.vue'),
  practice: () => import('../practice/PracticeScreen.vue'),
  care: () => import('../care/CareScreen.vue'),
  team: () => import('../team/TeamScreen.vue'),
  reports: () => import('../reports/ReportsScreen.vue'),
  settings: () => import('../settings/SettingsScreen.vue'),
  scripts: () => import('../script-editor/ScriptsScreen.vue'),
  templates: () => import('../templates/TemplatesScreen.vue'),
  privacy: () => import('../privacy/PrivacyScreen.vue'),
  account: () => import('../account/AccountScreen.vue'),
};

type LaterScreen = keyof typeof LATER;

export const LATER_SCREENS = Object.fromEntries(
  Object.entries(LATER).map(([screen, load]) => [screen, later(load)]),
) as unknown as Readonly<Record<LaterScreen, Component>>;

/** Brings them one by one while nothing else is to be done, so that the first click finds them there. */
export async function fetchScreens(): Promise<void> {
  for (const load of Object.values(LATER)) {
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2_000 }));
    // One that cannot be brought now is asked for again by whoever opens it.
    await load().catch(() => undefined);
  }
}
