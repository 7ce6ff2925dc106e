import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page, WebSocketRoute } from '@playwright/test';
import { startHost } from '../support/hostProcess.ts';
import { startScriptedExchange } from '../support/scriptedExchange.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

/*
 * The card's page for real, beside the page with the phone. Only the window around it is missing:
 * what the host says of its shell is changed on the way. Electron's part is in tests/electron.
 */

/** Hotkeys as well: their keys stand on the card. */
const HOTKEYS = { answer: 'on', hangUp: 'on', mute: 'on', hold: 'on', transfer: 'on' };

async function withShell(page: Page): Promise<void> {
  let line: WebSocketRoute | null = null;
  await page.routeWebSocket(/.*/, (route) => {
    line = route;
    const server = route.connectToServer();
    server.onMessage((message) => {
      if (typeof message !== 'string') return;
      route.send(message.replace('"callCard":false', '"callCard":true'));
      if (!message.includes('"available":false')) return;
      const data = { available: true, platform: 'linux', keys: HOTKEYS };
      line?.send(JSON.stringify({ event: 'hotkeys.changed', data }));
    });
  });
}

async function openPhone(page: Page, url: string): Promise<void> {
  await withShell(page);
  await page.goto(url);
  await page.getByTestId('door-practice').click();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
}

/** As large as `cardPlace` makes the window. */
async function openCard(context: BrowserContext, url: string): Promise<Page> {
  const card = await context.newPage();
  await card.setViewportSize({ width: 400, height: 228 });
  const address = new URL(url);
  address.pathname = '/card.html';
  await card.goto(address.href);
  return card;
}

const call = (card: Page) => card.locator('.call');
const press = (card: Page, action: string) => card.locator(`[data-action=${action}]`).click();

test('who calls, how often, and the keys; answered there, the phone talks', async ({
  page,
  host,
  context,
}) => {
  await openPhone(page, host.url);
  const card = await openCard(context, host.url);
  await expect(card.locator('.call')).toHaveCount(0);

  await page.getByTestId('practice-call-late-delivery').click();
  await expect(call(card)).toHaveCount(1);
  const name = await page.getByTestId('caller-name').textContent();
  await expect(card.locator('.who')).toHaveText(name ?? '?');
  await expect(card.locator('.line').first()).toContainText('처음 온 고객');
  await expect(card.locator('.answer .kbd')).toHaveText('Ctrl+Shift+F8');
  await expect(card.locator('.decline .kbd')).toHaveText('Ctrl+Shift+F9');

  await press(card, 'answer');
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect(call(card)).toHaveCount(0);
});

test('two at once stand one below the other; declining one leaves the other, and a name is text', async ({
  page,
  context,
  folder,
  dataDir,
}) => {
  const exchange = await startScriptedExchange();
  const provision = join(folder, 'provision.json');
  const { domain, url } = exchange;
  const account = { uri: `sip:agent@${domain}`, password: 'unused', servers: [url] };
  writeFileSync(provision, JSON.stringify({ version: 1, account }));
  const host = await startHost({ dataDir, provision });
  await withShell(page);
  await page.goto(host.url);
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  const card = await openCard(context, host.url);
  await card.setViewportSize({ width: 400, height: 448 });

  exchange.invite('"<img src=x onerror=alert(1)>" <sip:0212345678@caller.invalid>');
  await expect(call(card)).toHaveCount(1);
  exchange.invite('"김하늘" <sip:0299990000@caller.invalid>');
  await expect(call(card)).toHaveCount(2);
  await expect(card.locator('.who')).toHaveText(['<img src=x onerror=alert(1)>', '김하늘']);
  await expect(card.locator('img')).toHaveCount(0);
  // In every program this key turns down the newer one: it does not stand on the first.
  await expect(card.locator('.answer .kbd')).toHaveCount(1);
  await expect(card.locator('.decline .kbd')).toHaveCount(0);

  await call(card).nth(1).locator('[data-action=decline]').click();
  await expect(card.locator('.who')).toHaveText(['<img src=x onerror=alert(1)>']);
  await expect(card.locator('.decline .kbd')).toHaveCount(1);
  await expect(page.getByTestId('incoming-card')).toHaveCount(1);
  await host.stop();
  await exchange.close();
});

test('declined with a text: the text is begun in the app', async ({ page, host, context }) => {
  await openPhone(page, host.url);
  const card = await openCard(context, host.url);
  await page.getByTestId('practice-call-late-delivery').click();
  await press(card, 'text');
  await expect(page.getByTestId('incoming-card')).toHaveCount(0);
  await expect(page.getByTestId('composer')).toBeVisible();
});

test('a click that came too late answers nobody else', async ({ page, host, context }) => {
  await openPhone(page, host.url);
  const card = await openCard(context, host.url);
  await page.getByTestId('practice-call-late-delivery').click();
  await expect(call(card)).toHaveCount(1);
  // The card as it was, on a line that has heard nothing since.
  await card.evaluate(() => {
    const answer = document.querySelector<HTMLElement>('[data-action=answer]');
    Object.assign(window, { answerOld: () => answer?.click() });
  });
  await page.getByTestId('decline').click();
  await expect(call(card)).toHaveCount(0);
  await page.getByTestId('practice-call-billing-question').click();
  await expect(call(card)).toHaveCount(1);
  await card.evaluate(() => (window as unknown as { answerOld: () => void }).answerOld());
  // Whatever the host made of it is answered by the time it answers this.
  await expect(page.getByTestId('incoming-card')).toBeVisible();
  await expect(page.getByTestId('call-bar')).toHaveCount(0);
});

test('a card that is opened while it rings shows it; one whose host is gone shows nothing', async ({
  page,
  host,
  context,
}) => {
  await openPhone(page, host.url);
  await page.getByTestId('practice-call-late-delivery').click();
  const card = await openCard(context, host.url);
  await expect(call(card)).toHaveCount(1);
  await card.reload();
  await expect(call(card)).toHaveCount(1);
  await host.stop();
  await expect(call(card)).toHaveCount(0);
});

test('the page of the card is small, and knows no phone', async ({ page, host }) => {
  const scripts: number[] = [];
  page.on('response', async (response) => {
    if (response.url().endsWith('.js')) scripts.push((await response.body()).length);
  });
  const address = new URL(host.url);
  address.pathname = '/card.html';
  await page.goto(address.href);
  await expect.poll(() => scripts.length).toBeGreaterThan(0);
  const total = scripts.reduce((sum, size) => sum + size, 0);
  console.log(`JavaScript of the card: ${total} bytes in ${scripts.length} files`);
  expect(total).toBeLessThan(12_000);
});

for (const [theme, language] of [
  [/밝게|Light/, /한국어/],
  [/어둡게|Dark/, /한국어/],
  [/밝게|Light/, /English/],
  [/어둡게|Dark/, /English/],
] as const) {
  test(`${theme.source}, ${language.source}: axe finds nothing, no button is cut off`, async ({
    page,
    host,
    context,
  }) => {
    await withShell(page);
    await page.goto(host.url);
    await page.getByTestId('theme').getByText(theme).click();
    await page.getByTestId('language').getByText(language).click();
    await page.getByTestId('door-practice').click();
    const card = await openCard(context, host.url);
    await page.getByTestId('practice-call-late-delivery').click();
    await expect(call(card)).toHaveCount(1);
    const folder = process.env['CARD_PICTURES'];
    if (folder) {
      await card.screenshot({ path: `${folder}/card-${theme.source}-${language.source}.png` });
    }
    expect(await seriousProblems(card)).toEqual([]);
    const overflow = await card.evaluate(() => {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
      const cut = [...document.querySelectorAll('button')].filter(
        (button) => button.scrollWidth > button.clientWidth,
      );
      return [scrollWidth - clientWidth, scrollHeight - clientHeight, cut.length];
    });
    expect(overflow).toEqual([0, 0, 0]);
  });
}
