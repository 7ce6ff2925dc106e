import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { tabTo } from '../support/tabTo.ts';
import { expect, test } from './fixtures.ts';

test('by keyboard alone: one choice is enough, and the sound is tried afterwards', async ({
  app,
}) => {
  expect(await seriousProblems(app)).toEqual([]);
  await tabTo(app, 'door-practice');
  await app.keyboard.press('Enter');
  await expect(app.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');

  await tabTo(app, 'start-go-on');
  await app.keyboard.press('Enter');
  await expect(app.getByTestId('start-sound')).toBeVisible();
  expect(await seriousProblems(app)).toEqual([]);
  await tabTo(app, 'microphone-test');
  await app.keyboard.press('Enter');
  await expect(app.getByTestId('level-test')).toBeVisible();
  await tabTo(app, 'start-ring');
  await app.keyboard.press('Enter');
  await tabTo(app, 'start-done');
  await app.keyboard.press('Enter');
  await expect(app.getByTestId('start-line')).toBeHidden();
  await app.reload();
  await expect(app.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await expect(app.getByTestId('start-line')).toBeHidden();
});

test('left before anything is connected: the app says so in a line, and a reload keeps the place', async ({
  app,
}) => {
  await app.getByTestId('start-leave').click();
  const line = app.getByTestId('start-line');
  await expect(line).toBeVisible();
  expect(await seriousProblems(app)).toEqual([]);
  await app.reload();
  await expect(line).toBeVisible();
  await app.getByTestId('start-go-on').click();
  await expect(app.getByTestId('door-practice')).toBeVisible();
});

test('left in the form of the account: a reload comes back to it', async ({ app }) => {
  await app.getByTestId('door-account').click();
  await expect(app.getByTestId('account-uri')).toBeVisible();
  await app.reload();
  await expect(app.getByTestId('account-uri')).toBeVisible();
  await app.getByRole('button', { name: '처음으로' }).click();
  await expect(app.getByTestId('door-account')).toBeVisible();
});

test('the sound is left for later, once and for good', async ({ practice }) => {
  await practice.getByTestId('start-go-on').click();
  await practice.getByTestId('start-later').click();
  await expect(practice.getByTestId('start-sound')).toBeHidden();
  await practice.reload();
  await practice.getByTestId('start-skip').click();
  await expect(practice.getByTestId('start-line')).toBeHidden();
});

test('an account of the administrator takes the first two steps: the sound is left', async ({
  folder,
  page,
}) => {
  const provision = join(folder, 'provision.json');
  const account = { uri: 'sip:1001@pbx.example.kr', servers: ['wss://127.0.0.1:9/ws'] };
  writeFileSync(provision, JSON.stringify({ version: 1, account }));
  const host = await startHost({ dataDir: join(folder, 'data'), provision });
  await page.goto(host.url);
  await expect(page.getByTestId('line-state')).toBeVisible();
  await page.getByTestId('start-go-on').click();
  await page.getByTestId('start-done').click();
  await expect(page.getByTestId('start-line')).toBeHidden();
  await host.stop();
});
