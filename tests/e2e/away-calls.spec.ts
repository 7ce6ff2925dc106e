import type { Page } from '@playwright/test';
import { query, storedCalls } from '../support/callLog.ts';
import { expect, test } from '../support/talkingDesk.ts';
import { callIdOf } from '../support/talkingExchange.ts';
import type { TalkingExchange } from '../support/talkingExchange.ts';

const CUSTOMER = '"김하늘" <sip:01012345678@caller.invalid>';
const OTHER = '"이바다" <sip:01087654321@caller.invalid>';

async function away(desk: Page, reason: string): Promise<void> {
  await desk.getByTestId('status').click();
  await desk.getByTestId(`reason-${reason}`).click();
  await expect(desk.getByTestId('status')).toHaveAttribute('data-reason', reason);
}

/** What the exchange was told last about this call, without provisional answers. */
const finalAnswer = ({ exchange }: TalkingExchange, callId: string): string | undefined =>
  exchange.received.findLast(
    (text) =>
      /^SIP\/2\.0 [2-6]/.test(text) && callIdOf(text) === callId && /CSeq: 1 INVITE/.test(text),
  );

/** Everything that was played since, as it is asked for. */
async function watchRing(desk: Page): Promise<() => Promise<number>> {
  await desk.evaluate(() => {
    const rung = { tones: 0 };
    Object.assign(globalThis, { rung });
    const start = Reflect.get(OscillatorNode.prototype, 'start');
    OscillatorNode.prototype.start = function (when) {
      rung.tones += 1;
      start.call(this, when);
    };
  });
  return () =>
    desk.evaluate(() => (globalThis as unknown as { rung: { tones: number } }).rung.tones);
}

const treatedOf = (dataDir: string): readonly unknown[] =>
  query<{ treated: string }>(
    dataDir,
    'SELECT treated FROM calls WHERE treated IS NOT NULL ORDER BY started_at',
  ).map(({ treated }) => JSON.parse(treated) as unknown);

test.beforeEach(async ({ desk }) => {
  // Nothing on the screen depends on it; what is heard does.
  await desk.getByTestId('nav-phone').click();
});

test('rings quietly: a card and no sound, and it can be answered', async ({
  customers,
  desk,
  dataDir,
}) => {
  await away(desk, 'focus');
  const rung = await watchRing(desk);
  await customers.call(CUSTOMER);
  await expect(desk.getByTestId('quiet')).toBeVisible();
  expect(await rung()).toBe(0);
  await desk.getByTestId('answer').click();
  await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await desk.getByTestId('hang-up').click();
  await expect
    .poll(() => treatedOf(dataDir))
    .toMatchObject([{ treatment: 'ring-quietly', reasonId: 'focus', by: 'reason' }]);
  // Whoever answers during an absence stays away.
  await expect(desk.getByTestId('status')).toHaveAttribute('data-reason', 'focus');
});

test('told busy: nothing on the screen, missed in the log, and why', async ({
  customers,
  desk,
  dataDir,
}) => {
  await away(desk, 'outage');
  const callId = await customers.call(CUSTOMER);
  await expect.poll(() => finalAnswer(customers, callId)).toMatch(/^SIP\/2\.0 486/);
  await expect
    .poll(() => storedCalls(dataDir))
    .toMatchObject([{ outcome: 'missed', ended_by: 'app' }]);
  await expect(desk.getByTestId('incoming-card')).toBeHidden();
  await expect(desk.getByTestId('ended-line')).toBeHidden();
  await expect(desk.getByTestId('customer-card')).toBeHidden();
  await desk.getByTestId('nav-history').click();
  await desk.getByTestId('history-row').click();
  await expect(desk.getByText('상태 ‘시스템 장애’: 통화 중으로 안내함')).toBeVisible();
});

test('sent on: 302 with the address, neither missed nor answered', async ({
  customers,
  desk,
  dataDir,
}) => {
  await desk.getByTestId('nav-settings').click();
  await desk.getByTestId('rule-new').click();
  await desk.getByTestId('rule-do').locator('select').selectOption('forward');
  await desk.getByTestId('rule-forward-to').fill('1002');
  await desk.getByTestId('rule-save').click();
  await away(desk, 'meal');
  const callId = await customers.call(CUSTOMER);
  await expect.poll(() => finalAnswer(customers, callId)).toMatch(/^SIP\/2\.0 302/);
  expect(finalAnswer(customers, callId)).toContain(
    `Contact: <sip:1002@${customers.exchange.domain}>`,
  );
  await expect.poll(() => storedCalls(dataDir)).toMatchObject([{ outcome: 'forwarded' }]);
  expect(treatedOf(dataDir)).toMatchObject([
    { treatment: 'forward', forwardTo: '1002', by: 'rule' },
  ]);
});

test('a second call within the window rings, and another caller does not', async ({
  customers,
  desk,
  dataDir,
}) => {
  await away(desk, 'outage');
  const rung = await watchRing(desk);
  const first = await customers.call(CUSTOMER);
  await expect.poll(() => finalAnswer(customers, first)).toMatch(/^SIP\/2\.0 486/);
  const other = await customers.call(OTHER);
  await expect.poll(() => finalAnswer(customers, other)).toMatch(/^SIP\/2\.0 486/);
  expect(await rung()).toBe(0);
  await customers.call(CUSTOMER);
  await expect(desk.getByTestId('incoming-card')).toContainText('김하늘');
  await expect(desk.getByTestId('quiet')).toBeHidden();
  await expect.poll(rung).toBeGreaterThan(0);
  await desk.getByTestId('answer').click();
  await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await desk.getByTestId('hang-up').click();
  await expect
    .poll(() => treatedOf(dataDir).at(-1))
    .toMatchObject({
      treatment: 'ring',
      by: 'rule',
      why: ['repeatMinutes'],
    });
});

test('in after-call work the next call rings quietly; when it is over it rings', async ({
  customers,
  desk,
}) => {
  await customers.call(CUSTOMER);
  await desk.getByTestId('answer').click();
  await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await desk.getByTestId('hang-up').click();
  await expect(desk.getByTestId('status')).toHaveAttribute('data-kind', 'wrap-up');
  const quiet = await customers.call(OTHER);
  await expect(desk.getByTestId('quiet')).toBeVisible();
  await desk.getByTestId('decline').click();
  await expect.poll(() => finalAnswer(customers, quiet)).toMatch(/^SIP\/2\.0 603/);
  await desk.getByTestId('end-wrap-up').click();
  await expect(desk.getByTestId('status')).toHaveAttribute('data-kind', 'available');
  const rung = await watchRing(desk);
  await customers.call('"박구름" <sip:01055556666@caller.invalid>');
  await expect(desk.getByTestId('incoming-card')).toBeVisible();
  await expect(desk.getByTestId('quiet')).toBeHidden();
  await expect.poll(rung).toBeGreaterThan(0);
});

test('back at the desk: who called, what they were told, and one click to call', async ({
  customers,
  desk,
}) => {
  await away(desk, 'outage');
  for (const from of [CUSTOMER, OTHER]) {
    const callId = await customers.call(from);
    await expect.poll(() => finalAnswer(customers, callId)).toMatch(/^SIP\/2\.0 486/);
  }
  await expect(desk.getByTestId('while-away')).toBeHidden();
  await desk.keyboard.press('Control+Alt+KeyB');
  const rows = desk.getByTestId('while-away-row');
  await expect(rows).toHaveCount(2);
  const row = rows.filter({ hasText: '김하늘' });
  await expect(row).toContainText('통화 중으로 안내함');
  await expect(row).toContainText('까지 전화 약속');
  await row.getByTestId('while-away-call').click();
  await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await desk.getByTestId('hang-up').click();
  // Called back, they are off the list.
  await expect(rows).toHaveCount(1);
});

test('whoever calls within the hour after a call to 119 may be help: it rings, also after a reload', async ({
  customers,
  desk,
  dataDir,
}) => {
  await desk.getByTestId('dial-input').fill('119');
  await desk.getByTestId('dial-call').click();
  await desk.getByTestId('hang-up').click();
  await expect.poll(() => storedCalls(dataDir)[0]?.ended_at ?? null).not.toBeNull();
  await desk.reload();
  await expect(desk.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await away(desk, 'meeting');
  await customers.call(CUSTOMER);
  await expect(desk.getByTestId('incoming-card')).toBeVisible();
  await expect
    .poll(() => treatedOf(dataDir))
    .toMatchObject([{ treatment: 'ring', by: 'emergency', why: ['emergency-callback'] }]);
});
