import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSealedSecrets } from '#host/sealedSecrets.ts';
import { startHost } from '../support/hostProcess.ts';
import { startScriptedExchange } from '../support/scriptedExchange.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { tabTo } from '../support/tabTo.ts';
import { expect, test } from './fixtures.ts';

const PASSWORD = 'the-password-of-the-line';
const PASSPHRASE = '노란 우산과 여섯 갈래 바다';

test('passwords are kept in a file, and one passphrase brings the phone back after a start, by keyboard alone', async ({
  page,
  folder,
  dataDir,
}) => {
  const exchange = await startScriptedExchange();
  const provision = join(folder, 'provision.json');
  const account = { uri: `sip:agent@${exchange.domain}`, servers: [exchange.url] };
  writeFileSync(provision, JSON.stringify({ version: 1, account }));
  const { keyboard } = page;
  const line = page.getByTestId('line-state');

  let host = await startHost({ dataDir, provision });
  await page.goto(host.url);
  await page.getByTestId('password-again').fill(PASSWORD);
  await keyboard.press('Enter');
  await expect(line).toHaveAttribute('data-state', 'registered');

  await page.getByTestId('nav-settings').click();
  const part = page.getByTestId('secrets-settings');
  await expect(part).toHaveAttribute('data-kept', 'memory');
  await tabTo(page, part.getByTestId('seal-passphrase'), 200);
  await keyboard.type('짧다');
  await keyboard.press('Enter');
  await expect(part).toContainText('12자 이상 적어 주십시오.');
  expect(await seriousProblems(page)).toEqual([]);
  await keyboard.press('Control+a');
  await keyboard.type(PASSPHRASE);
  await tabTo(page, part.getByTestId('seal-again'));
  await keyboard.type(PASSPHRASE);
  await keyboard.press('Enter');
  await expect(part).toHaveAttribute('data-kept', 'file');
  await host.stop();
  for (const name of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const bytes = readFileSync(join(name.parentPath, name.name));
    expect(bytes.includes(PASSWORD), name.name).toBe(false);
  }

  host = await startHost({ dataDir, provision });
  await page.goto(host.url);
  const banner = page.getByTestId('banner-secrets');
  await expect(banner).toContainText('보관한 비밀번호가 잠겨 있습니다');
  await expect(page.getByTestId('banner-password')).toHaveCount(0);
  await expect(line).toContainText('보관한 비밀번호를 열어야 합니다.');
  await tabTo(page, banner.getByTestId('secrets-passphrase'));
  await keyboard.type('이것은 다른 암호입니다');
  await keyboard.press('Enter');
  await expect(banner).toContainText('암호가 다릅니다.');
  expect(await seriousProblems(page)).toEqual([]);
  await keyboard.press('Control+a');
  await keyboard.type(PASSPHRASE);
  await keyboard.press('Enter');
  await expect(line).toHaveAttribute('data-state', 'registered');
  await expect(banner).toHaveCount(0);

  await page.getByTestId('nav-settings').click();
  await part.getByTestId('secrets-remove').click();
  await expect(part).toHaveAttribute('data-kept', 'memory');
  await expect(line).toHaveAttribute('data-state', 'registered');
  await host.stop();

  host = await startHost({ dataDir, provision });
  await page.goto(host.url);
  await expect(page.getByTestId('banner-password')).toBeVisible();
  await host.stop();
  await exchange.close();
});

test('whoever has forgotten the passphrase is told what it costs, and begins anew without losing a record', async ({
  page,
  folder,
  dataDir,
}) => {
  const exchange = await startScriptedExchange();
  const provision = join(folder, 'provision.json');
  const account = { uri: `sip:agent@${exchange.domain}`, servers: [exchange.url] };
  writeFileSync(provision, JSON.stringify({ version: 1, account }));
  mkdirSync(dataDir);
  const file = join(dataDir, 'secrets.sealed');
  createSealedSecrets(file, 14).file?.seal(PASSPHRASE);
  const host = await startHost({ dataDir, provision });
  await page.goto(host.url);
  const banner = page.getByTestId('banner-secrets');
  await banner.getByTestId('unlock-around').press('Enter');
  await expect(banner.getByTestId('unlock-ask')).toContainText('통화 기록은 그대로입니다');
  expect(await seriousProblems(page)).toEqual([]);
  await banner.getByTestId('unlock-around-confirm').press('Enter');
  await expect(page.getByTestId('banner-password')).toBeVisible();
  await expect(banner).toHaveCount(0);
  expect(existsSync(file)).toBe(false);
  await host.stop();
  await exchange.close();
});
