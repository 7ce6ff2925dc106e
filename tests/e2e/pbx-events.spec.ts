import { dialogInfo, subscribes } from '../support/scriptedNotifier.ts';
import { expect, test } from './pbx.ts';

/** Entities that would grow to gigabytes. */
const LAUGHS = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha">${Array.from(
  { length: 9 },
  (_, index) => `<!ENTITY ${'bcdefghij'[index]} "${`&${'abcdefghi'[index]};`.repeat(10)}">`,
).join('')}]><dialog-info version="1" state="full"><dialog id="&j;"/></dialog-info>`;

const lampOf = (page: import('@playwright/test').Page, name: string) =>
  page.getByTestId('colleague').filter({ hasText: name }).getByTestId('lamp');

test.describe('lamps of colleagues', () => {
  test('follow what the exchange tells, and say nothing once it has lost the thread', async ({
    desk,
    subscription,
    exchange,
  }) => {
    const lamp = lampOf(desk, '김하늘');
    await expect(lamp).toHaveAttribute('data-lamp', 'unknown');
    const told = await subscription('dialog', '1001');
    expect(told.request).toContain('Accept: application/dialog-info+xml');
    told.answer('200 OK', ['Expires: 3600']);
    for (const [document, state, words] of [
      [dialogInfo(0, 'full'), 'free', '통화 가능'],
      [dialogInfo(1, 'partial', { a: 'early' }), 'ringing', '울리는 중'],
      [dialogInfo(2, 'partial', { a: 'confirmed' }), 'busy', '통화 중'],
      [dialogInfo(3, 'partial', { a: 'terminated' }), 'free', '통화 가능'],
    ] as const) {
      told.notify(document);
      await expect(lamp).toHaveAttribute('data-lamp', state);
      await expect(lamp).toContainText(words);
    }
    await expect(lampOf(desk, '이바다')).toHaveAttribute('data-lamp', 'unknown');

    // A change is missing: unknown, and asked for anew.
    told.notify(dialogInfo(9, 'partial', { a: 'confirmed' }));
    await expect(lamp).toHaveAttribute('data-lamp', 'unknown');
    const anew = await subscription('dialog', '1001', 2);
    anew.notify(dialogInfo(0, 'full', { b: 'confirmed' }));
    await expect(lamp).toHaveAttribute('data-lamp', 'busy');
    expect(subscribes(exchange, 'dialog', '1001')).toHaveLength(2);
  });

  test('go out with the line, and are asked for anew when it is back', async ({
    desk,
    subscription,
    exchange,
  }) => {
    const told = await subscription('dialog', '1001');
    told.notify(dialogInfo(0, 'full'));
    const lamp = lampOf(desk, '김하늘');
    await expect(lamp).toHaveAttribute('data-lamp', 'free');
    exchange.drop();
    await expect(lamp).toHaveAttribute('data-lamp', 'unknown');
    const anew = await subscription('dialog', '1001', 2);
    anew.notify(dialogInfo(0, 'full', { a: 'confirmed' }));
    await expect(lamp).toHaveAttribute('data-lamp', 'busy');
  });

  test('of an exchange that does not tell stay unknown, and it is left alone', async ({
    desk,
    subscription,
    exchange,
  }) => {
    const refused = await subscription('dialog', '1001');
    refused.answer('489 Bad Event');
    const other = await subscription('dialog', '1002');
    other.notify(dialogInfo(0, 'full'), 'terminated;reason=noresource');
    // Everything else has been asked for by now, and each of these once.
    await subscription('message-summary', 'agent');
    other.notify('');
    await expect(lampOf(desk, '김하늘')).toContainText('모름');
    await expect(lampOf(desk, '이바다')).toContainText('모름');
    expect(subscribes(exchange, 'dialog', '1001')).toHaveLength(1);
    expect(subscribes(exchange, 'dialog', '1002')).toHaveLength(1);
  });
});

test.describe('what a hostile exchange tells', () => {
  for (const [what, body] of [
    ['no XML', 'not xml at all <<<'],
    ['entities that grow', LAUGHS],
    [
      'another document',
      '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    ],
    ['a version that is none', dialogInfo(-1, 'full')],
    [
      'a state that is none',
      '<dialog-info version="1" state="full"><dialog id="a"><state>x</state></dialog></dialog-info>',
    ],
    ['a doctype', `<!doctype dialog-info>${dialogInfo(1, 'full')}`],
  ] as const) {
    test(`${what}: unknown, and the page works on`, async ({ desk, subscription, uncaught }) => {
      const told = await subscription('dialog', '1001');
      told.notify(dialogInfo(0, 'full'));
      const lamp = lampOf(desk, '김하늘');
      await expect(lamp).toHaveAttribute('data-lamp', 'free');
      const notify = told.notify(body);
      await expect(lamp).toHaveAttribute('data-lamp', 'unknown');
      expect(told.answered(notify)).toBe(200);
      await desk.getByTestId('nav-history').click({ timeout: 1_000 });
      expect(uncaught).toEqual([]);
    });
  }

  test('a megabyte is not read, and changes nothing', async ({ desk, subscription, uncaught }) => {
    const told = await subscription('dialog', '1001');
    told.notify(dialogInfo(0, 'full'));
    const lamp = lampOf(desk, '김하늘');
    await expect(lamp).toHaveAttribute('data-lamp', 'free');
    const dialogs = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`dialog-${index}`, 'confirmed']),
    );
    const large = dialogInfo(1, 'full', dialogs);
    expect(large.length).toBeGreaterThan(1_000_000);
    told.notify(large);
    const after = told.notify(dialogInfo(2, 'full', { a: 'early' }));
    await expect(lamp).toHaveAttribute('data-lamp', 'ringing');
    expect(told.answered(after)).toBe(200);
    expect(uncaught).toEqual([]);
  });

  test('a subscription state that is none is refused', async ({ subscription, desk }) => {
    const told = await subscription('dialog', '1001');
    const wrong = told.notify(dialogInfo(0, 'full'), '<b>active</b>');
    await expect.poll(() => told.answered(wrong)).toBe(489);
    told.notify(dialogInfo(0, 'full'));
    await expect(lampOf(desk, '김하늘')).toHaveAttribute('data-lamp', 'free');
  });

  test('a flood ends the subscription, not the phone', async ({
    desk,
    subscription,
    uncaught,
    exchange,
  }) => {
    const told = await subscription('dialog', '1001');
    let last = '';
    for (let version = 0; version < 1_000; version += 1) {
      last = told.notify(dialogInfo(version, 'full', { a: 'confirmed' }));
    }
    await expect.poll(() => told.answered(last)).toBe(481);
    await expect(lampOf(desk, '김하늘')).toHaveAttribute('data-lamp', 'unknown');
    exchange.invite('"다음 고객" <sip:0299990000@caller.invalid>');
    await expect(desk.getByTestId('incoming-card')).toContainText('다음 고객');
    expect(uncaught).toEqual([]);
  });
});

test.describe('voicemail', () => {
  test('is counted on the rail, and one key calls where the exchange says', async ({
    desk,
    subscription,
    exchange,
  }) => {
    const rail = desk.getByTestId('voicemail');
    await expect(rail).toContainText('모름');
    const told = await subscription('message-summary', 'agent');
    told.notify(
      `Messages-Waiting: yes\r\nMessage-Account: sip:*97@${exchange.domain}\r\n` +
        'Voice-Message: 3/1 (1/0)\r\n',
    );
    await expect(rail).toContainText('새 음성 3개 · 긴급 1개');
    await desk.keyboard.press('Alt+0');
    await expect
      .poll(() => exchange.received.filter((text) => text.startsWith('INVITE ')).at(-1) ?? '')
      .toMatch(/^INVITE sip:\*97@/);
    await expect(desk.getByTestId('call-bar')).toContainText('음성사서함');
    await desk.getByTestId('hang-up').click();

    told.notify('Messages-Waiting: no\r\n');
    await expect(rail).toContainText('새 음성 없음');
    await desk.getByTestId('nav-history').click();
    await expect(desk.getByTestId('history-row')).toHaveCount(0);
    await desk.getByTestId('history-more').click();
    await desk.getByTestId('history-service').locator('select').selectOption('yes');
    await expect(desk.getByTestId('history-row')).toContainText('음성사서함');
  });

  test('told unasked is believed, of an account elsewhere not', async ({ desk, exchange }) => {
    const contact = /^Contact: <([^>]+)>/im.exec(exchange.received.join('\n'))?.[1] ?? '';
    const unasked = (event: string, serial: number, body: string): void =>
      exchange.send(
        [
          `NOTIFY ${contact} SIP/2.0`,
          `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK-unasked-${serial}`,
          'Max-Forwards: 70',
          `From: <sip:pbx@${exchange.domain}>;tag=u${serial}`,
          `To: <sip:agent@${exchange.domain}>`,
          `Call-ID: unasked-${serial}`,
          'CSeq: 1 NOTIFY',
          `Event: ${event}`,
          'Subscription-State: terminated',
          'Content-Type: application/simple-message-summary',
          `Content-Length: ${Buffer.byteLength(body)}`,
          '',
          body,
        ].join('\r\n'),
      );
    const status = (serial: number) => () =>
      /^SIP\/2\.0 (\d+)/.exec(
        exchange.received.find(
          (text) => text.startsWith('SIP/2.0') && text.includes(`Call-ID: unasked-${serial}`),
        ) ?? '',
      )?.[1];
    unasked(
      'message-summary',
      1,
      'Messages-Waiting: yes\r\nMessage-Account: sip:0609@evil.invalid\r\n',
    );
    await expect.poll(status(1)).toBe('200');
    await expect(desk.getByTestId('voicemail')).toContainText('새 음성 있음');
    unasked('dialog', 2, dialogInfo(0, 'full'));
    await expect.poll(status(2)).toBe('481');
    await desk.getByTestId('voicemail').click();
    await expect
      .poll(() => exchange.received.filter((text) => text.startsWith('INVITE ')).at(-1) ?? '')
      .toMatch(/^INVITE sip:\*98@/);
  });
});
