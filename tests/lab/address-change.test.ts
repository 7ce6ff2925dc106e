import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Outcome } from './address-change/run.ts';

it('another address in a call: both are heard again within five seconds, and the call goes on', () => {
  const script = join(import.meta.dirname, 'address-change/run.ts');
  // Its own network, with a user's rights: nothing of this computer's is touched.
  const run = spawnSync('unshare', ['-rn', process.execPath, script], {
    encoding: 'utf8',
    env: { ...process.env, IEUM_LAB_ADDRESS: '10.99.0.1' },
    timeout: 110_000,
  });
  expect(run.status, run.stderr).toBe(0);
  const outcome = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as Outcome;
  console.log(`another address in a call: both heard again after ${outcome.bothHeardMs} ms`);
  expect(outcome.bothHeardMs).toBeLessThanOrEqual(5_000);
  // It ended when the customer hung up, and the phone heard of it on its new line.
  expect(outcome.endedLine).toContain('고객이 전화를 끊었습니다');
}, 120_000);
