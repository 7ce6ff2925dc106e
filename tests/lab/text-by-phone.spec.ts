import { callbackPolicySchema } from '#shared/domain/callback/policy.ts';
import { missedTextsSchema } from '#shared/domain/outbox/policy.ts';
import { made } from '../host/promiseFacts.ts';
import { startHost as startTestHost } from '../host/support.ts';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { storedMessages } from '../support/messageLog.ts';
import { expect, test } from './desk.ts';

const HOUR = 3_600_000;

test('a call ends, a text by SIP MESSAGE reaches the customer, and the reply stands beneath it', async ({
  lab,
  desk,
}) => {
  const { page, dataDir } = desk;
  // Texts to customers go by the phone: somebody has set it up so.
  await desk.host.stop();
  const { host, connect } = startTestHost(dataDir);
  const numberKinds = ['mobile', 'internet', 'landline', 'international'] as const;
  await connect().client.call('settings.update', {
    patch: {
      missedTexts: { ...missedTextsSchema.parse({}), quiet: false },
      textGateways: [
        { kind: 'sip', id: 'exchange', name: '교환기', on: true, numberKinds: [...numberKinds] },
      ],
    },
  });
  await host.stop();
  desk.host = await startHost({ dataDir, provision: desk.provision });
  await page.goto(desk.host.url);
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');

  const customer = await lab.customer({ number: '01055551234', writesTo: desk.account.uri });
  await customer.call(desk.account.username);
  await page.getByTestId('decline').click();
  await customer.waitFor('closed');

  await page.getByTestId('nav-history').click();
  await page.getByTestId('history-row').first().click();
  await page.getByTestId('write-text').click();
  const words = '통화에서 말씀드린 대로 내일 10시에 방문하겠습니다.';
  await page.getByTestId('text-body').fill(words);
  await page.getByTestId('composer-send').click();
  await expect
    .poll(() =>
      query<{ type: string }>(dataDir, 'SELECT type FROM outbox_events ORDER BY seq').map(
        ({ type }) => type,
      ),
    )
    .toEqual(['written', 'sending', 'delivered']);

  await customer.message('네, 감사합니다');
  await expect
    .poll(() => storedMessages(dataDir).map(({ body, direction }) => [direction, body]))
    .toEqual([
      ['outbound', words],
      ['inbound', '네, 감사합니다'],
    ]);
  // Both in one conversation.
  await page.getByTestId('nav-messages').click();
  await page.getByTestId('messages-part').getByText('대화').click();
  await page.getByTestId('thread-row').click();
  await expect(page.getByTestId('message')).toHaveCount(2);
});

test('a call ends, a text offers two times, and the reply “2번이요” moves the promise', async ({
  lab,
  desk,
}) => {
  const { page, dataDir } = desk;
  await desk.host.stop();
  const { host, connect } = startTestHost(dataDir);
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
  const window = { from: now + 90 * HOUR, to: now + 91 * HOUR };
  const someone = { dialled: '01055551234', e164: '+821055551234', name: null };
  const promise = made({ ...someone, at: now, cryAt: now, window });
  await client.call('promises.append', { facts: [promise] });
  await host.stop();
  desk.host = await startHost({ dataDir, provision: desk.provision });
  await page.goto(desk.host.url);
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');

  const customer = await lab.customer({ number: '01055551234', writesTo: desk.account.uri });
  await customer.call(desk.account.username);
  await page.getByTestId('decline').click();
  await customer.waitFor('closed');

  await page.getByTestId('nav-history').click();
  await page.getByTestId('history-row').first().click();
  await page.getByTestId('write-text').click();
  const composer = page.getByTestId('composer');
  await composer.getByTestId('slots-on').getByRole('checkbox').check();
  await composer.getByTestId('slot-3-remove').click();
  await expect(composer.getByTestId('slot')).toHaveCount(2);
  await composer.getByTestId('composer-send').click();
  await expect
    .poll(() =>
      query<{ type: string }>(dataDir, 'SELECT type FROM outbox_events ORDER BY seq').map(
        ({ type }) => type,
      ),
    )
    .toEqual(['written', 'sending', 'delivered']);

  await customer.message('2번이요');
  const banner = page.getByTestId('banner-reply');
  await expect(banner).toContainText('시간을 골라 약속을 옮겼습니다');
  const [row] = query<{ body: string }>(dataDir, 'SELECT body FROM promises');
  const moved = JSON.parse(row?.body ?? 'null') as {
    readonly window: unknown;
    readonly reply: { readonly slot: number; readonly slots: readonly unknown[] };
  };
  expect(moved.reply.slot).toBe(1);
  expect(moved.window).toEqual(moved.reply.slots[1]);
  expect(moved.window).not.toEqual(window);
  await page.getByTestId('nav-messages').click();
  await page.getByTestId('messages-part').getByText('대화').click();
  await page.getByTestId('thread-row').click();
  await expect(page.getByTestId('message').last()).toContainText('2번이요');
  await expect(page.getByTestId('thread').getByTestId('reply-choice')).toContainText('2번');
});
