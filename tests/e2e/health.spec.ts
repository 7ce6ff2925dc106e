import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

for (const theme of ['light', 'dark'] as const) {
  test(`the health of the app is told in shapes and words, and its data is looked through, ${theme}`, async ({
    practice: page,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write', 'microphone']);
    await page.emulateMedia({ colorScheme: theme });
    await page.getByTestId('nav-settings').click();
    const panel = page.getByTestId('health');
    await expect(panel.getByTestId('health-line')).toHaveAttribute('data-judged', 'good');
    await expect(panel.getByTestId('health-storage')).toContainText('정상');
    await expect(panel.getByTestId('health-check')).toContainText('아직 확인하지 않음');
    await panel.getByTestId('health-check-now').press('Enter');
    await expect(panel.getByTestId('health-check')).toHaveAttribute('data-judged', 'good');
    await expect(panel.getByTestId('health-check')).toContainText('이상 없음');
    await panel.getByText('수치').click();
    await expect(panel).toContainText('SQLite');
    expect(await seriousProblems(page)).toEqual([]);
    await panel.getByTestId('health-copy').press('Enter');
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toContain('ieum-health-1');
    const told = await page.evaluate(() => navigator.clipboard.readText());
    expect(told).not.toMatch(/\d{3}-\d{4}|sip:/);
  });
}
