import type { Customer } from './laboratory/index.ts';
import { levelAt, loudness } from './laboratory/tones.ts';
import { readWav } from './laboratory/wav.ts';
import { pageHears } from '../support/ear.ts';
import { AGENT_HZ, expect, test } from './desk.ts';
import type { Desk } from './desk.ts';

/** Whether this customer now hears the agent. */
const hearsAgent = (customer: Customer) => (): boolean => customer.hears(AGENT_HZ, 600);

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

test.describe('three in one call', () => {
  /** A tone among others: mixed with a second one it holds half of the power at best. */
  const hearsAmong = (customer: Customer, hz: number) => (): boolean => {
    const { rate, samples } = readWav(customer.received);
    const last = samples.subarray(-Math.round(rate * 0.6));
    return loudness(last) > -50 && levelAt(last, rate, hz) > -12;
  };

  test('everybody hears everybody; one is silenced, one is dropped, the talk goes on', async ({
    lab,
    desk,
  }) => {
    test.setTimeout(120_000);
    const { page } = desk;
    const first = await lab.customer({ tone: 440, displayName: '김하늘' });
    const second = await lab.customer({ tone: 700, displayName: '박서준' });
    await answerAnother(desk, first);
    await answerAnother(desk, second);
    await expect(page.getByTestId('held-call')).toHaveAttribute('data-phase', 'held');
    await page.keyboard.press('F3');
    const other = page.getByTestId('held-call');
    await expect(other).toHaveAttribute('data-phase', 'active');
    await expect(page.getByTestId('joined')).toContainText('셋이 통화 중');

    const everybody = async (agent: boolean): Promise<void> => {
      await expect.poll(hearsAmong(first, AGENT_HZ)).toBe(agent);
      await expect.poll(hearsAmong(second, AGENT_HZ)).toBe(agent);
      await expect.poll(hearsAmong(first, 700)).toBe(true);
      await expect.poll(hearsAmong(second, 440)).toBe(true);
      await expect.poll(() => pageHears(page, 440, 9)).toBe(true);
      await expect.poll(() => pageHears(page, 700, 9)).toBe(true);
    };
    await everybody(true);
    // Nobody is sent their own voice.
    expect(hearsAmong(first, 440)()).toBe(false);
    expect(hearsAmong(second, 700)()).toBe(false);

    // Muted: the customers still hear each other, and neither hears the agent.
    await page.getByTestId('mute').click();
    await everybody(false);
    await page.getByTestId('mute').click();
    await everybody(true);

    // The party of the row below is silenced for everybody, and hears on.
    const [below, above, belowHz, aboveHz] = (await other.textContent())?.includes('김하늘')
      ? ([first, second, 440, 700] as const)
      : ([second, first, 700, 440] as const);
    await page.getByTestId('silence').click();
    await expect.poll(hearsAmong(above, belowHz)).toBe(false);
    await expect.poll(() => pageHears(page, belowHz, 9)).toBe(false);
    await expect.poll(hearsAmong(below, aboveHz)).toBe(true);
    await expect.poll(hearsAmong(below, AGENT_HZ)).toBe(true);
    await page.getByTestId('silence').click();
    await everybody(true);

    // Apart: that party waits, hearing nobody, and comes back.
    await page.getByTestId('hold-joined').click();
    await expect(other).toHaveAttribute('data-phase', 'held');
    await expect(page.getByTestId('joined')).toBeHidden();
    await expect.poll(hearsAmong(above, belowHz)).toBe(false);
    await expect.poll(hearsAgent(above)).toBe(true);
    await page.getByTestId('join').click();
    await expect(other).toHaveAttribute('data-phase', 'active');
    await everybody(true);

    await page.getByTestId('hang-up-held').click();
    await below.waitFor('closed');
    await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await expect(page.getByTestId('joined')).toBeHidden();
    await expect.poll(hearsAgent(above)).toBe(true);
    await expect.poll(() => pageHears(page, aboveHz)).toBe(true);
    await page.getByTestId('hang-up').click();
    await above.waitFor('closed');
  });
});
