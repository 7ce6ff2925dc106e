import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { neutralGreeting } from '#shared/domain/attendant/phrases.ts';
import { query } from '../support/callLog.ts';
import { expect, test } from './desk.ts';
import type { Desk } from './desk.ts';
import { hearsIn, loudness } from './laboratory/tones.ts';
import { readWav } from './laboratory/wav.ts';

const CUSTOMER_HZ = 440;
/** Milliseconds that a window of the comparison lasts. */
const WINDOW = 100;

async function goAway(page: Page): Promise<void> {
  await page.getByTestId('status').click();
  await page.getByText('정하지 않음', { exact: true }).click();
  await page.getByTestId('reason-meeting').click();
  await expect(page.getByTestId('status')).toHaveAttribute('data-reason', 'meeting');
}

interface Stored {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly bytes: number;
  readonly end_reason: string;
}
const messagesOf = ({ dataDir }: Desk): readonly Stored[] =>
  query<Stored>(dataDir, "SELECT * FROM recordings WHERE kind = 'voicemail'");

/** How loud each window is, as another program decodes it. */
function envelope(samples: Int16Array, rate: number): readonly number[] {
  const size = (rate * WINDOW) / 1_000;
  return Array.from({ length: Math.floor(samples.length / size) }, (_, at) =>
    loudness(samples.subarray(at * size, (at + 1) * size)),
  );
}

/** The greeting as it should be heard: its clips one after the other. */
function expected(folder: string): readonly number[] {
  const clips = neutralGreeting({
    ...{ until: null, alternate: '', voicemail: true, now: 0, language: 'ko' },
  });
  const parts = clips.map((name) => {
    const wav = join(folder, `${name}.wav`);
    execFileSync('opusdec', [
      ...['--quiet', '--rate', '8000', join('resources/greetings/ko', `${name}.ogg`), wav],
    ]);
    return readWav(wav).samples;
  });
  const whole = Int16Array.from(parts.flatMap((part) => [...part]));
  return envelope(whole, 8_000);
}

/** The share of loud windows of the greeting that are loud in what was heard, at the best place. */
function heardShare(greeting: readonly number[], heard: readonly number[]): number {
  let best = 0;
  const loud = greeting.flatMap((db, at) => (db > -35 ? [at] : []));
  for (let shift = 0; shift < heard.length; shift += 1) {
    const both = loud.filter((at) => (heard[at + shift] ?? -Infinity) > -42).length;
    best = Math.max(best, both / loud.length);
  }
  return best;
}

test('the caller hears the whole greeting, from its first word, and the tone', async ({
  lab,
  desk,
}) => {
  await goAway(desk.page);
  const customer = await lab.customer({ tone: 0 });
  await customer.call(desk.account.username);
  await expect(desk.page.getByTestId('attended-call')).toHaveAttribute('data-stage', 'message', {
    timeout: 30_000,
  });
  await desk.page.getByTestId('attended-hang-up').click();
  await customer.waitFor('closed');
  const { rate, channels, samples } = readWav(customer.received);
  const heard = envelope(
    samples.filter((_, index) => index % channels === 0),
    rate,
  );
  const greeting = expected(desk.dataDir);
  expect(heardShare(greeting, heard)).toBeGreaterThan(0.97);
  // The first word: as long after the first sound as it should be, not cut.
  const first = heard.findIndex((db) => db > -42);
  const begins = greeting.findIndex((db) => db > -35);
  const firstWord = greeting.slice(begins, begins + 8).filter((db) => db > -35).length;
  expect(heard.slice(first, first + 8).filter((db) => db > -42).length).toBeGreaterThanOrEqual(
    firstWord - 1,
  );
  expect(await desk.lastCall()).toMatchObject({ outcome: 'missed', answered_at: null });
});

test('what the caller says is on the disk, and the call was answered by nobody', async ({
  lab,
  desk,
}) => {
  await goAway(desk.page);
  const customer = await lab.customer({ tone: CUSTOMER_HZ });
  await customer.call(desk.account.username);
  await expect
    .poll(() => messagesOf(desk)[0]?.bytes ?? 0, { timeout: 40_000 })
    .toBeGreaterThan(8_000);
  await customer.hangup();
  await expect.poll(() => messagesOf(desk)[0]?.state).toBe('ended');
  const [row] = messagesOf(desk);
  const wav = join(desk.dataDir, 'message.wav');
  execFileSync('opusdec', [
    '--quiet',
    join(desk.dataDir, 'recordings', `${row?.id ?? ''}.ogg`),
    wav,
  ]);
  const { rate, channels, samples } = readWav(wav);
  expect(channels).toBe(1);
  expect(hearsIn(samples.subarray(rate / 2), rate, CUSTOMER_HZ)).toBe(true);
  expect(await desk.lastCall()).toMatchObject({ outcome: 'missed', answered_at: null });
});

test('kill -9 of the host in the message: all but the last second is there', async ({
  lab,
  desk,
}) => {
  await goAway(desk.page);
  const customer = await lab.customer({ tone: CUSTOMER_HZ });
  await customer.call(desk.account.username);
  await expect
    .poll(() => messagesOf(desk)[0]?.bytes ?? 0, { timeout: 40_000 })
    .toBeGreaterThan(15_000);
  await desk.host.kill9();
  const [row] = messagesOf(desk);
  const path = join(desk.dataDir, 'recordings', `${row?.id ?? ''}.ogg`);
  writeFileSync(path, readFileSync(path).subarray(0, row?.bytes));
  const wav = join(desk.dataDir, 'message.wav');
  execFileSync('opusdec', ['--quiet', path, wav]);
  const { rate, samples } = readWav(wav);
  expect(hearsIn(samples.subarray(rate / 2), rate, CUSTOMER_HZ)).toBe(true);
  await customer.hangup();
});
