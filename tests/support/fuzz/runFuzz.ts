import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { clickThrough, watchHealth } from '../pageHealth.ts';
import type { PageHealth } from '../pageHealth.ts';
import { callIdOf } from '../talkingExchange.ts';
import type { TalkingExchange } from '../talkingExchange.ts';
import { minimise } from './minimise.ts';
import { oversizeFrame, spoiltFrame } from './mutate.ts';
import { randomFrom, seedOf } from './random.ts';
import type { Aim } from './templates.ts';

/** Milliseconds a page may be busy with one frame. */
export const LONGEST_TASK_MS = 200;

/**
 * So often a batch is sent when it made a task too long: a neighbour's work on the same processor only
 * ever adds to it, and what the frames cost comes again.
 */
const TRIES = 4;

/**
 * Up to here Chromium itself reads a frame in no time; 5 MB cost it a fifth of a second before any
 * code of ours sees them, and of those our own code is measured.
 */
const READ_AT_ONCE = 64 * 1_024;

/** Frames between two looks at the page. */
const BATCH = 50;
/** One frame of so many is of 64 kB to 5 MB. */
const OVERSIZE_EVERY = 100;

export interface FuzzRun {
  readonly seed: number;
  readonly frames: number;
  /** How many calls were made so that there was always one to be spoilt. */
  readonly calls: number;
  /** Milliseconds of the longest task in each batch; the least of several tries, see `TRIES`. */
  readonly tasks: readonly number[];
  /** The same of our own code alone, for the frames of 64 kB to 5 MB, which are sent by themselves. */
  readonly scripts: readonly number[];
  readonly slowestClick: number;
  /** What went wrong, each with the frame made small; empty when nothing did. */
  readonly faults: readonly string[];
}

/** Milliseconds to look for the one frame of a batch; what was found until then is told. */
const SEARCH_MS = 60_000;

/** Milliseconds. */
const PATIENCE = 10_000;

/**
 * Sends the phone spoilt frames, idle and in a call, and sees after each batch that it has thrown
 * nothing, is not stuck and still answers.
 * @param reopen loads the page anew and waits until it is registered
 */
export async function runFuzz(
  page: Page,
  customers: TalkingExchange,
  { seed, frames, reopen }: { seed: number; frames: number; reopen: () => Promise<void> },
): Promise<FuzzRun> {
  const { exchange } = customers;
  let health = await watchHealth(page);
  const faults: string[] = [];
  const tasks: number[] = [];
  const scripts: number[] = [];
  let slowestClick = 0;
  let calls = 0;
  let offered: string | null = null;

  const aim = (): Aim => ({
    contact: exchange.target,
    dialog: dialogOf(customers),
    asked: exchange.received.findLast((text) => /^(?:INVITE|OPTIONS|BYE|ACK) /.test(text)) ?? null,
    offered,
  });

  /** Sends some frames and keeps what they cost, or looks for the one that did harm. */
  const tryBatch = async (
    batch: readonly string[],
    begin: number,
    measure: Measure,
    costs: number[],
  ): Promise<void> => {
    const send = async (some: readonly string[]): Promise<Verdict> => {
      for (const frame of some) exchange.send(frame);
      return judge(customers, health, begin, measure);
    };
    let verdict = await send(batch);
    for (let tried = 1; verdict.tooLong && tried < TRIES; tried += 1) {
      const again = await send(batch);
      if (again.fault === null || again.task < verdict.task) verdict = again;
    }
    const { fault, task } = verdict;
    if (fault === null) {
      costs.push(task);
      return;
    }
    console.log(`      seed ${seed}, frames ${begin} to ${begin + BATCH - 1}: ${fault}`);
    const searchUntil = performance.now() + SEARCH_MS;
    const culprit = await findCulprit(batch, async (suspects) => {
      if (performance.now() > searchUntil) return false;
      await reopen();
      health = await watchHealth(page);
      return (await send(suspects)).fault !== null;
    });
    await reopen();
    health = await watchHealth(page);
    faults.push(`frames ${begin} on: ${fault}, by ${JSON.stringify(culprit ?? 'the batch alone')}`);
  };

  for (let begin = 0; begin < frames && faults.length < 3; begin += BATCH) {
    // Every other batch meets a phone that talks.
    if ((begin / BATCH) % 2 === 1 && (await talkIfIdle(page, customers))) calls += 1;
    const small: string[] = [];
    const large: string[] = [];
    for (let index = begin; index < Math.min(begin + BATCH, frames); index += 1) {
      const random = randomFrom(seedOf(seed, index));
      const isLarge = index % OVERSIZE_EVERY === OVERSIZE_EVERY - 1;
      const frame = isLarge
        ? oversizeFrame(random, aim(), index)
        : spoiltFrame(random, aim(), index);
      if (!isLarge && frame.startsWith('INVITE ') && /\r\nCSeq: 1 INVITE\r/.test(frame))
        offered = frame;
      (frame.length > READ_AT_ONCE ? large : small).push(frame);
    }
    await tryBatch(small, begin, 'longestTask', tasks);
    if (large.length > 0) await tryBatch(large, begin, 'longestScript', scripts);
  }
  if (!health.crashed) {
    await clickThrough(page);
    if (!(await hangsUpAtOnce(page))) faults.push('a call could not be hung up');
    slowestClick = await health.slowestClick();
  }
  return { seed, frames, calls, tasks, scripts, slowestClick, faults };
}

type Measure = 'longestTask' | 'longestScript';

interface Verdict {
  readonly fault: string | null;
  /** Milliseconds. */
  readonly task: number;
  /** Nothing worse than that. */
  readonly tooLong: boolean;
}

/** What the page made of everything sent so far. */
async function judge(
  customers: TalkingExchange,
  health: PageHealth,
  serial: number,
  measure: Measure,
): Promise<Verdict> {
  const answers = await stillAnswers(customers, serial);
  if (health.crashed) return { fault: 'the page crashed', task: 0, tooLong: false };
  const costs = {
    longestTask: await health.longestTask(),
    longestScript: await health.longestScript(),
  };
  const task = costs[measure];
  const worse =
    health.uncaught.length > 0
      ? `uncaught: ${health.uncaught.join(' | ')}`
      : answers
        ? null
        : `no answer within ${PATIENCE} ms`;
  const tooLong = worse === null && task > LONGEST_TASK_MS;
  return { fault: worse ?? (tooLong ? `a task of ${task} ms` : null), task, tooLong };
}

async function stillAnswers({ exchange }: TalkingExchange, serial: number): Promise<boolean> {
  const id = `alive-${serial}-${exchange.received.length}`;
  exchange.send(
    [
      `OPTIONS ${exchange.target} SIP/2.0`,
      `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK-${id}`,
      'From: <sip:alive@caller.invalid>;tag=1',
      'To: <sip:agent@hostile.invalid>',
      `Call-ID: ${id}`,
      'CSeq: 1 OPTIONS',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  );
  const limit = performance.now() + PATIENCE;
  while (performance.now() < limit) {
    if (exchange.received.some((text) => text.includes(`Call-ID: ${id}`))) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

/** The one frame of a batch that fails alone, made small; null when none does. */
async function findCulprit(
  batch: readonly string[],
  fails: (frames: readonly string[]) => Promise<boolean>,
): Promise<string | null> {
  let suspects = batch;
  if (!(await fails(suspects))) return null;
  while (suspects.length > 1) {
    const half = Math.ceil(suspects.length / 2);
    const [first, second] = [suspects.slice(0, half), suspects.slice(half)];
    if (await fails(first)) suspects = first;
    else if (await fails(second)) suspects = second;
    else return suspects.join('');
  }
  return minimise(suspects[0] ?? '', (frame) => fails([frame]), 60);
}

/** @returns whether a call had to be made */
async function talkIfIdle(page: Page, customers: TalkingExchange): Promise<boolean> {
  const bar = page.getByTestId('call-bar');
  if ((await bar.count()) > 0) return false;
  await page.getByTestId('dial-input').fill('0212345678');
  await page.getByTestId('dial-call').click();
  await expect(bar).toHaveAttribute('data-phase', 'active');
  await expect.poll(() => customers.talking.length).toBeGreaterThan(0);
  return true;
}

/** Whatever a call has been through: true without one. */
async function hangsUpAtOnce(page: Page): Promise<boolean> {
  const bar = page.getByTestId('call-bar');
  if ((await bar.count()) === 0) return true;
  await page.getByTestId('hang-up').click();
  return bar.waitFor({ state: 'detached', timeout: PATIENCE }).then(
    () => true,
    () => false,
  );
}

/** The call that the phone made last, as the phone sees it. */
function dialogOf({ exchange, talking }: TalkingExchange): Aim['dialog'] {
  const callId = talking.at(-1);
  const invite =
    callId === undefined
      ? undefined
      : exchange.received.find((text) => text.startsWith('INVITE ') && callIdOf(text) === callId);
  if (callId === undefined || invite === undefined) return null;
  const [, local = '', localTag = ''] = /^From: (.*);tag=(\S+)\r$/m.exec(invite) ?? [];
  const remote = /^To: (.*)\r$/m.exec(invite)?.[1] ?? '';
  return { callId, local, localTag, remote, remoteTag: 'exchange' };
}
