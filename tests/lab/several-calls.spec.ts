import type { Customer } from './laboratory/index.ts';
import { hears } from './laboratory/tones.ts';
import { pageHears } from '../support/ear.ts';
import { AGENT_HZ, expect, test } from './desk.ts';
import type { Desk } from './desk.ts';

/** Whether this customer now hears the agent. */
const hearsAgent = (customer: Customer) => (): boolean =>
  hears(customer.received, AGENT_HZ, { lastMs: 600 });

async function answerAnother(desk: Desk, customer: Customer): Promise<void> {
  await customer.call(desk.account.username);
  await expect(desk.page.getByTestId('incoming-card')).toBeVisible();
  await desk.page.getByTestId('answer').click();
  await customer.waitFor('established');
  await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
}

test.describe('more than one call', () => {
  test('a second caller is answered while the first waits, and the agent goes to and fro', async ({
    lab,
    desk,
  }) => {
    const { page } = desk;
    const first = await lab.customer({ tone: 440, displayName: '김하늘' });
    const second = await lab.customer({ tone: 660, displayName: '박서준' });
    const bar = page.getByTestId('call-bar');
    const held = page.getByTestId('held-call');
    await answerAnother(desk, first);
    await expect.poll(hearsAgent(first)).toBe(true);

    // It rings below the first, which goes on.
    await second.call(desk.account.username);
    await expect(page.getByTestId('incoming-card')).toContainText('박서준');
    await expect(bar).toHaveAttribute('data-phase', 'active');
    await expect.poll(() => pageHears(page, 440)).toBe(true);

    await page.getByTestId('answer').click();
    await second.waitFor('established');
    await expect(bar).toContainText('박서준');
    await expect(held).toHaveAttribute('data-phase', 'held');
    await expect(held).toContainText('김하늘');
    await expect.poll(hearsAgent(second)).toBe(true);
    await expect.poll(hearsAgent(first)).toBe(false);
    await expect.poll(() => pageHears(page, 660)).toBe(true);
    expect(await pageHears(page, 440)).toBe(false);

    await page.getByTestId('switch-call').click();
    await expect(bar).toContainText('김하늘');
    await expect(bar).toHaveAttribute('data-phase', 'active');
    await expect.poll(hearsAgent(first)).toBe(true);
    await expect.poll(hearsAgent(second)).toBe(false);
    await expect.poll(() => pageHears(page, 440)).toBe(true);
    expect(await pageHears(page, 660)).toBe(false);

    // The customer who is talked to hangs up: the other still waits, and is not picked up unasked.
    await first.hangup();
    await expect(bar).toContainText('박서준');
    await expect(bar).toHaveAttribute('data-phase', 'held');
    await page.getByTestId('hold').click();
    await expect.poll(hearsAgent(second)).toBe(true);
    await page.getByTestId('hang-up').click();
    await second.waitFor('closed');
    await desk.lastCall();
    expect(desk.calls().map(({ outcome, ended_by }) => [outcome, ended_by])).toEqual([
      ['answered', 'customer'],
      ['answered', 'agent'],
    ]);
    for (const { held_ms } of desk.calls()) expect(held_ms).toBeGreaterThan(0);
  });

  test('four wait while a fifth is talked to; one of them can be ended, the others stay', async ({
    lab,
    desk,
  }) => {
    test.setTimeout(120_000);
    const { page } = desk;
    const bar = page.getByTestId('call-bar');
    const tones = [420, 530, 640, 750, 860];
    const customers: Customer[] = [];
    for (const tone of tones) {
      const customer = await lab.customer({ tone, displayName: `고객${tone}` });
      await answerAnother(desk, customer);
      customers.push(customer);
    }
    const held = page.getByTestId('held-call');
    await expect(held).toHaveCount(4);
    await expect(page.locator('[data-testid=held-call][data-phase=held]')).toHaveCount(4);

    const onlyOne = async (talking: Customer, tone: number): Promise<void> => {
      await expect.poll(hearsAgent(talking)).toBe(true);
      await expect.poll(() => pageHears(page, tone)).toBe(true);
      for (const customer of customers) {
        if (customer !== talking) await expect.poll(hearsAgent(customer)).toBe(false);
      }
      for (const other of tones)
        if (other !== tone) expect(await pageHears(page, other)).toBe(false);
    };
    await onlyOne(customers[4]!, 860);

    await held.filter({ hasText: '고객530' }).getByTestId('hang-up-held').click();
    await customers[1]!.waitFor('closed');
    await expect(held).toHaveCount(3);
    await expect(bar).toContainText('고객860');
    await expect(bar).toHaveAttribute('data-phase', 'active');
    expect(desk.calls().filter(({ ended_at }) => ended_at !== null)).toMatchObject([
      { name: '고객530', outcome: 'answered', ended_by: 'agent' },
    ]);

    customers.splice(1, 1);
    await held.filter({ hasText: '고객420' }).getByTestId('switch-call').click();
    await expect(bar).toContainText('고객420');
    await expect(bar).toHaveAttribute('data-phase', 'active');
    await onlyOne(customers[0]!, 420);
    await expect(held).toHaveCount(3);
  });
});
