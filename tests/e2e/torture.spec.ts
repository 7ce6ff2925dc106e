import { clickThrough, watchHealth } from '../support/pageHealth.ts';
import { expect, hangUp, talk, test } from '../support/talkingDesk.ts';
import { TORTURE } from '../support/torture/corpus.ts';
import { faultsOf, sendTorture } from '../support/torture/runTorture.ts';

test.beforeEach(() => test.setTimeout(120_000));

test('RFC 4475 has 49 messages', () => {
  expect(new Set(TORTURE.map(({ name }) => name)).size).toBe(49);
});

// In a call too: tests/soak/attack.spec.ts.
test('every message of RFC 4475, idle: answered as it asks, and the next call succeeds', async ({
  customers,
  desk,
}) => {
  const health = await watchHealth(desk);
  const raining = sendTorture(customers.exchange);
  await clickThrough(desk);
  expect(faultsOf(await raining)).toEqual([]);
  expect(await health.slowestClick()).toBeLessThanOrEqual(1_000);
  expect(health.uncaught).toEqual([]);
  await expect(desk.getByTestId('incoming-card')).toHaveCount(0);
  await expect(desk.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await talk(desk, '0212345678');
  await hangUp(desk);
});
