import { expect, test } from './fixtures.ts';

/*
 * The process of the page dies in a call, as at `chrome://crash`. Electron then loads the page again
 * (tests/electron/crashes.test.ts); here the test does. The practice exchange
 * went with the page; what a real one and its customer are told is in tests/lab/left-dialogs.spec.ts.
 */
test('a page that is killed in a call: its row ends at the last heartbeat, and the next call works', async ({
  host,
  practice,
  context,
  calls,
}) => {
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('answer').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect.poll(() => calls().at(-1)?.answered_at ?? null).not.toBeNull();
  // Two heartbeats: the end must be known to within one of them.
  const sinceAnswer = (): number => Date.now() - (calls().at(-1)?.answered_at ?? Date.now());
  await expect.poll(sinceAnswer).toBeGreaterThan(4_500);

  const crashed = practice.waitForEvent('crash');
  const devtools = await context.newCDPSession(practice);
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  const crashedAt = Date.now();
  expect(calls().at(-1)?.ended_at ?? null).toBeNull();

  const page = await context.newPage();
  await page.goto(host.url);
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await expect(page.getByTestId('banner-desk')).toHaveCount(0);
  await expect(page.getByTestId('banner-interrupted')).toBeVisible();
  const [row] = calls();
  expect(row).toMatchObject({ outcome: 'interrupted', ended_by: 'app' });
  expect(Math.abs((row?.ended_at ?? 0) - crashedAt)).toBeLessThanOrEqual(5_000);

  // Whoever was talked to was told nothing: one press calls them back.
  await page.getByTestId('interrupted-call-back').click();
  await expect.poll(() => calls().length).toBe(2);
  expect(calls()[1]?.dialled).toBe(row?.dialled);
  await expect(page.getByTestId('banner-interrupted')).toHaveCount(0);
  await page.getByTestId('hang-up').click();
  await expect.poll(() => calls()[1]?.ended_at ?? null).not.toBeNull();

  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.getByTestId('hang-up').click();
  await expect.poll(() => calls()[2]?.outcome ?? null).toBe('answered');
});
