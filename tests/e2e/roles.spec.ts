import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashPassphrase } from '#host/roles/passphrase.ts';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test as base } from './fixtures.ts';

const WORDS = '푸른 바다 위 등대';

/** A desk whose administrator has given a passphrase to a lead. */
const test = base.extend({
  host: async ({ folder, dataDir }, use) => {
    const file = join(folder, 'provision.json');
    // Nobody is there: no call is made here.
    const account = { uri: 'sip:1001@127.0.0.1', password: 'x', servers: ['ws://127.0.0.1:9/ws'] };
    const lead = { passphrase: await hashPassphrase(WORDS, { ln: 14, r: 8, p: 1 }) };
    writeFileSync(file, JSON.stringify({ version: 1, account, policy: { lead } }));
    const host = await startHost({ dataDir, provision: file });
    await use(host);
    await host.stop();
  },
});

for (const theme of ['light', 'dark'] as const) {
  test(`a lead unlocks by keyboard, is seen on every screen and locks again, ${theme}`, async ({
    app: page,
    dataDir,
  }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.getByTestId('nav-settings').click();
    await expect(page.getByTestId('role')).toHaveAttribute('data-role', 'agent');
    await expect(page.getByTestId('may-seeTeam')).toContainText('할 수 없음');
    await page.getByTestId('role-unlock').press('Enter');
    const dialog = page.getByTestId('unlock-dialog');
    // It is where the keyboard is.
    await expect(dialog.locator('input')).toBeFocused();
    await page.keyboard.type('아닌 말');
    await page.keyboard.press('Enter');
    await expect(dialog).toContainText('팀장 암호가 아닙니다.');
    await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement);
    expect(await seriousProblems(page)).toEqual([]);
    await page.keyboard.type(WORDS);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(page.getByTestId('role')).toHaveAttribute('data-role', 'lead');
    await expect(page.getByTestId('may-exportUnmasked')).toContainText('할 수 있음');
    expect(await seriousProblems(page)).toEqual([]);

    await page.getByTestId('nav-contacts').click();
    await page.getByTestId('lead-badge').press('Enter');
    await expect(page.getByTestId('lead-badge')).toBeHidden();
    const actions = query<{ action: string }>(
      dataDir,
      'SELECT action FROM access_log ORDER BY seq',
    ).map(({ action }) => action);
    expect(actions).toEqual(['role-refused', 'role-unlocked']);
  });
}

test('the team and the privacy of customers are closed to an agent, and open where the lead unlocks', async ({
  app: page,
}) => {
  const closed = page.getByTestId('lead-only');
  await page.getByTestId('nav-settings').click();
  await expect(page.getByTestId('role')).toHaveAttribute('data-role', 'agent');
  await expect(page.getByTestId('nav-team')).toBeHidden();
  await page.getByTestId('open-privacy').click();
  await expect(closed).toContainText('접속 기록 점검');
  expect(await seriousProblems(page)).toEqual([]);
  await page.getByTestId('lead-only-unlock').press('Enter');
  await expect(page.getByTestId('unlock-dialog').locator('input')).toBeFocused();
  await page.keyboard.type(WORDS);
  await page.keyboard.press('Enter');
  await expect(closed).toBeHidden();
  await expect(page.getByTestId('privacy-screen')).toContainText('접속기록');
  await page.getByTestId('nav-team').click();
  await expect(page.getByTestId('team-screen')).toBeVisible();
  // Whoever locks it leaves nothing of it on the screen.
  await page.getByTestId('lead-badge').press('Enter');
  await expect(page.getByTestId('team-screen')).toBeHidden();
  await expect(closed).toContainText('팀 기록 보기');
});

test('after three wrong passphrases the next is asked for in five seconds, said and counted down', async ({
  app: page,
}) => {
  await page.clock.install();
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('role-unlock').click();
  const unlock = page.getByTestId('unlock');
  const input = page.getByTestId('unlock-dialog').locator('input');
  for (let n = 0; n < 3; n += 1) {
    await input.fill(`아닌 말 ${n}`);
    await unlock.click();
    await expect(input).toHaveValue('');
  }
  await expect(page.getByTestId('unlock-wait')).toContainText('5초');
  await input.fill(WORDS);
  await expect(unlock).toBeDisabled();
  await page.clock.runFor(5_000);
  await expect(page.getByTestId('unlock-wait')).toBeHidden();
  await expect(unlock).toBeEnabled();
});

test('a page that is loaded again is the agent’s', async ({ app: page }) => {
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('role-unlock').click();
  await page.getByTestId('unlock-dialog').locator('input').fill(WORDS);
  await page.getByTestId('unlock').click();
  await expect(page.getByTestId('lead-badge')).toBeVisible();
  await page.reload();
  await page.getByTestId('nav-settings').click();
  await expect(page.getByTestId('role')).toHaveAttribute('data-role', 'agent');
  await expect(page.getByTestId('lead-badge')).toBeHidden();
});
