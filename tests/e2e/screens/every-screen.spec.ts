/**
 * Every screen the app has, as every person meets it: bright and dark, Korean and English, in a small window,
 * beside a CRM, with text twice as large. A screen that is added does not compile until it is in here.
 */
import type { Page } from '@playwright/test';
import { newId } from '#host/newId.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { openFileStore } from '#host/db/store.ts';
import { fill } from '../../../scripts/seed/fill.ts';
import type { Screen, Worklist } from '../../../src/renderer/src/stores/screenStore.ts';
import { layoutFaults } from '../../support/layoutFaults.ts';
import { seriousProblems } from '../../support/seriousProblems.ts';
import { expect, test as base } from '../fixtures.ts';

/** A desk with three hundred calls, and what came of them. */
const test = base.extend({
  dataDir: async ({ dataDir }, use) => {
    const store = openFileStore({ dataDir, clock: Date.now, newId, migrations });
    fill(store.db, { calls: 300, agents: 2, seed: 11, until: Date.now() }, () => undefined);
    store.close(true);
    await use(dataDir);
  },
});

type Open = (page: Page) => Promise<void>;

const byRail =
  (screen: Screen): Open =>
  (page) =>
    page.getByTestId(`nav-${screen}`).click();

/** From a button within the settings. */
const bySettings =
  (button: string): Open =>
  async (page) => {
    await page.getByTestId('nav-settings').click();
    await page.getByTestId(button).click();
  };

/** From the tabs of a screen. */
const byTab =
  (screen: Screen, value: string): Open =>
  async (page) => {
    await page.getByTestId(`nav-${screen}`).click();
    await page.locator(`main label:has(input[type="radio"][value="${value}"])`).first().click();
  };

const OPEN: Readonly<Record<Exclude<Worklist, 'promises'> | 'lessons' | 'abuse' | Screen, Open>> = {
  phone: byRail('phone'),
  promises: byTab('promises', 'promises'),
  pauses: byTab('promises', 'pauses'),
  load: byTab('promises', 'load'),
  mistakes: byTab('promises', 'mistakes'),
  history: byRail('history'),
  messages: byRail('messages'),
  contacts: byRail('contacts'),
  practice: byRail('practice'),
  care: byTab('care', 'rest'),
  lessons: byTab('care', 'lessons'),
  abuse: byTab('care', 'abuse'),
  team: byRail('team'),
  reports: byRail('reports'),
  settings: byRail('settings'),
  account: bySettings('open-account'),
  scripts: bySettings('open-scripts'),
  templates: bySettings('open-templates'),
  privacy: bySettings('open-privacy'),
};

/** Nothing is being fetched any more, and what was fetched is drawn. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('main h1, main h2').first()).toBeVisible();
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
}

async function speak(page: Page, language: 'ko' | 'en'): Promise<void> {
  await page.getByTestId('nav-settings').click();
  const words = language === 'ko' ? '한국어' : 'English';
  await page.getByTestId('language').getByText(words).click();
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}

for (const language of ['ko', 'en'] as const) {
  test(`no serious or critical problem, bright and dark: ${language}`, async ({
    practice: page,
  }) => {
    test.setTimeout(300_000);
    await speak(page, language);
    for (const [screen, open] of Object.entries(OPEN)) {
      await open(page);
      await settled(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect.soft(await seriousProblems(page), `${screen}, ${colorScheme}`).toEqual([]);
      }
    }
  });

  test(`everything is in the window and in words: ${language}`, async ({ practice: page }) => {
    test.setTimeout(300_000);
    await speak(page, language);
    for (const [what, width, height, text] of [
      ['a small window', 1024, 640, 100],
      ['beside a CRM', 360, 720, 100],
      ['text twice as large', 1280, 800, 200],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.evaluate((percent) => {
        document.documentElement.style.fontSize = `${(93.75 * percent) / 100}%`;
      }, text);
      for (const [screen, open] of Object.entries(OPEN)) {
        await open(page);
        await settled(page);
        expect.soft(await layoutFaults(page), `${screen}, ${what}`).toEqual([]);
      }
    }
  });
}
