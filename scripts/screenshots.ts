/**
 * Takes the pictures of the documents from the running app: `npm run screenshots`.
 * Real Chromium, the loopback host on a data folder of its own, the practice exchange.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { migrations } from '#host/db/migrations/index.ts';
import { openFileStore } from '#host/db/store.ts';
import { newId } from '#host/newId.ts';
import { browserArguments } from '../src/loopback/openWindow.ts';
import { startHost } from '../tests/support/hostProcess.ts';
import { fill } from './seed/fill.ts';
import { findChromium } from './debian-packages.ts';

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url));

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(IMAGES, `${name}.png`), animations: 'disabled' });
  console.log(`docs/images/${name}.png`);
}

/** From the first screen through a practice call to its row in the log. */
async function walk(page: Page, suffix: string): Promise<void> {
  await page.getByTestId('door-practice').waitFor();
  await take(page, `doors${suffix}`);
  await page.getByTestId('door-practice').click();
  await page.locator('[data-testid=line-state][data-state=registered]').waitFor();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('incoming-card').waitFor();
  await page.getByTestId('nav-phone').click();
  await take(page, `incoming${suffix}`);
  await page.getByTestId('answer').click();
  await page.getByTestId('caption').nth(1).waitFor();
  await page
    .getByTestId('note-input')
    .fill('배송 지연, 내일 오전 10시까지 위치 확인해 전화드리기로 함');
  await page.locator('[data-testid=note-state][data-state=saved]').waitFor();
  await take(page, `call${suffix}`);
  await page.keyboard.press('F1');
  await page.getByTestId('guide-picker').waitFor();
  // A digit would be written into the note.
  await page.getByTestId('guide-picker').locator('[data-testid^=guide-trigger-]').nth(1).click();
  await page.getByTestId('guide-run').waitFor();
  await take(page, `guide${suffix}`);
  await page.getByTestId('hang-up').click();
  await page.getByTestId('nav-history').click();
  await page.getByTestId('history-row').first().click();
  await page.getByTestId('call-detail').waitFor();
  await take(page, `history${suffix}`);
  await text(page, suffix);
}

/** What was agreed, in writing: from the composer to its way out. */
async function text(page: Page, suffix: string): Promise<void> {
  await page.getByTestId('call-detail').getByTestId('write-text').click();
  const composer = page.getByTestId('composer');
  await composer
    .getByTestId('composer-agreed')
    .fill('내일 오전 10시까지 배송 위치를 확인해 드립니다');
  await composer.getByTestId('composer-bytes').waitFor();
  await take(page, `composer${suffix}`);
  await composer.getByTestId('composer-send').click();
  await composer.waitFor({ state: 'detached' });
  await page.getByTestId('nav-messages').click();
  await page.getByTestId('messages-part').getByText('보낼 문자').click();
  await page.getByTestId('outbox-row').first().click();
  await take(page, `outbox${suffix}`);
}

/** A desk with two weeks of samples: what was promised, and the way to anything. */
async function desk(page: Page, suffix: string): Promise<void> {
  await page.getByTestId('start-samples').locator('input').check();
  await page.getByTestId('door-practice').click();
  await page.locator('[data-testid=line-state][data-state=registered]').waitFor();
  await page.getByTestId('samples-line').waitFor();
  await page.getByTestId('nav-promises').click();
  await page.getByTestId('promise-row').nth(2).waitFor();
  await take(page, `promises${suffix}`);
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill('문자');
  await page.getByTestId('palette-item').nth(2).waitFor();
  await take(page, `palette${suffix}`);
}

/** The log of a desk: several calls at once, and a file of them. */
async function log(page: Page, suffix: string): Promise<void> {
  await page.getByTestId('door-practice').click();
  await page.locator('[data-testid=line-state][data-state=registered]').waitFor();
  await page.getByTestId('nav-history').click();
  await page.getByTestId('history-row').nth(1).waitFor();
  const list = page.getByTestId('history-list');
  await list.press('ArrowDown');
  await list.press('Space');
  await list.press('Shift+ArrowDown');
  await list.press('Shift+ArrowDown');
  await page.getByTestId('bulk-addTag').click();
  await take(page, `history-bulk${suffix}`);
  await page.getByTestId('bulk-clear').click();
  await page.getByTestId('history-export').click();
  await page.getByTestId('export-count').getByText('건').waitFor();
  await take(page, `export${suffix}`);
}

/** Three hundred calls of two agents, of the last days. */
function seeded(dataDir: string, calls: number): string {
  const store = openFileStore({ dataDir, clock: Date.now, newId, migrations });
  fill(store.db, { calls, agents: 2, seed: 7, until: Date.now() }, () => undefined);
  store.close(true);
  return dataDir;
}

/** What some weeks of calls add up to. */
async function reports(page: Page, suffix: string): Promise<void> {
  await page.getByTestId('door-practice').click();
  await page.locator('[data-testid=line-state][data-state=registered]').waitFor();
  await page.getByTestId('nav-reports').click();
  await page.getByTestId('report-period').locator('select').selectOption('lastWeek');
  await page.getByTestId('report-inbound').waitFor();
  await page.locator('[data-testid=reports][aria-busy=false]').waitFor();
  await take(page, `reports${suffix}`);
}

// The host's clock is the page's: they are on one computer.
process.env.TZ = 'Asia/Seoul';
const folder = mkdtempSync(join(tmpdir(), 'ieum-screenshots-'));
const executablePath = findChromium();
const own = browserArguments({ url: '', profileDir: '' }, process.getuid?.() === 0).filter(
  (argument) => !argument.startsWith('--app=') && !argument.startsWith('--user-data-dir='),
);
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: [...own, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
});
try {
  for (const [colorScheme, suffix] of [
    ['light', ''],
    ['dark', '-dark'],
  ] as const) {
    for (const [dataDir, shown] of [
      [join(folder, colorScheme), walk],
      [join(folder, `${colorScheme}-desk`), desk],
      [seeded(join(folder, `${colorScheme}-log`), 300), log],
      [seeded(join(folder, `${colorScheme}-reports`), 3_000), reports],
    ] as const) {
      const host = await startHost({ dataDir });
      const context = await browser.newContext({
        locale: 'ko-KR',
        timezoneId: 'Asia/Seoul',
        colorScheme,
        viewport: { width: 1_280, height: 800 },
      });
      const page = await context.newPage();
      try {
        await page.goto(host.url);
        await shown(page, suffix);
      } finally {
        await context.close();
        await host.stop();
      }
    }
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
