import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { AGENT_HZ, expect, test } from './desk.ts';
import type { Desk } from './desk.ts';
import { hearsIn, levelAt, loudness } from './laboratory/tones.ts';
import { readWav } from './laboratory/wav.ts';

const CUSTOMER_HZ = 440;

interface StoredRecording {
  readonly id: string;
  readonly call_id: string;
  readonly state: string;
  readonly bytes: number;
  readonly duration_ms: number;
}

const recordingsOf = ({ dataDir }: Desk): readonly StoredRecording[] =>
  query<StoredRecording>(dataDir, 'SELECT * FROM recordings ORDER BY started_at');

/** When a fact about the recording was; epoch ms. */
function factAt({ dataDir }: Desk, what: string): number {
  const rows = query<{ at: number; body: string }>(
    dataDir,
    "SELECT at, body FROM call_events WHERE type = 'recording' ORDER BY seq",
  );
  return rows.find(({ body }) => (JSON.parse(body) as { what: string }).what === what)?.at ?? 0;
}

/** Both sides of a stored file, decoded by another program: left the agent, right the customer. */
function sidesOf(
  desk: Desk,
  id: string,
): { rate: number; agent: Int16Array; customer: Int16Array } {
  const wav = join(desk.dataDir, `${id}.wav`);
  execFileSync('opusdec', ['--quiet', join(desk.dataDir, 'recordings', `${id}.ogg`), wav]);
  const { rate, channels, samples } = readWav(wav);
  expect(channels).toBe(2);
  return {
    rate,
    agent: samples.filter((_, index) => index % 2 === 0),
    customer: samples.filter((_, index) => index % 2 === 1),
  };
}

const isNow = (page: Page, phase: string) =>
  expect(page.getByTestId('recording-state')).toHaveAttribute('data-phase', phase, {
    timeout: 20_000,
  });

test.use({ recordingPolicy: { mode: 'agent' } });

test('left is the agent, right the customer, and what was said on hold is not in it', async ({
  lab,
  desk,
}) => {
  const { page } = desk;
  const customer = await lab.customer({ tone: CUSTOMER_HZ });
  await desk.dial(customer.number);
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.getByTestId('recording-start').click();
  await page.getByTestId('recording-said').click();
  await isNow(page, 'recording');
  const written = (): number => recordingsOf(desk)[0]?.bytes ?? 0;
  await expect.poll(written).toBeGreaterThan(12_000);

  await page.getByTestId('hold').click();
  await isNow(page, 'paused');
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'held');
  const held = Date.now();
  const heldFor = (ms: number) =>
    expect.poll(() => Date.now() - held, { timeout: ms + 5_000 }).toBeGreaterThan(ms);
  // The last words before the hold are on their way; then longer than a piece: whatever would be
  // taken would have been written by now.
  await heldFor(1_500);
  const before = written();
  await heldFor(4_500);
  expect(written()).toBe(before);
  await page.getByTestId('hold').click();
  await isNow(page, 'recording');
  await expect.poll(written).toBeGreaterThan(before + 10_000);
  await page.getByTestId('hang-up').click();
  await customer.waitFor('closed');
  await expect.poll(() => recordingsOf(desk)[0]?.state).toBe('ended');

  const [row] = recordingsOf(desk);
  expect(row?.call_id).toBe(desk.calls()[0]?.id);
  const { rate, agent, customer: other } = sidesOf(desk, row?.id ?? '');
  // The middle: at its edges the tones begin and end.
  const inside = (samples: Int16Array): Int16Array => samples.subarray(rate, samples.length - rate);
  expect(hearsIn(inside(agent), rate, AGENT_HZ)).toBe(true);
  expect(hearsIn(inside(other), rate, CUSTOMER_HZ)).toBe(true);
  // Neither is in the other's channel.
  expect(levelAt(inside(agent), rate, CUSTOMER_HZ)).toBeLessThan(-40);
  expect(levelAt(inside(other), rate, AGENT_HZ)).toBeLessThan(-40);
  // As long as both talked: the hold is cut out, not filled with silence.
  const length = (agent.length / rate) * 1_000;
  const talked =
    factAt(desk, 'paused') -
    factAt(desk, 'started') +
    (factAt(desk, 'ended') - factAt(desk, 'resumed'));
  expect(Math.abs(length - talked)).toBeLessThan(1_500);
  expect(Math.abs(length - (row?.duration_ms ?? 0))).toBeLessThan(20);
});

test('the customer hears the notice to its end before anything is written', async ({
  lab,
  desk,
}) => {
  const { page } = desk;
  const customer = await lab.customer({ tone: 0 });
  await desk.dial(customer.number);
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  // Muted: what the customer hears now is the clip alone.
  await page.getByTestId('mute').click();
  await page.getByTestId('recording-start').click();
  await isNow(page, 'noticing');
  const noticedFrom = Date.now();
  await isNow(page, 'recording');
  await page.getByTestId('hang-up').click();
  await customer.waitFor('closed');
  await expect.poll(() => recordingsOf(desk)[0]?.state).toBe('ended');
  const noticeMs = factAt(desk, 'noticed') - noticedFrom;
  // The clip is 5.8 s long; it is not cut short and nothing is written during it.
  expect(noticeMs).toBeGreaterThan(5_500);
  expect(factAt(desk, 'started')).toBeGreaterThanOrEqual(factAt(desk, 'noticed'));

  const { rate, channels, samples } = readWav(customer.received);
  const heard = samples.filter((_, index) => index % channels === 0);
  const windows = Math.floor(heard.length / (rate / 10));
  const loud = Array.from({ length: windows }, (_, index) =>
    loudness(heard.subarray((index * rate) / 10, ((index + 1) * rate) / 10)),
  ).filter((level) => level > -45).length;
  // Speech has gaps: two thirds of the clip's windows are loud.
  expect(loud / 10).toBeGreaterThan(3);
});

test('another microphone in the middle: the recording goes on with it', async ({ lab, desk }) => {
  const { page } = desk;
  const customer = await lab.customer({ tone: CUSTOMER_HZ });
  await desk.dial(customer.number);
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.getByTestId('recording-start').click();
  await page.getByTestId('recording-said').click();
  await isNow(page, 'recording');
  const written = (): number => recordingsOf(desk)[0]?.bytes ?? 0;
  await expect.poll(written).toBeGreaterThan(8_000);
  await page.getByTestId('nav-settings').click();
  await page
    .getByTestId('device-microphone')
    .locator('select')
    .selectOption({ label: 'Fake Audio Input 2' });
  const changed = written();
  await expect.poll(written).toBeGreaterThan(changed + 15_000);
  await page.getByTestId('hang-up').click();
  await expect.poll(() => recordingsOf(desk)[0]?.state).toBe('ended');
  const { rate, agent } = sidesOf(desk, recordingsOf(desk)[0]?.id ?? '');
  const last = agent.subarray(agent.length - 2 * rate, agent.length - rate / 2);
  expect(hearsIn(last, rate, AGENT_HZ)).toBe(true);
});

test('kill -9 of the host in a recording: what was acknowledged is there and can be played', async ({
  lab,
  desk,
}) => {
  const { page } = desk;
  const customer = await lab.customer({ tone: CUSTOMER_HZ });
  await desk.dial(customer.number);
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.getByTestId('recording-start').click();
  await page.getByTestId('recording-said').click();
  await isNow(page, 'recording');
  await expect.poll(() => recordingsOf(desk)[0]?.bytes ?? 0).toBeGreaterThan(15_000);
  await desk.host.kill9();
  const [kept] = recordingsOf(desk);
  await expect(page.getByTestId('banner-recording')).toBeVisible();
  await expect(page.getByTestId('call-bar')).not.toContainText('녹음 중');
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  const path = join(desk.dataDir, 'recordings', `${kept?.id ?? ''}.ogg`);
  const acknowledged = readFileSync(path).subarray(0, kept?.bytes);
  writeFileSync(path, acknowledged);
  const { rate, agent, customer: other } = sidesOf(desk, kept?.id ?? '');
  expect(hearsIn(agent.subarray(rate), rate, AGENT_HZ)).toBe(true);
  expect(hearsIn(other.subarray(rate), rate, CUSTOMER_HZ)).toBe(true);
  await page.getByTestId('hang-up').click();
  await customer.waitFor('closed');
});
