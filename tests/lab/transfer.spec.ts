import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { pageHears } from '../support/ear.ts';
import { AGENT_HZ, expect, test } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Customer } from './laboratory/index.ts';

const CUSTOMER_HZ = 440;
const OTHER_HZ = 660;

/** Whether this customer now hears a tone. */
const hearsTone = (customer: Customer, hz: number) => (): boolean => customer.hears(hz, 600);

async function talkTo(desk: Desk, customer: Customer): Promise<void> {
  await customer.call(desk.account.username);
  await desk.page.getByTestId('answer').click();
  await customer.waitFor('established');
  await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
}

/** Opens the panel by its key, as an agent with both hands on the keyboard does. */
async function writeTarget(page: Page, number: string): Promise<void> {
  await page.keyboard.press('F6');
  await expect(page.getByTestId('transfer-number')).toBeFocused();
  await page.keyboard.type(number);
}

const factsOf = (desk: Desk, type: string): readonly unknown[] =>
  query<{ body: string }>(
    desk.dataDir,
    `SELECT body FROM call_events WHERE type = '${type}' ORDER BY seq`,
  ).map(({ body }) => JSON.parse(body) as unknown);

async function backWithTheCustomer(desk: Desk, customer: Customer, why: string): Promise<void> {
  const { page } = desk;
  await expect(page.getByTestId('banner-notice')).toHaveAttribute('data-code', 'transfer-failed');
  await expect(page.getByTestId('banner-notice')).toContainText(why);
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect.poll(hearsTone(customer, AGENT_HZ)).toBe(true);
  await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
  expect(factsOf(desk, 'transferred')).toEqual([]);
}

test.describe('handing a customer over blind', () => {
  test('the two talk to each other, our leg ends as answered, and the log says who to', async ({
    lab,
    desk,
  }) => {
    const { page } = desk;
    const customer = await lab.customer({ tone: CUSTOMER_HZ, displayName: '김하늘' });
    const other = await lab.customer({ tone: OTHER_HZ, answer: 'manual' });
    await talkTo(desk, customer);
    await writeTarget(page, other.number);
    await page.keyboard.press('Enter');

    await other.waitFor('incoming');
    await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'held');
    await expect(page.getByTestId('transfer-state')).toContainText(other.number);
    await expect(page.getByTestId('hang-up')).toBeEnabled();
    // Not dropped before the new call stands.
    expect(customer.events.some(({ name }) => name === 'closed')).toBe(false);

    await other.answer();
    await expect(page.getByTestId('ended-line')).toContainText('넘겼습니다');
    await expect.poll(hearsTone(customer, OTHER_HZ)).toBe(true);
    await expect.poll(hearsTone(other, CUSTOMER_HZ)).toBe(true);

    const row = await desk.lastCall();
    expect(row).toMatchObject({ outcome: 'answered', ended_by: 'agent' });
    expect(JSON.parse(row.cause ?? '{}')).toEqual({ code: 'transferred' });
    expect(factsOf(desk, 'transferred')).toEqual([{ kind: 'blind', to: other.number }]);
    await page.getByTestId('nav-history').click();
    await page.getByTestId('history-row').first().click();
    await expect(page.getByText(`바로 넘김: ${other.number}`)).toBeVisible();
  });

  for (const [target, why] of [
    ['code-486', '통화 중'],
    ['code-603', '거절'],
    ['9999', '없는 번호'],
  ] as const) {
    test(`to ${target} fails: the customer is back, and the reason is said`, async ({
      lab,
      desk,
    }) => {
      const customer = await lab.customer({ tone: CUSTOMER_HZ });
      await talkTo(desk, customer);
      await writeTarget(desk.page, target);
      await desk.page.getByTestId('transfer-blind').click();
      await backWithTheCustomer(desk, customer, why);
      await desk.page.getByTestId('hang-up').click();
      await customer.waitFor('closed');
    });
  }

  test('nobody answers: after half a minute the customer is back', async ({ lab, desk }) => {
    test.setTimeout(120_000);
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    const other = await lab.customer({ answer: 'ring-forever' });
    await talkTo(desk, customer);
    await writeTarget(desk.page, other.number);
    const began = Date.now();
    await desk.page.keyboard.press('Enter');
    await other.waitFor('incoming');
    await expect(desk.page.getByTestId('banner-notice')).toBeVisible({ timeout: 40_000 });
    expect(Date.now() - began).toBeGreaterThan(29_000);
    await backWithTheCustomer(desk, customer, '30초');
  });

  test('taken back while it rings elsewhere', async ({ lab, desk }) => {
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    const other = await lab.customer({ answer: 'ring-forever' });
    await talkTo(desk, customer);
    await writeTarget(desk.page, other.number);
    await desk.page.keyboard.press('Enter');
    await other.waitFor('incoming');
    const hold = desk.page.getByTestId('hold');
    await expect(hold).toContainText('다시 데려오기');
    await hold.click();
    await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await expect.poll(hearsTone(customer, AGENT_HZ)).toBe(true);
    await expect.poll(() => pageHears(desk.page, CUSTOMER_HZ)).toBe(true);
  });

  test('the other phone declines to be sent anywhere: back to the talk', async ({ openDesk }) => {
    const desk = await openDesk();
    const colleague = await openDesk();
    await desk.dial(colleague.account.username);
    await colleague.page.getByTestId('answer').click();
    await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await writeTarget(desk.page, '9999');
    await desk.page.keyboard.press('Enter');
    await expect(desk.page.getByTestId('banner-notice')).toContainText('받아들이지 않았습니다');
    await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await expect.poll(() => pageHears(desk.page, AGENT_HZ)).toBe(true);
    await expect.poll(() => pageHears(colleague.page, AGENT_HZ)).toBe(true);
    expect(colleague.calls()).toHaveLength(1);
  });
});

/** What the microphone of the colleague's desk hears. */
const COLLEAGUE_HZ = 1_500;

test.describe('asking a colleague first', () => {
  async function consult(desk: Desk, colleague: Desk): Promise<void> {
    await writeTarget(desk.page, colleague.account.username);
    await desk.page.getByTestId('transfer-consult').click();
    await colleague.page.getByTestId('answer').click();
    await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await expect(desk.page.getByTestId('consult-line')).toContainText('기다리고 있습니다');
    await expect(desk.page.getByTestId('held-call')).toHaveAttribute('data-phase', 'held');
  }

  test('and bringing the two together: they hear each other, and all three logs are true', async ({
    lab,
    openDesk,
  }) => {
    test.setTimeout(120_000);
    const desk = await openDesk();
    const colleague = await openDesk({ microphoneHz: COLLEAGUE_HZ });
    const customer = await lab.customer({ tone: CUSTOMER_HZ, displayName: '김하늘' });
    await talkTo(desk, customer);
    await consult(desk, colleague);
    await expect.poll(() => pageHears(desk.page, COLLEAGUE_HZ)).toBe(true);
    await expect.poll(() => pageHears(colleague.page, AGENT_HZ)).toBe(true);
    await expect.poll(hearsTone(customer, AGENT_HZ)).toBe(false);

    // To the customer and back to the colleague.
    await desk.page.getByTestId('switch-call').click();
    await expect.poll(hearsTone(customer, AGENT_HZ)).toBe(true);
    await expect.poll(() => pageHears(desk.page, CUSTOMER_HZ)).toBe(true);
    expect(await pageHears(colleague.page, AGENT_HZ)).toBe(false);
    await desk.page.getByTestId('switch-call').click();
    await expect.poll(() => pageHears(colleague.page, AGENT_HZ)).toBe(true);
    await expect(desk.page.getByTestId('held-call')).toHaveAttribute('data-phase', 'held');

    await desk.page.keyboard.press('F6');
    await expect(desk.page.getByTestId('ended-line')).toContainText('넘겼습니다');
    await expect(desk.page.getByTestId('call-bar')).toBeHidden();
    await expect.poll(hearsTone(customer, COLLEAGUE_HZ)).toBe(true);
    await expect.poll(() => pageHears(colleague.page, CUSTOMER_HZ)).toBe(true);
    await expect(colleague.page.getByTestId('call-bar')).toContainText('김하늘');
    await expect(colleague.page.getByTestId('incoming-card')).toBeHidden();

    await desk.lastCall();
    const ends = desk.calls().map(({ direction, outcome, ended_by, cause }) => ({
      direction,
      outcome,
      ended_by,
      cause: JSON.parse(cause ?? '{}') as unknown,
    }));
    const handedOver = { outcome: 'answered', ended_by: 'agent', cause: { code: 'transferred' } };
    expect(ends).toEqual([
      { direction: 'inbound', ...handedOver },
      { direction: 'outbound', ...handedOver },
    ]);
    expect(factsOf(desk, 'transferred')).toEqual([
      { kind: 'attended', to: colleague.account.username },
    ]);

    // The colleague's log: the call that was replaced is over, the customer's goes on.
    await expect
      .poll(() => colleague.calls().map(({ outcome }) => outcome))
      .toEqual(['answered', null]);
    const [replaced, taken] = colleague.calls();
    expect(JSON.parse(replaced?.cause ?? '{}')).toEqual({ code: 'replaced' });
    expect(taken).toMatchObject({ direction: 'inbound', name: '김하늘', dialled: customer.number });
    await colleague.page.getByTestId('hang-up').click();
    await customer.waitFor('closed');
    expect(await colleague.lastCall()).toMatchObject({ outcome: 'answered', ended_by: 'agent' });
  });

  test('and thinking better of it: back to the customer, the colleague is let go', async ({
    lab,
    openDesk,
  }) => {
    const desk = await openDesk();
    const colleague = await openDesk({ microphoneHz: COLLEAGUE_HZ });
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    await talkTo(desk, customer);
    await consult(desk, colleague);
    await desk.page.getByTestId('transfer-cancel').click();
    await expect(colleague.page.getByTestId('ended-line')).toBeVisible();
    await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await expect.poll(hearsTone(customer, AGENT_HZ)).toBe(true);
    await expect.poll(() => pageHears(desk.page, CUSTOMER_HZ)).toBe(true);
  });

  test('who is busy: back to the customer by itself', async ({ lab, desk }) => {
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    await talkTo(desk, customer);
    await writeTarget(desk.page, 'code-486');
    await desk.page.getByTestId('transfer-consult').click();
    await expect(desk.page.getByTestId('call-bar')).toContainText('통화 중');
    await expect.poll(() => desk.calls().length).toBe(2);
    await expect.poll(() => desk.calls()[1]?.outcome).toBe('busy');
    await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await expect.poll(hearsTone(customer, AGENT_HZ)).toBe(true);
    await expect.poll(() => pageHears(desk.page, CUSTOMER_HZ)).toBe(true);
  });

  test('who will not have it after all: the customer is back, the colleague waits', async ({
    lab,
    desk,
  }) => {
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    const other = await lab.customer({ tone: OTHER_HZ });
    await talkTo(desk, customer);
    await writeTarget(desk.page, other.number);
    await desk.page.getByTestId('transfer-consult').click();
    await other.waitFor('established');
    await expect.poll(() => pageHears(desk.page, OTHER_HZ)).toBe(true);
    await expect(desk.page.getByTestId('held-call')).toHaveAttribute('data-phase', 'held');
    await other.setAnswer('reject');
    await desk.page.getByTestId('transfer-complete').click();
    await backWithTheCustomer(desk, customer, '통화 중');
    await expect(desk.page.getByTestId('held-call')).toHaveAttribute('data-phase', 'held');
    await expect.poll(hearsTone(other, AGENT_HZ)).toBe(false);
  });
});
