import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { measureFirstLoad } from '../../scripts/build/firstLoad.ts';
import { expect, test } from './fixtures.ts';

/** Bytes after gzip. */
const BOUND = 350_000;

test('what the page reads before its first moment stays small', () => {
  const { total, files } = measureFirstLoad(resolve(import.meta.dirname, '../../out/renderer'));
  const largest = files.slice(0, 8).map(({ name, bytes }) => `${name} ${bytes}`);
  console.log(`first-load JavaScript: ${Math.round(total / 1_000)} kB gzip (≤ ${BOUND / 1_000})`);
  expect(total, largest.join('\n')).toBeLessThanOrEqual(BOUND);
});

/** The languages whose words the page has asked for since. */
function wordsAsked(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const language = /\/assets\/(ko|en)-[^/]*\.js$/.exec(request.url())?.[1];
    if (language !== undefined) asked.push(language);
  });
  return asked;
}

/** Every text that is drawn from the first moment on, also one that stays for a moment only. */
async function keepTexts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const texts = new Set<string>();
    Object.assign(window, { textsDrawn: texts });
    new MutationObserver(() => {
      const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { parentElement, nodeValue } = walker.currentNode;
        if (parentElement?.closest('script, style') === null) texts.add(nodeValue?.trim() ?? '');
      }
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
}

test('only the words of the language in use are read, and no key is ever seen', async ({
  host,
  page,
}) => {
  await keepTexts(page);
  const asked = wordsAsked(page);
  await page.goto(host.url);
  await expect(page.getByTestId('door-practice')).toContainText('연습');
  expect(asked).toEqual(['ko']);

  await page.getByTestId('language').getByText('English').click();
  await expect(page.getByTestId('door-practice')).toContainText('ractice');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect(asked).toEqual(['ko', 'en']);

  asked.length = 0;
  await page.reload();
  await expect(page.getByTestId('door-practice')).toContainText('ractice');
  expect(asked).toEqual(['en']);
  const texts = await page.evaluate(() => [
    ...(window as unknown as { textsDrawn: ReadonlySet<string> }).textsDrawn,
  ]);
  expect(texts.length).toBeGreaterThan(5);
  expect(texts.filter((text) => /^[a-z]\w*(\.[\w-]+)+$/.test(text))).toEqual([]);
  expect(texts.join('')).not.toMatch(/[가-힣]{2}.*연습/);
});

test('a language that cannot be fetched leaves the page in the words it has', async ({ app }) => {
  await app.route(/\/assets\/en-[^/]*\.js$/, (route) => route.abort());
  await app.getByTestId('language').getByText('English').click();
  await expect(app.getByText('고른 언어를 불러오지 못해')).toBeVisible();
  await expect(app.getByTestId('door-practice')).toContainText('연습');
  await expect(app.locator('html')).toHaveAttribute('lang', 'ko');
});

test('the guide is there before a call can be answered', async ({ host, page }) => {
  const open = Promise.withResolvers<undefined>();
  await page.route(/\/assets\/GuidePanel-[^/]*\.js$/, async (route) => {
    await open.promise;
    await route.continue();
  });
  await page.goto(host.url);
  await page.getByTestId('door-practice').click();
  const line = page.getByTestId('line-state');
  await expect(line).toHaveAttribute('data-state', 'off');
  open.resolve(undefined);
  await expect(line).toHaveAttribute('data-state', 'registered');
  // From here on nothing has to be fetched for it.
  await page.route(/\.js$/, (route) => route.abort());
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await page.keyboard.press('F1');
  await expect(page.getByTestId('guide-panel')).toBeVisible();
});

test('a guide that could not be fetched is said in words, and the call goes on', async ({
  host,
  page,
}) => {
  await page.route(/\/assets\/(GuidePanel|ContextPanel)-[^/]*\.js$/, (route) => route.abort());
  await page.goto(host.url);
  await page.getByTestId('door-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect(page.getByTestId('not-fetched')).toContainText('통화와 저장된 기록은 그대로입니다');
  await page.getByTestId('hang-up').click();
  await expect(page.getByTestId('ended-line')).toBeVisible();
});

test('a phone that could not be fetched is said in words at the line', async ({ host, page }) => {
  await page.route(/\/assets\/sipPhone-[^/]*\.js$/, (route) => route.abort());
  await page.goto(host.url);
  await page.getByTestId('door-practice').click();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'refused');
  await expect(page.getByText('이음이 전화 부분을 불러오지 못했습니다')).toBeVisible();
});
