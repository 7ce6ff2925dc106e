import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openFile } from '#host/db/database.ts';
import { addMessageFact } from '#host/db/messageProjection.ts';
import { readMeta } from '#host/db/meta.ts';
import { TEN_O_CLOCK } from '../host/facts.ts';
import { composed, sending, settled } from '../host/messageFacts.ts';
import { startHost as startTestHost } from '../host/support.ts';
import { startHost } from '../support/hostProcess.ts';
import type { HostProcess } from '../support/hostProcess.ts';
import { HOSTILE_NAMES } from '../support/hostileNames.ts';
import { messageFacts, storedMessages } from '../support/messageLog.ts';
import { startScriptedExchange } from '../support/scriptedExchange.ts';
import type { ScriptedExchange } from '../support/scriptedExchange.ts';
import { countUncaught } from '../support/uncaught.ts';
import { expect, test as base } from './fixtures.ts';

const CUSTOMER = '"정하윤" <sip:01098765432@trunk.invalid>';
const TEXT = '내일 오전 10시에 다시 전화 주세요 👍';

interface Fixtures {
  exchange: ScriptedExchange;
  deskHost: HostProcess;
  /** Registered at an exchange that says whatever the test wants. */
  desk: Page;
}

const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  exchange: async ({}, use) => {
    const exchange = await startScriptedExchange();
    await use(exchange);
    await exchange.close();
  },
  deskHost: async ({ exchange, folder, dataDir }, use) => {
    const host = await startHost({ dataDir, provision: provisionFor(exchange, folder) });
    await use(host);
    await host.stop();
  },
  desk: async ({ deskHost, page }, use) => {
    await page.goto(deskHost.url);
    await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    await use(page);
  },
});

/** @returns the file that puts a desk on this exchange */
function provisionFor(exchange: ScriptedExchange, folder: string): string {
  const provision = join(folder, 'provision.json');
  const account = {
    uri: `sip:agent@${exchange.domain}`,
    password: 'secret',
    servers: [exchange.url],
  };
  writeFileSync(provision, JSON.stringify({ version: 1, account }));
  return provision;
}

/** The phone's answer, once it is there. */
async function answered(exchange: ScriptedExchange, callId: string): Promise<string> {
  await expect.poll(() => exchange.answersToMessage(callId).length).toBeGreaterThan(0);
  return exchange.answersToMessage(callId)[0] ?? '';
}

async function openThread(desk: Page, name = '정하윤'): Promise<void> {
  await desk.getByTestId('nav-messages').click();
  await desk.getByTestId('thread-row').filter({ hasText: name }).click();
}

test.describe('a message that comes', () => {
  test('is told without taking the focus, counted, shown exactly, and read when it is seen', async ({
    desk,
    exchange,
    dataDir,
  }) => {
    const dial = desk.getByTestId('dial-input');
    await dial.focus();
    const callId = exchange.message(CUSTOMER, TEXT);
    expect(await answered(exchange, callId)).toMatch(/^SIP\/2\.0 200 /);
    // It was on the disk by then.
    expect(storedMessages(dataDir)).toMatchObject([
      { thread: '+821098765432', body: TEXT, state: 'received', read_at: null },
    ]);
    await expect(desk.getByRole('status').filter({ hasText: TEXT })).toContainText('정하윤');
    await expect(dial).toBeFocused();
    await expect(desk.getByTestId('unread-badge')).toContainText('1');

    await openThread(desk);
    await expect(desk.getByTestId('message').locator('.bubble')).toContainText(TEXT);
    await expect(desk.getByTestId('unread-badge')).toHaveCount(0);
    expect(storedMessages(dataDir)[0]?.read_at).not.toBeNull();
    // In sight: it is said by the log of the conversation, and not a second time.
    exchange.message(CUSTOMER, '한 가지 더 여쭤볼게요');
    await expect(desk.getByTestId('message')).toHaveCount(2);
    await expect(desk.getByTestId('unread-badge')).toHaveCount(0);
  });

  test('within a call is kept the same way', async ({ desk, exchange, dataDir }) => {
    const callId = exchange.invite(CUSTOMER);
    await desk.getByTestId('answer').click();
    await expect.poll(() => exchange.answerTo(callId) ?? '').toContain('200 OK');
    const text = ['Content-Type: text/plain', `Content-Length: 5`, '', 'inner'].join('\r\n');
    exchange.inCall(callId, 'ACK', 1);
    exchange.inCall(callId, 'MESSAGE', 2, [text]);
    await expect.poll(() => storedMessages(dataDir).map(({ body }) => body)).toEqual(['inner']);
    await expect(desk.getByTestId('customer-messages')).toContainText('inner');
  });

  test('in two copies is answered twice and stored once', async ({ desk, exchange, dataDir }) => {
    const callId = exchange.message(CUSTOMER, TEXT);
    // At once by another way, as the first may still wait for the store; and again later.
    exchange.message(CUSTOMER, TEXT, { callId, branch: 'other-way' });
    await expect.poll(() => exchange.answersToMessage(callId).length).toBe(2);
    exchange.message(CUSTOMER, TEXT, { callId, branch: 'later' });
    await expect.poll(() => exchange.answersToMessage(callId).length).toBe(3);
    // After a reload only the host knows it.
    await desk.reload();
    await expect(desk.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    exchange.message(CUSTOMER, TEXT, { callId, branch: 'after-reload' });
    await expect.poll(() => exchange.answersToMessage(callId).length).toBe(4);
    for (const answer of exchange.answersToMessage(callId))
      expect(answer).toMatch(/^SIP\/2\.0 200/);
    expect(storedMessages(dataDir)).toHaveLength(1);
  });

  test('of another kind or size is refused, says what would be taken, and stores nothing', async ({
    desk,
    exchange,
    dataDir,
  }) => {
    const uncaught = countUncaught(desk);
    const html = exchange.message(CUSTOMER, '<b>x</b>', { contentType: 'text/html' });
    const refusal = await answered(exchange, html);
    expect(refusal).toMatch(/^SIP\/2\.0 415 /);
    expect(refusal).toContain('Accept: text/plain, message/cpim');
    const packed = exchange.message(CUSTOMER, 'x', { headers: ['Content-Encoding: gzip'] });
    expect(await answered(exchange, packed)).toMatch(/^SIP\/2\.0 415 /);
    const large = exchange.message(CUSTOMER, '가'.repeat(3_000));
    expect(await answered(exchange, large)).toMatch(/^SIP\/2\.0 413 /);
    // Too large to be read at all: dropped, and the phone is as before.
    exchange.message(CUSTOMER, 'x'.repeat(1_000_000));
    const fine = exchange.message(CUSTOMER, 'From: x\n\nContent-Type: text/plain\n\n안녕', {
      contentType: 'message/cpim',
    });
    expect(await answered(exchange, fine)).toMatch(/^SIP\/2\.0 200 /);
    expect(storedMessages(dataDir).map(({ body }) => body)).toEqual(['안녕']);
    expect(uncaught).toEqual([]);
  });

  test('in a flood: twenty a minute of one sender, the rest 480 and counted once', async ({
    desk,
    exchange,
    dataDir,
  }) => {
    const ids = Array.from({ length: 100 }, (_, index) => exchange.message(CUSTOMER, `${index}`));
    await expect(desk.getByTestId('banner-message-flood')).toContainText('80');
    const last = await answered(exchange, ids.at(-1) ?? '');
    expect(last).toMatch(/^SIP\/2\.0 480 /);
    expect(last).toContain('Retry-After: 60');
    await expect.poll(() => storedMessages(dataDir).length).toBe(20);
    // Somebody else is still heard.
    const other = exchange.message('<sip:0212345678@trunk.invalid>', '다른 고객입니다');
    expect(await answered(exchange, other)).toMatch(/^SIP\/2\.0 200 /);
    await expect(desk.getByTestId('banner-message-flood')).toHaveCount(1);
  });

  test('is not claimed while the host is away', async ({ desk, exchange, deskHost, dataDir }) => {
    await deskHost.kill9();
    await expect(desk.getByTestId('banner-host')).toBeVisible();
    const callId = exchange.message(CUSTOMER, TEXT);
    expect(await answered(exchange, callId)).toMatch(/^SIP\/2\.0 480 /);
    expect(storedMessages(dataDir)).toEqual([]);
  });

  test('is only ever text, in every place it is shown', async ({ desk, exchange, dataDir }) => {
    test.setTimeout(120_000);
    const executed: string[] = [];
    desk.on('dialog', (dialog) => {
      executed.push(dialog.message());
      void dialog.dismiss();
    });
    desk.on('pageerror', (error) => executed.push(error.message));
    const payloads = HOSTILE_NAMES.map((name) => name.slice(1, -1)).filter(
      (text) => Buffer.byteLength(text) <= 8_000,
    );
    // Under the bound for all senders.
    const texts = payloads.slice(0, 55);
    let sent = 0;
    for (const text of texts) {
      exchange.message(`"고객" <sip:010${20_000_000 + Math.floor(sent / 10)}@x.invalid>`, text);
      sent += 1;
    }
    await expect.poll(() => storedMessages(dataDir).length, { timeout: 20_000 }).toBe(texts.length);
    await desk.getByTestId('nav-messages').click();
    for (const row of await desk.getByTestId('thread-row').all()) {
      await row.click();
      await expect(desk.getByTestId('message').first()).toBeVisible();
      const unseen = /(?![\u200C\u200D])[\p{Cc}\p{Cf}]/u;
      for (const text of await desk.locator('.bubble').allInnerTexts()) {
        expect(text.replaceAll('\n', '')).not.toMatch(unseen);
      }
    }
    expect(executed).toEqual([]);
    expect(await desk.evaluate(() => Object.hasOwn(window, 'pwned'))).toBe(false);
    // The fact keeps it as it came.
    const raw = messageFacts(dataDir, 'received').map(({ body }) => body);
    expect(raw.some((body) => body.includes('\u202E'))).toBe(true);
    for (const { body } of storedMessages(dataDir)) expect(body).not.toContain('\u202E');
  });
});

test.describe('a message that is sent', () => {
  const ours = (exchange: ScriptedExchange): readonly string[] =>
    exchange.received.filter((frame) => frame.startsWith('MESSAGE '));

  async function write(desk: Page, text: string): Promise<void> {
    await desk.getByTestId('message-input').fill(text);
    await desk.getByTestId('message-send').click();
  }

  async function begin(desk: Page, number: string): Promise<void> {
    await desk.getByTestId('nav-messages').click();
    await desk.getByTestId('message-new').click();
    await desk.getByTestId('message-to').fill(number);
    await desk.getByTestId('message-begin').click();
    await expect(desk.getByTestId('message-input')).toBeFocused();
  }

  test('leaves once, as UTF-8 text, with the password proved and within 1,300 bytes', async ({
    desk,
    exchange,
    dataDir,
  }) => {
    exchange.onMessage = (request) =>
      request.includes('\r\nProxy-Authorization: ')
        ? ['200 OK']
        : [
            '407 Proxy Authentication Required',
            `Proxy-Authenticate: Digest realm="${exchange.domain}", nonce="${'n'.repeat(48)}", algorithm=MD5, qop="auth"`,
          ];
    await begin(desk, '010-9876-5432');
    const longest = '가'.repeat(200);
    await write(desk, longest);
    const message = desk.getByTestId('message');
    await expect(message).toHaveAttribute('data-state', 'delivered');
    const [first = '', second = '', ...more] = ours(exchange);
    expect(more).toEqual([]);
    expect(first).toMatch(/^MESSAGE sip:01098765432@hostile\.invalid SIP\/2\.0\r\n/);
    expect(second).toContain('Content-Type: text/plain;charset=UTF-8\r\n');
    expect(second).not.toContain('\r\nContact:');
    expect(second.endsWith(`\r\n\r\n${longest}`)).toBe(true);
    expect(Buffer.byteLength(second)).toBeLessThanOrEqual(1_300);
    expect(storedMessages(dataDir)).toMatchObject([
      { state: 'delivered', direction: 'outbound', thread: '+821098765432' },
    ]);
  });

  for (const [status, state, words] of [
    ['202 Accepted', 'accepted', '접수'],
    ['404 Not Found', 'failed', '없는 번호'],
    ['405 Method Not Allowed', 'failed', '지원하지 않습니다'],
    ['408 Request Timeout', 'uncertain', '확인 필요'],
    ['603 Decline', 'failed', '거절'],
    ['477 Whatever', 'failed', 'SIP 477'],
  ] as const) {
    test(`answered ${status}: ${state}`, async ({ desk, exchange }) => {
      exchange.onMessage = () => [status];
      await begin(desk, '1002');
      await write(desk, '안녕하세요');
      const message = desk.getByTestId('message');
      await expect(message).toHaveAttribute('data-state', state);
      await expect(message).toContainText(words);
    });
  }

  test('whose line is lost before the answer is uncertain, and never sent again by itself', async ({
    desk,
    exchange,
    dataDir,
  }) => {
    exchange.onMessage = () => null;
    await begin(desk, '1002');
    await write(desk, '지금 보낸 것이 갔을까요');
    const message = desk.getByTestId('message');
    await expect(message).toHaveAttribute('data-state', 'sending');
    exchange.drop();
    await expect(message).toHaveAttribute('data-state', 'uncertain');
    await expect(desk.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    expect(ours(exchange)).toHaveLength(1);
    expect(storedMessages(dataDir)[0]?.cause).toContain('message.line-lost');

    // By hand it is.
    exchange.onMessage = () => ['200 OK'];
    await desk.getByTestId('message-again').click();
    await expect(message.nth(1)).toHaveAttribute('data-state', 'delivered');
    expect(ours(exchange)).toHaveLength(2);
  });

  test('when the page goes before the answer is uncertain after the restart', async ({
    desk,
    exchange,
    dataDir,
  }) => {
    exchange.onMessage = () => null;
    await begin(desk, '1002');
    await write(desk, '닫히기 전에 보낸 문자');
    await expect(desk.getByTestId('message')).toHaveAttribute('data-state', 'sending');
    await desk.reload();
    await expect(desk.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    expect(storedMessages(dataDir)).toMatchObject([{ state: 'uncertain' }]);
    expect(ours(exchange)).toHaveLength(1);
    await openThread(desk, '1002');
    await expect(desk.getByTestId('message')).toContainText('확인 필요');
  });

  test('waits while the line is away, and goes when it is back, one after the other', async ({
    desk,
    exchange,
  }) => {
    await begin(desk, '1002');
    exchange.refuseConnections(true);
    exchange.drop();
    await expect(desk.getByTestId('line-state')).toHaveAttribute('data-state', 'waiting');
    for (const text of ['첫째', '둘째']) {
      await write(desk, text);
      await expect(desk.getByTestId('message-input')).toHaveValue('');
    }
    await expect(desk.getByTestId('message')).toHaveCount(2);
    await expect(desk.getByTestId('message').first()).toHaveAttribute('data-state', 'queued');
    exchange.refuseConnections(false);
    for (const index of [0, 1]) {
      await expect(desk.getByTestId('message').nth(index)).toHaveAttribute(
        'data-state',
        'delivered',
        { timeout: 20_000 },
      );
    }
    expect(ours(exchange).map((frame) => frame.split('\r\n\r\n')[1])).toEqual(['첫째', '둘째']);
  });

  test('that is too long is said before, and split only when the agent wants it', async ({
    desk,
    exchange,
  }) => {
    await begin(desk, '1002');
    const field = desk.getByTestId('message-input');
    await field.fill('배송 위치를 확인해 다시 전화드리겠습니다. '.repeat(15));
    await expect(desk.getByTestId('message-too-long')).toContainText('나누어');
    await field.press('Enter');
    expect(ours(exchange)).toHaveLength(0);
    await desk.getByTestId('message-send').click();
    await expect(desk.getByTestId('message')).toHaveCount(2);
    await expect(field).toHaveValue('');
    for (const frame of ours(exchange)) {
      expect(Buffer.byteLength(frame)).toBeLessThanOrEqual(1_300);
    }
  });

  test('is written with Enter, Shift+Enter, and a Korean input method', async ({
    desk,
    exchange,
  }) => {
    await begin(desk, '1002');
    const field = desk.getByTestId('message-input');
    // The Enter that ends a syllable belongs to the input method.
    await field.fill('안녕하세');
    await field.evaluate((element) => {
      const composing = { key: 'Enter', bubbles: true, cancelable: true, isComposing: true };
      element.dispatchEvent(new KeyboardEvent('keydown', composing));
    });
    await field.fill('안녕하세요');
    await field.press('Shift+Enter');
    await field.pressSequentially('둘째 줄');
    expect(ours(exchange)).toHaveLength(0);
    await field.press('Enter');
    await expect(desk.getByTestId('message')).toHaveCount(1);
    await expect.poll(() => ours(exchange)[0]?.split('\r\n\r\n')[1]).toBe('안녕하세요\n둘째 줄');
    await expect(field).toBeFocused();
    await expect(field).toHaveValue('');
  });
});

test('ten thousand messages in one conversation: opened at the newest, older ones without a jump', async ({
  exchange,
  folder,
  dataDir,
  page,
}) => {
  test.setTimeout(120_000);
  await startTestHost(dataDir).host.stop();
  const db = openFile(join(dataDir, 'ieum.sqlite'));
  const agentId = readMeta(db, 'agent_id') ?? '';
  db.transaction(() => {
    for (let n = 0; n < 10_000; n += 1) {
      const at = TEN_O_CLOCK - (10_000 - n) * 60_000;
      const fact = composed({ at, body: `${n}번째 문자 ${'가'.repeat(n % 90)}` });
      addMessageFact(db, fact, agentId);
      addMessageFact(db, sending(fact.messageId, at), agentId);
      addMessageFact(db, settled(fact.messageId, at, 'delivered'), agentId);
    }
  })();
  db.close();
  const host = await startHost({ dataDir, provision: provisionFor(exchange, folder) });
  await page.goto(host.url);
  await openThread(page, '김철수');
  const messages = page.getByTestId('message');
  await expect(messages.last()).toContainText('9999번째');
  await expect(messages.last()).toBeInViewport();
  await expect(messages).toHaveCount(50);

  // To the top by the keyboard, page after page; what is read stays where it is.
  await page.getByTestId('message-list').focus();
  for (const count of [100, 150, 200]) {
    // Named by its text: arriving at the top may already bring older ones.
    const read = messages.filter({ hasText: `${10_000 - (await messages.count())}번째` });
    const older = page.getByTestId('older');
    await older.focus();
    const before = await read.boundingBox();
    await page.keyboard.press('Enter');
    await expect.poll(() => messages.count()).toBeGreaterThanOrEqual(count);
    const after = await read.boundingBox();
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 9_999))).toBeLessThan(3);
  }
  // A new one is there at once all the same.
  const callId = exchange.message('<sip:01099991234@trunk.invalid>', '만 번째 다음 문자');
  expect(await answered(exchange, callId)).toMatch(/^SIP\/2\.0 200 /);
  await expect(messages.last()).toContainText('만 번째 다음 문자');
  await host.stop();
});

test.describe('on the practice exchange', () => {
  test('the customer writes back; the screen can be tried without a network', async ({
    practice,
  }) => {
    await practice.getByTestId('nav-messages').click();
    await practice.getByTestId('message-new').click();
    await practice.getByTestId('message-to').fill('010-0000-1001');
    await practice.keyboard.press('Enter');
    await practice.getByTestId('message-input').fill('내일 오전에 전화드리겠습니다.');
    await practice.keyboard.press('Enter');
    const messages = practice.getByTestId('message');
    await expect(messages.first()).toHaveAttribute('data-state', 'delivered');
    await expect(messages.nth(1)).toHaveAttribute('data-direction', 'inbound');
    await expect(practice.getByTestId('thread-row')).toHaveCount(1);
  });

  test('from the customer card, a call’s detail and the log by one click or one key', async ({
    practice,
    calls,
  }) => {
    await practice.setViewportSize({ width: 1_680, height: 900 });
    await practice.getByTestId('nav-phone').click();
    await practice.getByTestId('dial-input').fill('010-0000-0002');
    await practice.getByTestId('dial-call').click();
    await expect.poll(() => calls()[0]?.ended_at ?? null).not.toBeNull();

    await practice.getByTestId('customer-write').click();
    const heading = practice.getByTestId('thread').getByRole('heading', { level: 2 });
    await expect(heading).toHaveText('010-0000-0002');
    await expect(practice.getByTestId('message-input')).toBeFocused();

    await practice.getByTestId('nav-history').click();
    await practice.getByTestId('history-row').click();
    await practice.getByTestId('detail-write').click();
    await expect(heading).toHaveText('010-0000-0002');

    await practice.getByTestId('nav-history').click();
    await practice.keyboard.press('Control+Shift+Y');
    await expect(heading).toHaveText('010-0000-0002');
    await expect(practice.getByTestId('message-input')).toBeFocused();

    await practice.getByTestId('nav-history').click();
    await practice.getByTestId('history-list').focus();
    await practice.keyboard.press('m');
    await expect(practice.getByTestId('message-input')).toBeFocused();
  });
});
