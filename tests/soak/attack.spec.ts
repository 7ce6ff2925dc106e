import type { Page } from '@playwright/test';
import { storedCalls } from '../support/callLog.ts';
import { LONGEST_TASK_MS, runFuzz } from '../support/fuzz/runFuzz.ts';
import { watchGaps } from '../support/gapWatch.ts';
import { clickThrough, watchHealth } from '../support/pageHealth.ts';
import { expect, hangUp, talk, test } from '../support/talkingDesk.ts';
import { faultsOf, sendTorture } from '../support/torture/runTorture.ts';
import { either, keep, SEED } from './figures.ts';

test.beforeEach(() => test.setTimeout(either(120_000, 3_600_000)));

for (const where of ['idle', 'in a call'] as const) {
  test(`RFC 4475 ${where}`, async ({ customers, desk, reopen }) => {
    const clicks: number[] = [];
    const gaps: number[] = [];
    const faults: string[] = [];
    for (let run = 0; run < either(1, 30); run += 1) {
      // A fresh page has its twenty calls a minute again.
      if (run > 0) await reopen();
      const health = await watchHealth(desk);
      if (where === 'in a call') await talk(desk, '0212345678');
      const gap = where === 'in a call' ? await watchGaps(desk) : null;
      const raining = sendTorture(customers.exchange);
      await clickThrough(desk);
      faults.push(...faultsOf(await raining), ...health.uncaught);
      clicks.push(await health.slowestClick());
      if (gap) {
        gaps.push(await gap());
        await hangUp(desk);
      }
    }
    expect(faults).toEqual([]);
    const note = 'every one of the 49 answered as the RFC asks, 0 uncaught errors';
    keep({
      measure: `RFC 4475 ${where}: slowest click`,
      unit: 'ms',
      values: clicks,
      reach: 1_000,
      note,
    });
    if (gaps.length > 0) {
      keep({ measure: `RFC 4475 ${where}: longest silence`, unit: 'ms', values: gaps, reach: 200 });
    }
    await talk(desk, '0298765432');
    await hangUp(desk);
  });
}

test('spoilt frames', async ({ customers, desk, reopen }) => {
  const frames = either(200, 10_000);
  const run = await runFuzz(desk, customers, { seed: SEED, frames, reopen });
  expect(run.faults, `npm run soak -- --only frames --seed ${SEED}`).toEqual([]);
  const note = `seed ${SEED}, ${run.calls} calls made meanwhile, 0 crashes, 0 uncaught errors`;
  keep({
    measure: `${frames.toLocaleString('en')} spoilt frames: longest task`,
    unit: 'ms',
    values: run.tasks,
    reach: LONGEST_TASK_MS,
    note,
  });
  keep({
    measure: 'among them of 64 kB to 5 MB: longest task of our own code',
    unit: 'ms',
    values: run.scripts,
    reach: LONGEST_TASK_MS,
  });
  await reopen();
  await talk(desk, '0298765432');
  await hangUp(desk);
});

test('fifty calls a second', async ({ customers, desk, dataDir }) => {
  const SECONDS = either(5, 60);
  const PER_SECOND = 50;
  await talk(desk, '0212345678');
  const health = await watchHealth(desk);
  const heard = await watchTones(desk);
  const gap = await watchGaps(desk);
  const began = performance.now();
  for (let sent = 0; sent < SECONDS * PER_SECOND; sent += 1) {
    customers.exchange.invite(`"고객" <sip:010${30_000_000 + sent}@caller.invalid>`);
    const due = ((sent + 1) / PER_SECOND) * 1_000 - (performance.now() - began);
    if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
    if (sent % 500 === 100) await clickThrough(desk);
  }
  const minutes = Math.ceil((performance.now() - began) / 60_000);
  const banner = desk.getByTestId('banner-flood');
  await expect(banner).toContainText(/\d/);
  // The call that goes on is the phone's own: every other one came in.
  const rows = storedCalls(dataDir).filter(({ direction }) => direction === 'inbound').length;
  await expect(banner).toContainText(String(SECONDS * PER_SECOND - rows));
  const tones = await heard();
  const silence = await gap();
  expect(health.uncaught).toEqual([]);
  const note = `${SECONDS * PER_SECOND} calls in ${SECONDS} s, in a call`;
  keep({ measure: 'flood: rows a minute', unit: '', values: [rows / minutes], reach: 20, note });
  keep({ measure: 'flood: tones at once', unit: '', values: [tones], reach: 1 });
  keep({
    measure: 'flood: longest silence in the call',
    unit: 'ms',
    values: [silence],
    reach: 200,
  });
  keep({
    measure: 'flood: slowest click',
    unit: 'ms',
    values: [await health.slowestClick()],
    reach: 1_000,
  });
  await expect(desk.getByTestId('call-bar').first()).toHaveAttribute('data-phase', 'active');
  await hangUp(desk);
});

/** @returns the most signal tones of the same pitch that sounded at the same time since */
async function watchTones(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const sounding: { from: number; to: number; hz: number }[] = [];
    Object.assign(globalThis, { sounding });
    const watch = <K extends 'start' | 'stop'>(
      what: K,
      see: (node: AudioScheduledSourceNode, when: number) => void,
    ): void => {
      const original = Reflect.get(AudioScheduledSourceNode.prototype, what);
      AudioScheduledSourceNode.prototype[what] = function (when = 0) {
        see(this, when);
        original.call(this, when);
      };
    };
    watch('start', (node, from) => {
      sounding.push({
        from,
        to: Infinity,
        hz: node instanceof OscillatorNode ? node.frequency.value : 0,
      });
    });
    watch('stop', (_node, to) => {
      const last = sounding.at(-1);
      if (last) last.to = to;
    });
  });
  return () =>
    page.evaluate(() => {
      const { sounding } = globalThis as unknown as {
        sounding: { from: number; to: number; hz: number }[];
      };
      return Math.max(
        0,
        ...sounding.map(
          ({ from, hz }) =>
            sounding.filter((other) => other.hz === hz && other.from <= from && from < other.to)
              .length,
        ),
      );
    });
}
