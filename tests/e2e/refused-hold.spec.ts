import { expect, hangUp, talk, test } from '../support/talkingDesk.ts';
import { callIdOf } from '../support/talkingExchange.ts';
import type { TalkingExchange } from '../support/talkingExchange.ts';

/** What the phone says in that call while the customer's side takes a second of packets. */
async function saidIn(customers: TalkingExchange, callId: string): Promise<number> {
  const [energy, packets] = [await customers.energy(callId), await customers.packets(callId)];
  await expect.poll(() => customers.packets(callId)).toBeGreaterThan(packets + 60);
  return (await customers.energy(callId)) - energy;
}

test('a customer whose phone refuses the hold overhears nothing of the next, and is taken back', async ({
  customers,
  desk,
}) => {
  await talk(desk, '0212345678');
  const [first = ''] = customers.talking;
  customers.intercept = (request, reply) => {
    const refused = request.startsWith('INVITE ') && callIdOf(request) === first;
    if (refused) reply('488 Not Acceptable Here');
    return refused;
  };
  expect(await saidIn(customers, first)).toBeGreaterThan(0);

  const second = await customers.call('"다음 고객" <sip:01022223333@caller.invalid>');
  await desk.getByTestId('answer').click();
  await expect.poll(() => customers.talking).toContain(second);
  await expect(desk.getByTestId('held-call')).toHaveAttribute('data-phase', 'held');
  // Packets of silence, once the last sound has died away: their phone does not know that they wait.
  await expect.poll(() => saidIn(customers, first)).toBe(0);
  expect(await saidIn(customers, second)).toBeGreaterThan(0);

  await hangUp(desk);
  await desk.getByTestId('hold').click();
  await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  expect(await saidIn(customers, first)).toBeGreaterThan(0);
});
