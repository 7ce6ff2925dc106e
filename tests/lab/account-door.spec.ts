import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../../scripts/debian-packages.ts';
import { startHost } from '../support/hostProcess.ts';
import { expect, test } from './desk.ts';
import { chromiumArguments } from './laboratory/browser.ts';

test('my own exchange through the form: a slip is explained, then it registers and calls', async ({
  lab,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-door-'));
  const dataDir = join(folder, 'data');
  const account = await lab.addAccount('1601', '김상담');
  let host = await startHost({ dataDir });
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumArguments(lab),
  });
  const page = await browser.newPage({ locale: 'ko-KR' });
  await page.goto(host.url);
  await page.getByTestId('door-account').click();
  await page.getByTestId('account-uri').fill(account.uri);
  await page.getByTestId('account-password').fill('wrong');
  await page.getByTestId('account-server').fill(lab.wssUrl);
  await page.getByTestId('account-connect').click();
  await expect(page.getByTestId('connection-result')).toContainText('비밀번호');

  await page.getByTestId('account-password').fill(account.password);
  await page.getByTestId('account-connect').click();
  const line = page.getByTestId('line-state');
  await expect(line).toHaveAttribute('data-state', 'registered');

  await page.getByTestId('nav-phone').click();
  const customer = await lab.customer();
  await page.getByTestId('dial-input').fill(customer.number);
  await page.getByTestId('dial-call').click();
  await customer.waitFor('established');
  await page.getByTestId('hang-up').click();
  await customer.waitFor('closed');

  // The password is nowhere on the disk; after a restart it is asked for, and nothing else is.
  await host.stop();
  for (const file of readdirSync(dataDir)) {
    expect(readFileSync(join(dataDir, file)).includes(account.password)).toBe(false);
  }
  expect(host.log()).not.toContain(account.password);
  host = await startHost({ dataDir });
  await page.goto(host.url);
  await expect(page.getByTestId('banner-password')).toContainText(account.uri);
  await page.getByTestId('banner-password').getByTestId('password-again').fill(account.password);
  await page.keyboard.press('Enter');
  await expect(line).toHaveAttribute('data-state', 'registered');

  await browser.close();
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});
