import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { pageHears } from '../support/ear.ts';
import { AGENT_HZ, expect, test } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Customer } from './laboratory/index.ts';
import { hears } from './laboratory/tones.ts';

const CUSTOMER_HZ = 440;
const OTHER_HZ = 660;

/** Whether this customer now hears a tone. */
const hearsTone = (customer: Customer, hz: number) => (): boolean =>
  hears(customer.received, hz, { lastMs: 600 });

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
    await expect(desk.page.getByTestId('banner-notice')).toContainText('넘기지 못했습니다');
    await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await expect.poll(() => pageHears(desk.page, AGENT_HZ)).toBe(true);
    await expect.poll(() => pageHears(colleague.page, AGENT_HZ)).toBe(true);
    expect(colleague.calls()).toHaveLength(1);
  });
});
