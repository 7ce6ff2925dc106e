import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { findChromium } from '../../scripts/debian-packages.ts';
import { storedCalls } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { makeReadOnlyFolder } from '../support/readOnlyFolder.ts';
import { expect, test } from './fixtures.ts';

const LOOPBACK_MEDIA = '--allow-loopback-in-peer-connection';

/** A browser whose microphone is not the usual one that always works. */
async function browserWith(args: readonly string[]): Promise<Browser> {
  const executablePath = findChromium(true);
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', LOOPBACK_MEDIA, ...args],
  });
}

async function practiceIn(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ locale: 'ko-KR', permissions: [] });
  await page.goto(url);
  await page.getByTestId('door-practice').click();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  return page;
}

test.describe('the microphone', () => {
  for (const [what, args, words] of [
    ['refused', ['--use-fake-device-for-media-stream', '--deny-permission-prompts'], '허용'],
    ['missing', ['--use-fake-ui-for-media-stream'], '마이크'],
  ] as const) {
    test(`${what}: the customer goes on ringing, and the screen says what to do`, async ({
      host,
      calls,
    }) => {
      const browser = await browserWith(args);
      const page = await practiceIn(browser, host.url);
      await page.getByTestId('practice-call-late-delivery').click();
      await page.getByTestId('answer').click();
      await expect(page.getByTestId('banner-notice')).toContainText(words);
      await expect(page.getByTestId('incoming-card')).toBeVisible();
      await page.getByTestId('decline').click();
      await expect.poll(() => calls().at(-1)?.outcome).toBe('rejected');

      await page.getByTestId('dial-input').fill('010-0000-0001');
      await page.getByTestId('dial-call').click();
      await expect(page.getByTestId('ended-line')).toContainText(words);
      await expect.poll(() => calls().at(-1)?.outcome).toBe('failed');
      expect(calls().at(-1)?.cause).toContain('microphone.');
      await browser.close();
    });
  }
});

test.describe('the address of the exchange', () => {
  test('malformed: each wrong field says what is expected, and nothing is sent', async ({
    app,
  }) => {
    await app.getByTestId('door-account').click();
    await app.getByTestId('account-uri').fill('1001@');
    await app.getByTestId('account-password').fill('secret');
    await app.getByTestId('account-server').fill('http://pbx.example.kr');
    await app.getByTestId('account-connect').click();
    await expect(app.getByTestId('account-uri-error')).toBeVisible();
    await expect(app.getByTestId('account-server-error')).toContainText('wss://');
    await expect(app.getByTestId('account-uri')).toHaveValue(/1001@/);
  });

  test('nobody there: the reason in words, trying again by itself, the app usable', async ({
    app,
  }) => {
    await app.getByTestId('door-account').click();
    await app.getByTestId('account-uri').fill('sip:1001@pbx.example.kr');
    await app.getByTestId('account-password').fill('secret');
    await app.getByTestId('account-server').fill('wss://127.0.0.1:9/ws');
    await app.getByTestId('account-connect').click();
    const line = app.getByTestId('line-state');
    await expect(line).toHaveAttribute('data-state', 'waiting');
    await expect(line).toContainText('서버');
    await app.getByTestId('nav-history').click();
    await expect(app.getByTestId('history-filter')).toBeVisible();
  });
});

test('a port that is taken: one plain sentence, another exit code, nothing opened', async ({
  dataDir,
}) => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const cli = fileURLToPath(new URL('../../src/loopback/cli.ts', import.meta.url));
  const run = spawnSync(
    process.execPath,
    [cli, '--no-open', '--data-dir', dataDir, '--port', String(port)],
    { encoding: 'utf8', timeout: 20_000 },
  );
  other.close();
  expect(run.status).not.toBe(0);
  expect(run.stderr).toContain(String(port));
  expect(JSON.parse(run.stdout)).toMatchObject({ code: 'port.taken' });
});

test('a data folder that cannot be written: says so, takes calls all the same, and keeps them later', async ({
  folder,
  page,
}) => {
  const dataDir = join(folder, 'readonly');
  const readOnly = makeReadOnlyFolder(dataDir);
  try {
    const host = await startHost({ dataDir });
    await page.goto(host.url);
    await expect(page.getByTestId('banner-storage')).toBeVisible();
    await page.getByTestId('door-practice').click();
    await page.getByTestId('practice-call-late-delivery').click();
    await page.getByTestId('answer').click();
    await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await page.getByTestId('hang-up').click();
    await page.getByTestId('nav-history').click();
    await expect(page.getByTestId('history-row')).toHaveCount(1);

    readOnly.makeWritable();
    await expect(page.getByTestId('banner-storage')).toBeHidden();
    expect(storedCalls(dataDir)).toMatchObject([{ outcome: 'answered' }]);
    await host.stop();
  } finally {
    readOnly.release();
  }
});

test('a wrong provisioning file: line, field and words; practice still works', async ({
  folder,
  dataDir,
  page,
}) => {
  const provision = join(folder, 'provision.json');
  writeFileSync(
    provision,
    '{\n  "version": 1,\n  "account": {\n    "uri": "sip:1001@pbx.example.kr",\n    "severs": ["wss://pbx.example.kr"]\n  }\n}\n',
  );
  const host = await startHost({ dataDir, provision });
  await page.goto(host.url);
  const banner = page.getByTestId('banner-provisioning');
  await expect(banner).toContainText('severs');
  await expect(banner).toContainText('5');
  await page.getByTestId('door-practice').click();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await host.stop();
});
