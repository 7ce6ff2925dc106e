import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { newId } from '#host/newId.ts';
import { callbackPolicySchema } from '#shared/domain/callback/policy.ts';
import { missedTextsSchema } from '#shared/domain/outbox/policy.ts';
import { made } from '../host/promiseFacts.ts';
import { startHost as startTestHost } from '../host/support.ts';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { startScriptedExchange } from '../support/scriptedExchange.ts';
import type { ScriptedExchange } from '../support/scriptedExchange.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { tabTo } from '../support/tabTo.ts';
import { expect, test as base } from './fixtures.ts';

const CUSTOMER = '"정하윤" <sip:01098765432@trunk.invalid>';
const HOUR = 3_600_000;
const PROMISE = newId();

interface Fixtures {
  exchange: ScriptedExchange;
  /** Registered, with a promise to a customer, texts going by the phone at any hour. */
  desk: Page;
}

const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  exchange: async ({}, use) => {
    const exchange = await startScriptedExchange();
    await use(exchange);
    await exchange.close();
  },
  desk: async ({ exchange, folder, dataDir, page }, use) => {
    const { host: before, connect } = startTestHost(dataDir);
    const { client } = connect();
    const always = [{ from: 0, to: 1_440 }];
    await client.call('settings.update', {
      patch: {
        missedTexts: { ...missedTextsSchema.parse({}), quiet: false },
        textGateways: [
          { kind: 'sip', id: 'exchange', name: '교환기', on: true, numberKinds: ['mobile'] },
        ],
        businessHours: { week: Array.from({ length: 7 }, () => always), closed: [] },
        callbacks: callbackPolicySchema.parse({ fromMinute: 0, toMinute: 1_440 }),
      },
    });
    const now = Date.now();
    const promise = made({
      ...{ promiseId: PROMISE, at: now, cryAt: now, name: '정하윤', topic: '환불 문의' },
      ...{ address: 'sip:01098765432@trunk.invalid', dialled: '01098765432' },
      ...{ e164: '+821098765432', window: { from: now + 90 * HOUR, to: now + 91 * HOUR } },
    });
    await client.call('promises.append', { facts: [promise] });
    await before.stop();

    const provision = join(folder, 'provision.json');
    const uri = `sip:agent@${exchange.domain}`;
    const account = { uri, password: 'secret', servers: [exchange.url] };
    writeFileSync(provision, JSON.stringify({ version: 1, account }));
    const host = await startHost({ dataDir, provision });
    await page.goto(host.url);
    await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    await use(page);
    await host.stop();
  },
});

test.use({ viewport: { width: 1_440, height: 900 } });

interface Window {
  readonly from: number;
  readonly to: number;
}
interface Stored {
  readonly window: Window;
  readonly reply: { readonly slot: number | null; readonly slots: readonly Window[] } | null;
}
function promise(dataDir: string): Stored {
  const [row] = query<{ body: string }>(dataDir, 'SELECT body FROM promises');
  return JSON.parse(row?.body ?? 'null') as Stored;
}

async function openPromise(page: Page): Promise<void> {
  await page.getByTestId('nav-promises').click();
  await page.getByTestId('promise-row').click();
  await expect(page.getByTestId('promise-detail')).toBeVisible();
}

/** Offers the suggested times by a text, and waits until the exchange has it. @returns its words */
async function offer(page: Page, exchange: ScriptedExchange): Promise<string> {
  await openPromise(page);
  await page.getByTestId('promise-text').click();
  const composer = page.getByTestId('composer');
  await composer.getByTestId('slots-on').getByRole('checkbox').check();
  await expect(composer.getByTestId('slot')).toHaveCount(3);
  const body = await composer.getByTestId('text-body').inputValue();
  expect(body).toMatch(/번호로 답해 주십시오\.\n1\) .+\n2\) .+\n3\) /);
  await composer.getByTestId('composer-send').click();
  await expect(composer).toBeHidden();
  const sent = (): string =>
    exchange.received.find((frame) => frame.startsWith('MESSAGE ') && frame.includes('2) ')) ?? '';
  await expect.poll(sent).toContain('3) ');
  return body;
}

test('times are offered by a text, the reply picks one, the promise moves, and one press takes it back', async ({
  desk: page,
  exchange,
  dataDir,
}) => {
  const before = promise(dataDir).window;
  await offer(page, exchange);
  await page.getByTestId('nav-phone').click();
  const dial = page.getByTestId('dial-input');
  await dial.focus();

  exchange.message(CUSTOMER, '2번이요~');
  const banner = page.getByTestId('banner-reply');
  await expect(banner).toContainText('정하윤님이 시간을 골라 약속을 옮겼습니다');
  await expect(dial).toBeFocused();
  const moved = promise(dataDir);
  expect(moved.reply?.slot).toBe(1);
  expect(moved.window).toEqual(moved.reply?.slots[1]);
  expect.soft(await seriousProblems(page), 'the banner').toEqual([]);

  // Seen at the message and on the promise too.
  await page.getByTestId('nav-messages').click();
  await page.getByTestId('messages-part').getByText('대화').click();
  await page.getByTestId('thread-row').click();
  const thread = page.getByTestId('thread');
  await expect(thread.getByTestId('reply-choice')).toContainText('2번');
  await banner.getByTestId('banner-reply-undo').click();
  await expect.poll(() => promise(dataDir).window).toEqual(before);
  // The agent says which was meant instead.
  await expect(thread.getByTestId('reply-choice')).toHaveAttribute('data-asked', 'true');
  await thread.getByTestId('reply-slot-1').click();
  await expect.poll(() => promise(dataDir).window).toEqual(moved.reply?.slots[0]);
  await expect(thread.getByTestId('reply-choice')).toContainText('1번');
  await thread.getByTestId('reply-confirm').click();
  await expect(thread.getByTestId('reply-choice')).toHaveCount(0);
  await expect(banner).toHaveCount(0);

  await openPromise(page);
  const timeline = page.getByTestId('promise-timeline');
  await expect(timeline).toContainText('고객이 회신으로 시간을 골랐습니다');
  await expect(timeline).toContainText('회신으로 고른 시간을 되돌렸습니다');
  await expect(timeline).toContainText('상담사가 1번 시간으로 정했습니다');
});

test('a reply that may mean two things moves nothing; by keyboard alone the agent says which', async ({
  desk: page,
  exchange,
  dataDir,
}) => {
  const before = promise(dataDir).window;
  await offer(page, exchange);
  exchange.message(CUSTOMER, '1번 말고 2번');
  const banner = page.getByTestId('banner-reply');
  await expect(banner).toContainText('어느 시간인지 확인해 주십시오');
  await expect(banner).toContainText('거절하거나 취소하는 말이 있습니다');
  expect(promise(dataDir).window).toEqual(before);
  await expect(page.getByTestId('reply-chip')).toBeVisible();
  const detail = page.getByTestId('promise-detail');
  await expect(detail.getByTestId('reply-choice')).toBeVisible();
  expect.soft(await seriousProblems(page), 'asked').toEqual([]);

  await page.locator('body').focus();
  await tabTo(page, banner.getByTestId('reply-slot-2'));
  await page.keyboard.press('Enter');
  await expect.poll(() => promise(dataDir).reply?.slot).toBe(1);
  await expect(banner).toContainText('2번');
  await expect(page.getByTestId('reply-chip')).toHaveCount(0);
  await tabTo(page, banner.getByTestId('banner-reply-undo'));
  await page.keyboard.press('Enter');
  await expect.poll(() => promise(dataDir).window).toEqual(before);
  await tabTo(page, banner.getByTestId('reply-keep'));
  await page.keyboard.press('Enter');
  await expect(banner).toHaveCount(0);
  await expect(detail.getByTestId('reply-choice')).toHaveCount(0);
  expect(promise(dataDir).window).toEqual(before);
});

test('what is offered is what is written; a customer who wants no texts is written down by the agent', async ({
  desk: page,
  exchange,
}) => {
  await openPromise(page);
  await page.getByTestId('promise-text').click();
  const composer = page.getByTestId('composer');
  await composer.getByTestId('slots-on').getByRole('checkbox').check();
  const body = composer.getByTestId('text-body');
  const words = await body.inputValue();
  await body.fill(words.replace('2) ', '2) 가장 빠른 '));
  await expect(composer.getByTestId('slot-fault')).toContainText('문자에 적힌 시간이');
  await expect(composer.getByTestId('composer-send')).toBeDisabled();
  await composer.getByTestId('composer-refill').click();
  await expect(composer.getByTestId('slot-fault')).toHaveCount(0);
  await composer.getByTestId('slot-3-remove').click();
  await expect(body).not.toHaveValue(/3\) /);
  await composer.getByTestId('slot-2-remove').click();
  await expect(composer.getByTestId('composer-why')).toContainText('두 개 이상');
  await composer.getByTestId('slot-add').click();
  await expect(composer.getByTestId('composer-send')).toBeEnabled();
  await page.keyboard.press('Escape');

  exchange.message(CUSTOMER, '수신거부');
  await page.getByTestId('nav-messages').click();
  await page.getByTestId('messages-part').getByText('대화').click();
  await page.getByTestId('thread-row').click();
  const wish = page.getByTestId('stop-wish');
  await expect(wish).toContainText('저절로 바뀌는 것은 없습니다');
  await wish.getByTestId('stop-write').click();
  await expect(wish).toHaveCount(0);
});
