import { newId } from '#host/newId.ts';
import { callbackPolicySchema } from '#shared/domain/callback/policy.ts';
import { missedTextsSchema } from '#shared/domain/outbox/policy.ts';
import { made } from '../host/promiseFacts.ts';
import { startHost as startTestHost } from '../host/support.ts';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { expect, test } from './fixtures.ts';

const HOUR = 3_600_000;

test('a practice customer who is offered times by a text picks one, and the promise moves', async ({
  page,
  dataDir,
}) => {
  const { host: before, connect } = startTestHost(dataDir);
  const { client } = connect();
  const always = [{ from: 0, to: 1_440 }];
  await client.call('settings.update', {
    patch: {
      line: 'practice',
      missedTexts: { ...missedTextsSchema.parse({}), quiet: false },
      businessHours: { week: Array.from({ length: 7 }, () => always), closed: [] },
      callbacks: callbackPolicySchema.parse({ fromMinute: 0, toMinute: 1_440 }),
    },
  });
  const now = Date.now();
  const practice = made({
    ...{ promiseId: newId(), at: now, cryAt: now, name: '박정호', topic: '배송 일정' },
    ...{ address: 'sip:01000001001@practice.ieum.invalid', dialled: '01000001001' },
    ...{ e164: '+821000001001', practice: true },
    window: { from: now + 90 * HOUR, to: now + 91 * HOUR },
  });
  await client.call('promises.append', { facts: [practice] });
  await before.stop();
  const host = await startHost({ dataDir });
  await page.goto(host.url);
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');

  await page.getByTestId('nav-promises').click();
  await page.getByTestId('promise-row').click();
  await page.getByTestId('promise-text').click();
  const composer = page.getByTestId('composer');
  await composer.getByTestId('slots-on').getByRole('checkbox').check();
  await expect(composer.getByTestId('slot')).toHaveCount(3);
  await composer.getByTestId('composer-send').click();
  await expect(composer).toBeHidden();

  const banner = page.getByTestId('banner-reply');
  await expect(banner).toContainText('박정호님이 시간을 골라 약속을 옮겼습니다', {
    timeout: 30_000,
  });
  interface Stored {
    readonly practice: boolean;
    readonly window: object;
    readonly reply: { readonly slot: number; readonly slots: readonly object[] } | null;
  }
  const [row] = query<{ body: string }>(dataDir, 'SELECT body FROM promises');
  const moved = JSON.parse(row?.body ?? '{}') as Stored;
  expect(moved).toMatchObject({ practice: true, reply: { slot: 1 } });
  expect(moved.window).toEqual(moved.reply?.slots[1]);
  // It came as any message does, of somebody who is no customer.
  const came = query<{ body: string }>(
    dataDir,
    "SELECT body FROM message_events WHERE type = 'received'",
  ).map(({ body }) => JSON.parse(body) as object);
  expect(came).toMatchObject([
    { channel: 'sip', practice: true, name: '박정호', body: '2번으로 해 주세요.' },
  ]);
  await host.stop();
});
