import type { Page } from '@playwright/test';
import type { CallFact } from '#shared/domain/call/record.ts';
import type { PromiseFact } from '#shared/domain/callback/record.ts';
import { ended, started, wholeCall } from '../host/facts.ts';
import { made } from '../host/promiseFacts.ts';
import { startHost as startTestHost } from '../host/support.ts';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { expect, test } from './fixtures.ts';

// Room for the list, the promise and the person on the line beside each other.
test.use({ viewport: { width: 1_680, height: 900 } });

const MINUTE = 60_000;

/** Answers after two seconds; see resources/practice/phone-book.json. */
const WHO_ANSWERS = { dialled: '01000000001', e164: null, practice: true } as const;
const WHO_DECLINES = { dialled: '01000000003', e164: null, practice: true } as const;

/** What an earlier run left in the folder. */
async function left(
  dataDir: string,
  { calls = [], promises = [] }: { calls?: CallFact[]; promises?: ReturnType<typeof made>[] },
): Promise<void> {
  const { host, connect } = startTestHost(dataDir);
  const { client } = connect();
  if (calls.length > 0) await client.call('calls.append', { facts: calls });
  for (let from = 0; from < promises.length; from += 100) {
    await client.call('promises.append', { facts: promises.slice(from, from + 100) });
  }
  await host.stop();
}

function missed(someone: Partial<Parameters<typeof started>[0]>, at = Date.now()): CallFact[] {
  const first = started({ at, address: 'sip:customer@practice.invalid', ...someone });
  const end = ended(first.callId, at + 1_000, { outcome: 'missed', cause: { code: 'cancelled' } });
  return [first, end];
}

function factsOf(dataDir: string): readonly PromiseFact[] {
  return query<{ type: string; body: string }>(
    dataDir,
    'SELECT type, body FROM promise_events ORDER BY seq',
  ).map(({ type, body }) => ({ ...(JSON.parse(body) as object), type }) as PromiseFact);
}
const typesOf = (dataDir: string): string[] => factsOf(dataDir).map(({ type }) => type);

async function openPromises(page: Page): Promise<void> {
  await page.getByTestId('nav-promises').click();
  await expect(page.getByTestId('promise-list')).toBeVisible();
}

/** Onto the practice line. */
async function enter(page: Page, url: string): Promise<void> {
  await page.goto(url);
  const state = page.getByTestId('line-state');
  const door = page.getByTestId('door-practice');
  await expect(door.or(state.and(page.locator('[data-state=registered]')))).toBeVisible();
  if (await door.isVisible()) await door.click();
  await expect(state).toHaveAttribute('data-state', 'registered');
}

test('a customer who is not taken is promised a call, which a kill -9 does not lose', async ({
  page,
  dataDir,
}) => {
  const first = await startHost({ dataDir });
  await enter(page, first.url);
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('decline').click();
  await openPromises(page);
  const row = page.getByTestId('promise-row');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('연습');
  await expect(row).toContainText('부재중 전화');
  await expect(row).toHaveAttribute('data-state', 'due');
  await expect(row).toContainText('0/3');
  await first.kill9();

  const second = await startHost({ dataDir });
  await enter(page, second.url);
  await openPromises(page);
  await expect(row).toHaveCount(1);
  expect(typesOf(dataDir)).toEqual(['made']);
  await second.stop();
});

test('calling back keeps it when the customer answers, and tells how long they waited', async ({
  page,
  dataDir,
}) => {
  await left(dataDir, { calls: missed(WHO_ANSWERS, Date.now() - 40 * MINUTE) });
  const host = await startHost({ dataDir });
  await enter(page, host.url);
  await openPromises(page);
  await page.getByTestId('promise-list').focus();
  // One key calls whoever is next.
  await page.keyboard.press('n');
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect(page.getByTestId('promise-row')).toHaveAttribute('data-state', 'in-progress');
  await page.getByTestId('hang-up').click();
  await expect(page.getByTestId('promise-row')).toHaveCount(0);
  await expect(page.getByTestId('promises-empty')).toBeVisible();
  await expect(page.getByTestId('promise-state')).toContainText('지킴');
  await expect(page.getByTestId('promise-wait')).toContainText('기다린 시간 40분');
  expect(typesOf(dataDir)).toEqual(['made', 'answered', 'kept']);
  // It is part of how well promises are kept here, with the wait as it really was.
  await page.getByTestId('worklist-tabs').getByText('업무 현황').click();
  await expect(page.getByTestId('kept-share')).toHaveText('100 %');
  await expect(page.getByTestId('kept-inTime')).toHaveText('1');
  await expect(page.getByTestId('kept-wait')).toHaveText('40분');
  await host.stop();
});

test('whoever did not answer is left alone, unless there is a reason that is kept', async ({
  page,
  dataDir,
  calls,
}) => {
  await left(dataDir, { calls: missed(WHO_DECLINES) });
  const host = await startHost({ dataDir });
  await enter(page, host.url);
  await openPromises(page);
  await page.getByTestId('promise-row').click();
  await page.getByTestId('promise-call').click();
  await expect(page.getByTestId('promise-row')).toContainText('1/3');
  await expect(page.getByTestId('promise-hold')).toContainText('부터 다시 걸 수 있습니다');
  expect(calls()).toHaveLength(2);

  // From the list, and by hand.
  const dialog = page.getByRole('dialog');
  await page.getByTestId('promise-call').click();
  await expect(dialog.getByTestId('held-why')).toContainText('받지 않으셨습니다');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByTestId('nav-phone').click();
  await page.getByTestId('dial-input').fill('010-0000-0003');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await page.getByTestId('held-yes').click();
  await expect(page.getByTestId('held-reason-error')).toBeVisible();
  expect(calls()).toHaveLength(2);
  await page.getByTestId('held-reason').fill('고객이 지금 걸어 달라고 문자를 보냄');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect.poll(() => calls().length).toBe(3);
  await expect.poll(() => typesOf(dataDir)).toEqual(['made', 'attempted', 'override', 'attempted']);
  expect(factsOf(dataDir)[2]).toMatchObject({
    code: 'cool-down',
    why: '고객이 지금 걸어 달라고 문자를 보냄',
  });
  // An emergency number asks nobody.
  await page.getByTestId('dial-input').fill('119');
  await page.keyboard.press('Enter');
  await expect.poll(() => calls().length).toBe(4);
  await host.stop();
});

test('a close needs its reason, and a slip is taken back', async ({ page, dataDir }) => {
  await left(dataDir, { calls: missed(WHO_DECLINES) });
  const host = await startHost({ dataDir });
  await enter(page, host.url);
  await openPromises(page);
  const list = page.getByTestId('promise-list');
  await list.focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('open-close').click();
  await page.getByTestId('close-save').click();
  await expect(page.getByTestId('close-reason-error')).toBeVisible();
  const reason = page.getByTestId('close-form').locator('select');
  await reason.selectOption('other');
  await page.getByTestId('close-save').click();
  await expect(page.getByTestId('close-words-error')).toBeVisible();
  expect(typesOf(dataDir)).toEqual(['made']);
  await reason.selectOption('withdrawn');
  await page.getByTestId('close-words').fill('문자로 해결됨');
  await page.getByTestId('close-save').click();
  await expect(page.getByTestId('promise-row')).toHaveCount(0);
  await page.getByTestId('promise-take-back').click();
  await expect(page.getByTestId('promise-row')).toHaveCount(1);
  expect(typesOf(dataDir)).toEqual(['made', 'closed', 'reopened']);
  await host.stop();
});

test('a reminder is said once and leaves the focus where it is', async ({ page, dataDir }) => {
  const now = Date.now();
  const promise = made({
    ...WHO_ANSWERS,
    ...{ name: '최민지', at: now - 120 * MINUTE, topic: '환불 확인' },
    window: { from: now + 5 * MINUTE, to: now + 65 * MINUTE },
  });
  await left(dataDir, { promises: [promise] });
  const host = await startHost({ dataDir });
  await enter(page, host.url);
  const dial = page.getByTestId('dial-input');
  await dial.fill('02-123');
  const banner = page.getByTestId('banner-promise');
  await expect(banner).toContainText('곧 최민지님께 전화할 시간입니다', { timeout: 15_000 });
  await expect(banner).toContainText('환불 확인');
  await expect(banner).toHaveRole('status');
  await expect(dial).toBeFocused();
  await page.keyboard.type('4');
  await expect(dial).toHaveValue('02-1234');
  expect(typesOf(dataDir)).toEqual(['made', 'reminded']);
  // Said once: a page that comes again is not told again.
  await page.reload();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await expect(page.getByTestId('nav-promises')).toBeVisible();
  await expect(banner).toBeHidden();
  expect(typesOf(dataDir)).toEqual(['made', 'reminded']);
  await host.stop();
});

test('a call is promised by hand, put off, moved with a text, and handed on', async ({
  page,
  dataDir,
}) => {
  await left(dataDir, { calls: wholeCall({ ...WHO_DECLINES, name: '박서준', at: Date.now() }) });
  const host = await startHost({ dataDir });
  await enter(page, host.url);
  await page.getByTestId('nav-history').click();
  await page.getByTestId('history-row').click();
  await page.getByTestId('promise-make').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('박서준님께 전화 약속');
  await page.getByTestId('promise-topic').fill('교환 접수');
  await page.getByTestId('promise-when').getByText('내일 오전').click();
  await page.getByTestId('promise-urgency-choice').getByText('긴급').click();
  await page.getByTestId('promise-topic').press('Enter');
  await expect(dialog).toBeHidden();
  await page.getByTestId('promise-chip').click();
  const row = page.getByTestId('promise-row');
  await expect(row).toContainText('내일 09:00–12:00');
  await expect(row).toContainText('긴급');
  await expect(page.getByTestId('promise-group-later')).toBeVisible();

  await page.getByTestId('snooze-30').click();
  await expect(page.getByTestId('promise-undo')).toBeVisible();
  await page.getByTestId('promise-urgency').click();
  await expect(row).toHaveAttribute('data-urgency', 'normal');
  await page.getByTestId('open-escalated').click();
  await page.getByTestId('hand-to').fill('이 팀장');
  await page.getByTestId('hand-save').click();
  await expect(row).toContainText('이 팀장');
  await page.getByTestId('open-reassigned').click();
  await page.getByTestId('hand-to').fill('정 대리');
  await page.getByTestId('hand-save').click();
  await expect(page.getByTestId('hand-note-error')).toBeVisible();
  await page.getByTestId('hand-note').fill('고객이 오전 통화를 원합니다.');
  await page.getByTestId('hand-save').click();
  await expect(row).toContainText('정 대리');

  await page.getByTestId('open-reschedule').click();
  await page.getByTestId('reschedule-save').click();
  await expect(page.getByTestId('text-body')).toHaveValue(/전화드릴 시간이 바뀌어 .*에 전화드리/);
  await expect
    .poll(() => typesOf(dataDir))
    .toEqual([...['made', 'snoozed', 'urgency', 'escalated', 'reassigned', 'rescheduled']]);
  await host.stop();
});

test('ten thousand promises open at once and scroll from the first to the last', async ({
  page,
  dataDir,
}) => {
  test.setTimeout(120_000);
  const now = Date.now();
  const promises = Array.from({ length: 10_000 }, (_, index) => {
    const number = String(10_000_000 + index);
    const to = now + (index - 3_000) * MINUTE;
    return made({
      ...{ at: now - 3_600_000, dialled: `010${number}`, e164: `+8210${number}` },
      ...{ name: `고객 ${index}`, window: { from: to - 60 * MINUTE, to } },
    });
  });
  await left(dataDir, { promises });
  const host = await startHost({ dataDir });
  // What a row cost most, counted: times on a shared machine say little.
  await page.addInitScript(() => {
    const Original = Intl.DateTimeFormat;
    Object.assign(window, { formatsMade: 0 });
    Intl.DateTimeFormat = new Proxy(Original, {
      construct(target, given: [string]) {
        (window as unknown as { formatsMade: number }).formatsMade += 1;
        return new target(...given);
      },
    });
  });
  const formatsMade = (): Promise<number> =>
    page.evaluate(() => (window as unknown as { formatsMade: number }).formatsMade);
  await enter(page, host.url);
  await expect(page.getByTestId('promises-badge')).toContainText('99+');
  const opens = (): Promise<number> =>
    page.evaluate(async () => {
      const begun = performance.now();
      document.querySelector<HTMLElement>('[data-testid=nav-promises]')?.click();
      while (!document.querySelector('[data-testid=promise-row]')) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return performance.now() - begun;
    });
  const first = await opens();
  await expect(page.getByTestId('promise-list')).toHaveAttribute('aria-busy', 'false');
  await page.getByTestId('nav-phone').click();
  await expect(page.getByTestId('promise-list')).toHaveCount(0);
  const again = await opens();
  console.log(`10,000 promises: opened in ${first.toFixed()} ms, again in ${again.toFixed()} ms`);
  const list = page.getByTestId('promise-list');
  await expect(page.getByTestId('promise-row').first()).toContainText('고객 0');
  await expect(list.getByRole('option').first()).toHaveAttribute('aria-setsize', '10000');
  await list.focus();
  const before = await formatsMade();
  await page.keyboard.press('End');
  await expect(page.getByTestId('promise-row').last()).toContainText('고객 9999');
  // Only what is in sight is in the page.
  expect(await page.getByTestId('promise-row').count()).toBeLessThanOrEqual(60);
  await page.keyboard.press('Home');
  await expect(page.getByTestId('promise-row').first()).toContainText('고객 0');
  expect(await formatsMade(), 'formats made by scrolling').toBe(before);
  await host.stop();
});
