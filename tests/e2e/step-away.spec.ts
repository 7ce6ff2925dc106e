import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { expect, test } from './fixtures.ts';

/*
 * Leaving the desk without a word. Chromium's own IdleDetector is asked; what it sees of the
 * computer is set over its protocol (Emulation.setIdleOverride).
 */

interface Computer {
  set(state: { readonly active: boolean; readonly unlocked: boolean }): Promise<void>;
}

/** The computer the page sees, of which it may know whether somebody is there. */
async function computerOf(page: Page, url: string): Promise<Computer> {
  const devtools: CDPSession = await page.context().newCDPSession(page);
  const { targetInfo } = await devtools.send('Target.getTargetInfo');
  await devtools.send('Browser.grantPermissions', {
    origin: new URL(url).origin,
    permissions: ['idleDetection'],
    ...(targetInfo.browserContextId && { browserContextId: targetInfo.browserContextId }),
  });
  const set: Computer['set'] = async ({ active, unlocked }) => {
    await devtools.send('Emulation.setIdleOverride', {
      isUserActive: active,
      isScreenUnlocked: unlocked,
    });
  };
  await set({ active: true, unlocked: true });
  return { set };
}

const status = (page: Page) => page.getByTestId('status');

async function decideForLock(page: Page): Promise<void> {
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('step-away-lock').getByRole('switch').check();
}

test('a locked screen makes the agent away; who comes back is asked, and decides', async ({
  practice,
  host,
  dataDir,
}) => {
  const computer = await computerOf(practice, host.url);
  await decideForLock(practice);
  await computer.set({ active: true, unlocked: false });
  await expect(status(practice)).toHaveAttribute('data-reason', 'away');
  const [last] = query<{ by: string; until_at: number | null }>(
    dataDir,
    'SELECT by, until_at FROM availability_spans ORDER BY from_at DESC LIMIT 1',
  );
  expect(last).toEqual({ by: 'lock', until_at: null });
  await expect(practice.getByTestId('return-question')).toBeHidden();

  await computer.set({ active: true, unlocked: true });
  await expect(practice.getByTestId('return-question')).toContainText('돌아오셨습니까');
  await expect(status(practice)).toHaveAttribute('data-kind', 'away');
  await practice.getByTestId('come-back').click();
  await expect(status(practice)).toHaveAttribute('data-kind', 'available');
  await expect(practice.getByTestId('return-question')).toBeHidden();
});

test('a call is no absence, however long the screen is locked in it', async ({
  practice,
  host,
}) => {
  const computer = await computerOf(practice, host.url);
  await decideForLock(practice);
  await practice.getByTestId('nav-practice').click();
  await practice.getByTestId('practice-call-late-delivery').click();
  await practice.getByTestId('answer').click();
  await expect(practice.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await computer.set({ active: false, unlocked: false });
  await expect(status(practice)).toContainText('통화 중');
  await practice.getByTestId('hang-up').click();
  // After-call work is work; the absence begins where it ends.
  await expect(status(practice)).toHaveAttribute('data-kind', 'wrap-up');
  await practice.getByTestId('end-wrap-up').click();
  await expect(status(practice)).toHaveAttribute('data-reason', 'away');
});

test('idle hands, for as long as the desk has decided', async ({ practice, host }) => {
  const computer = await computerOf(practice, host.url);
  await practice.clock.install();
  await practice.getByTestId('nav-settings').click();
  await practice.getByTestId('step-away-idle').locator('select').selectOption('5');
  // From here on the page hears of it.
  await expect(practice.getByTestId('step-away-settings')).toHaveAttribute('data-watching', 'yes');
  await computer.set({ active: false, unlocked: true });
  // Chromium says so after a minute; four are left.
  await practice.clock.fastForward('03:30');
  await expect(status(practice)).toHaveAttribute('data-kind', 'available');
  await practice.clock.fastForward('01:30');
  await expect(status(practice)).toHaveAttribute('data-reason', 'away');
});

test('where the administrator decides, and where nobody has allowed it', async ({
  page,
  folder,
  dataDir,
}) => {
  const file = join(folder, 'provision.json');
  const account = { uri: 'sip:1001@127.0.0.1', password: 'x', servers: ['ws://127.0.0.1:9/ws'] };
  const policy = { stepAway: { onLock: true, idleMinutes: 10 } };
  writeFileSync(file, JSON.stringify({ version: 1, account, policy }));
  const host = await startHost({ dataDir, provision: file });
  await page.goto(host.url);
  await page.getByTestId('nav-settings').click();
  const panel = page.getByTestId('step-away-settings');
  await expect(panel.getByRole('switch')).toBeDisabled();
  await expect(panel.getByRole('switch')).toBeChecked();
  await expect(page.getByTestId('step-away-blind')).toContainText('허용');
  await host.stop();
});
