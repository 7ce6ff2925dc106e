import { startHost } from '../support/hostProcess.ts';
import { query } from '../support/callLog.ts';
import { expect, test } from './desk.ts';

test('kill -9 of the host in a call: the next start closes it as interrupted, nothing else is lost', async ({
  lab,
  desk,
}) => {
  const { page } = desk;
  const first = await lab.customer();
  await desk.dial(first.number);
  await first.waitFor('established');
  await page.getByTestId('hang-up').click();
  await desk.lastCall();

  const second = await lab.customer();
  await desk.dial(second.number);
  await second.waitFor('established');
  await expect.poll(() => desk.calls().at(-1)?.answered_at ?? null).not.toBeNull();
  // Two heartbeats: the end must be known to within one of them.
  const sinceAnswer = (): number => Date.now() - (desk.calls().at(-1)?.answered_at ?? Date.now());
  await expect.poll(sinceAnswer).toBeGreaterThan(4_500);
  await desk.host.kill9();
  const killedAt = Date.now();

  // The call itself goes on: its sound does not pass through the host.
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await expect(page.getByTestId('banner-host')).toBeVisible();
  await page.getByTestId('hang-up').click();
  await second.waitFor('closed');

  desk.host = await startHost({ dataDir: desk.dataDir, provision: desk.provision });
  const rows = desk.calls();
  expect(rows.map(({ outcome }) => outcome)).toEqual(['answered', 'interrupted']);
  expect(Math.abs((rows[1]?.ended_at ?? 0) - killedAt)).toBeLessThanOrEqual(5_000);
  expect(query(desk.dataDir, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);

  await page.goto(desk.host.url);
  await expect(page.getByTestId('banner-interrupted')).toBeVisible();
  await page.getByTestId('nav-history').click();
  await expect(page.getByTestId('history-row').first()).toHaveAttribute(
    'data-outcome',
    'interrupted',
  );
});
