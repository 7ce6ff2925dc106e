import { pageHears } from '../support/ear.ts';
import { runFuzz } from '../support/fuzz/runFuzz.ts';
import { expect, hangUp, test } from '../support/talkingDesk.ts';
import { FAR_HZ } from '../support/talkingExchange.ts';

/** `FUZZ_SEED=n` has another run, or the same one again. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 4475);
/** The full number is sent by `npm run soak`. */
const FRAMES = 400;

test(`${FRAMES} spoilt frames: nothing is thrown, nothing is stuck, the next call is taken`, async ({
  customers,
  desk,
  reopen,
}) => {
  test.setTimeout(180_000);
  const run = await runFuzz(desk, customers, { seed: SEED, frames: FRAMES, reopen });
  console.log(
    `      seed ${SEED}: ${run.calls} calls, longest task ${Math.max(...run.tasks)} ms, slowest click ${run.slowestClick} ms`,
  );
  expect(run.faults, `FUZZ_SEED=${SEED} npm run test:e2e -- fuzz.spec.ts`).toEqual([]);
  expect(run.slowestClick).toBeLessThanOrEqual(1_000);
  await expect(desk.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');

  await reopen();
  await customers.call('"다음 고객" <sip:0299990000@caller.invalid>');
  await desk.getByTestId('answer').click();
  await expect(desk.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect.poll(() => pageHears(desk, FAR_HZ)).toBe(true);
  await hangUp(desk);
});
