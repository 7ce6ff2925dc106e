import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

const PASSPHRASE = '푸른 하늘 은하수 하얀 쪽배';

async function writeDown(page: Page, name: string, number: string): Promise<void> {
  await page.getByTestId('nav-contacts').click();
  await page.getByTestId('contact-new').click();
  await page.getByTestId('contact-name').fill(name);
  await page.getByTestId('contact-number-0').fill(number);
  await page.getByTestId('contact-save').click();
  await expect(page.getByText(name).first()).toBeVisible();
}

const namesIn = (dataDir: string): unknown[] =>
  query<{ name: string }>(dataDir, 'SELECT name FROM contacts ORDER BY name').map(
    ({ name }) => name,
  );

test('everything goes into a file, and comes out of it on another computer, which keeps what it had', async ({
  practice: page,
  dataDir,
  browser,
}) => {
  test.setTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'ieum-move-'));
  try {
    await writeDown(page, '옛컴퓨터', '010-5555-0001');
    await page.getByTestId('nav-settings').click();
    await page.getByTestId('open-pack').press('Enter');
    const pack = page.getByTestId('pack-dialog');
    await pack.getByTestId('pack-passphrase').fill(PASSPHRASE);
    await pack.getByTestId('pack-again').fill('다른 암호');
    await pack.getByTestId('pack-begin').press('Enter');
    await expect(pack).toContainText('두 암호가 서로 다릅니다');
    await pack.getByTestId('pack-again').fill(PASSPHRASE);
    expect(await seriousProblems(page)).toEqual([]);
    await pack.getByTestId('pack-begin').press('Enter');
    await expect(pack.getByTestId('packed')).toContainText('ieum-move-');
    expect(await seriousProblems(page)).toEqual([]);
    const saved = page.waitForEvent('download');
    await pack.getByTestId('pack-save').press('Enter');
    const download = await saved;
    expect(download.suggestedFilename()).toMatch(/^ieum-move-\d{8}\.ieum$/);
    const file = join(folder, download.suggestedFilename());
    await download.saveAs(file);

    const otherDir = join(folder, 'data');
    const other = await startHost({ dataDir: otherDir });
    const context = await browser.newContext();
    const there = await context.newPage();
    await there.goto(other.url);
    await there.getByTestId('door-practice').click();
    await writeDown(there, '새컴퓨터', '010-5555-0002');
    await there.getByTestId('nav-settings').click();
    await there.getByTestId('open-bring').press('Enter');
    const bring = there.getByTestId('bring-dialog');
    await there.getByTestId('bring-file').setInputFiles(file);
    await bring.getByTestId('bring-passphrase').fill('틀린 암호입니다 정말로');
    await bring.getByTestId('bring-passphrase').press('Enter');
    await expect(bring.getByTestId('move-failure')).toHaveAttribute('data-code', 'move.passphrase');
    await bring.getByTestId('bring-passphrase').fill(PASSPHRASE);
    await bring.getByTestId('bring-passphrase').press('Enter');
    await expect(bring.getByTestId('bring-contacts').locator('td').first()).not.toHaveText('0');
    await expect(bring).toContainText('암호는 파일에 들어 있지 않습니다');
    expect(await seriousProblems(there)).toEqual([]);
    // Nothing has happened yet, and nothing does before the question is answered.
    expect(namesIn(otherDir)).toContain('새컴퓨터');
    await expect(bring.getByTestId('bring-replace')).toBeDisabled();
    await bring.getByRole('checkbox').press('Space');
    await bring.getByTestId('bring-replace').press('Enter');
    await expect(bring).toBeHidden();
    await expect(there.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    expect(namesIn(otherDir)).toEqual(namesIn(dataDir));

    // And back again: what was here is kept.
    await there.getByTestId('nav-settings').click();
    await there.getByTestId('take-back').press('Enter');
    expect(await seriousProblems(there)).toEqual([]);
    await there.getByTestId('replaced-confirm').press('Enter');
    await expect.poll(() => namesIn(otherDir)).toContain('새컴퓨터');
    await context.close();
    await other.stop();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
