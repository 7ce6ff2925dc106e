import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from './fixtures.ts';
import { countUncaught } from '../support/uncaught.ts';

test('from the first screen to talking with a simulated customer in three clicks', async ({
  app,
  calls,
}) => {
  const uncaught = countUncaught(app);
  await app.getByTestId('door-practice').click();
  await app.getByTestId('practice-call-late-delivery').click();
  await app.getByTestId('answer').click();
  await expect(app.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  // The customer speaks: the words are on the screen as they are heard.
  await expect(app.getByTestId('caption').first()).toBeVisible();
  await app.getByTestId('hang-up').click();
  await expect(app.getByTestId('ended-line')).toBeVisible();
  await expect.poll(() => calls().at(-1)?.outcome).toBe('answered');
  expect(calls()[0]).toMatchObject({ direction: 'inbound', ended_by: 'agent', practice: 1 });
  expect(uncaught).toEqual([]);
});

test('three customers, one of them handed on, with no network at all: only the loopback interface exists', () => {
  test.setTimeout(150_000);
  const script = fileURLToPath(new URL('../support/practiceOffline.ts', import.meta.url));
  const isolated = ['-rn', 'sh', '-c', 'ip link set lo up && exec "$0" "$1"'];
  const run = spawnSync('unshare', [...isolated, process.execPath, script], {
    encoding: 'utf8',
    timeout: 140_000,
  });
  expect(run.stderr + run.stdout).toBe(
    'talked with late-delivery\ntalked with shouting\ntalked with two-answers\nhanded two-answers to the lead\n',
  );
  expect(run.status).toBe(0);
  expect(execFileSync('unshare', ['-rn', 'ip', '-o', 'link'], { encoding: 'utf8' })).not.toMatch(
    /eth|ens/,
  );
});

test('hold, resume, mute and the keypad work with the simulated customer', async ({ practice }) => {
  const bar = practice.getByTestId('call-bar');
  await practice.getByTestId('practice-call-billing-question').click();
  await practice.getByTestId('answer').click();
  await expect(bar).toHaveAttribute('data-phase', 'active');
  await practice.getByTestId('hold').click();
  await expect(bar).toHaveAttribute('data-phase', 'held');
  await practice.getByTestId('hold').click();
  await expect(bar).toHaveAttribute('data-phase', 'active');
  await practice.getByTestId('mute').click();
  await expect(practice.getByTestId('mute')).toHaveAttribute('aria-pressed', 'true');
  await practice.getByTestId('mute').click();
  await expect(practice.getByTestId('mute')).toHaveAttribute('aria-pressed', 'false');
  await practice.getByTestId('hang-up').click();
  await expect(practice.getByTestId('ended-line')).toBeVisible();
});

test('declining tells the customer, and the log says who ended it', async ({ practice, calls }) => {
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('decline').click();
  await expect.poll(() => calls().at(-1)?.outcome).toBe('rejected');
  expect(calls().at(-1)).toMatchObject({ ended_by: 'agent' });
});

test('the practice phone book answers, is busy, declines, is not there', async ({
  practice,
  calls,
}) => {
  for (const [number, outcome] of [
    ['010-0000-0002', 'busy'],
    ['010-0000-0003', 'rejected'],
    ['010-0000-0005', 'failed'],
    ['010-9999-9999', 'failed'],
  ] as const) {
    const before = calls().length;
    await practice.getByTestId('dial-input').fill(number);
    await practice.getByTestId('dial-call').click();
    await expect.poll(() => calls()[before]?.outcome, { timeout: 20_000 }).toBe(outcome);
  }
});

test('a key answers without taking the focus from what is being typed', async ({ practice }) => {
  const dial = practice.getByTestId('dial-input');
  await dial.fill('010');
  await practice.getByTestId('practice-call-late-delivery').click();
  await dial.focus();
  await expect(practice.getByTestId('incoming-card')).toBeVisible();
  await practice.keyboard.type('1234');
  await expect(dial).toHaveValue(/0?10-?1234/);
  await expect(dial).toBeFocused();
  await practice.keyboard.press('F8');
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await practice.getByTestId('hang-up').click();
});
