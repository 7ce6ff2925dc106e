import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

for (const theme of ['light', 'dark'] as const) {
  test(`a backup is made, looked into and put back by keyboard; what was there stays beside it, ${theme}`, async ({
    practice: page,
    dataDir,
  }) => {
    await page.emulateMedia({ colorScheme: theme });
    const countOf = (): number =>
      query<{ n: number }>(dataDir, 'SELECT count(*) AS n FROM contacts')[0]?.n ?? -1;
    await page.getByTestId('nav-settings').click();
    const panel = page.getByTestId('backup-settings');
    await expect(panel).toContainText('아직 백업이 없습니다');
    await page.getByTestId('make-backup').press('Enter');
    await expect(panel).toContainText('마지막 백업');
    const before = countOf();

    await page.getByTestId('nav-contacts').click();
    await page.getByTestId('contact-new').click();
    await page.getByTestId('contact-name').fill('백업뒤');
    await page.getByTestId('contact-number-0').fill('010-5555-0009');
    await page.getByTestId('contact-save').click();
    await expect.poll(countOf).toBe(before + 1);

    await page.getByTestId('nav-settings').click();
    await page.getByTestId('look-backup').press('Enter');
    const dialog = page.getByTestId('restore-dialog');
    await expect(dialog.getByTestId('restore-contacts').locator('td')).toHaveText([
      ...[String(before), String(before + 1)],
    ]);
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByTestId('restore-confirm').press('Enter');
    // The page begins again on what the backup holds.
    await expect(dialog).toBeHidden();
    await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    expect(countOf()).toBe(before);
  });
}

test('records that were damaged are replaced by the last backup, and that is said with its time', async ({
  dataDir,
  page,
}) => {
  const first = await startHost({ dataDir });
  await page.goto(first.url);
  await page.getByTestId('door-practice').click();
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('make-backup').click();
  await expect(page.getByTestId('backup-settings')).toContainText('마지막 백업');
  await first.stop();
  const path = join(dataDir, 'ieum.sqlite');
  writeFileSync(path, readFileSync(path).fill(0x5a, 0, 100));

  const second = await startHost({ dataDir });
  await page.goto(second.url);
  const banner = page.getByTestId('banner-restored');
  await expect(banner).toContainText('백업을 되돌려 놓았습니다');
  await expect(banner).toContainText('오늘 하신 약속을 확인해 주십시오');
  expect(await seriousProblems(page)).toEqual([]);
  await second.stop();
});
