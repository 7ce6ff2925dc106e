import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { createHost } from '#host/createHost.ts';
import { createLog } from '#host/log.ts';
import type { SecretStore } from '#host/secrets.ts';
import { createSession } from '../../src/loopback/session.ts';
import { startLoopbackServer } from '../../src/loopback/server.ts';
import { keystoreSecrets } from '../host/encryptionFacts.ts';
import { startHost } from '../support/hostProcess.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

const ROOT = join(import.meta.dirname, '../..');
const log = createLog(() => undefined);

/** The page before a host that has a keystore, as the desktop app's has. */
async function serve(dataDir: string, secrets: SecretStore) {
  const host = createHost({
    paths: { dataDir },
    ...{ scriptsDir: join(ROOT, 'resources/scripts'), clock: Date.now, log, secrets },
    ...{ version: '0.0.0', capabilities: { shell: 'browser', keystore: true } },
  });
  const session = createSession(Date.now);
  const server = await startLoopbackServer({
    ...{ host, session, log, port: 0, rendererDir: join(ROOT, 'out/renderer') },
    onLink: () => undefined,
    onPages: () => undefined,
  });
  return {
    url: `${server.origin}/#token=${session.token}`,
    async stop() {
      await server.close();
      await host.stop();
    },
  };
}

const holds = (dataDir: string, text: string): boolean =>
  readdirSync(dataDir)
    .filter((name) => name.startsWith('ieum.sqlite'))
    .some((name) => readFileSync(join(dataDir, name)).includes(text));

async function addContact(page: Page, name: string): Promise<void> {
  await page.getByTestId('nav-contacts').click();
  await page.getByTestId('contact-new').click();
  await page.getByTestId('contact-name').fill(name);
  await page.getByTestId('contact-number-0').fill('010-5555-0009');
  await page.getByTestId('contact-save').click();
  await expect(page.getByText(name).first()).toBeVisible();
}

test('records are encrypted by keyboard, the code is noted, and opens them where the key is not', async ({
  page,
  dataDir,
}) => {
  const first = await serve(dataDir, keystoreSecrets());
  await page.goto(first.url);
  await page.getByTestId('door-practice').click();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await addContact(page, '암호화할고객');
  expect(holds(dataDir, '암호화할고객')).toBe(true);

  await page.getByTestId('nav-settings').click();
  const panel = page.getByTestId('encryption-settings');
  await page.getByTestId('encryption-switch').press('Enter');
  await page.getByTestId('encryption-confirm').press('Enter');
  await expect(page.getByTestId('encryption-state')).toHaveAttribute('data-state', 'on');
  expect(holds(dataDir, '암호화할고객')).toBe(false);
  await panel.getByTestId('show-code').press('Enter');
  const groups = panel.getByTestId('code-groups').locator('span');
  await expect(groups).toHaveCount(12);
  const code = (await groups.allTextContents()).join(' ').toLowerCase();
  expect(await seriousProblems(page)).toEqual([]);
  await expect(panel.getByTestId('code-noted')).toBeDisabled();
  await panel.getByRole('checkbox').press('Space');
  await panel.getByTestId('code-noted').press('Enter');
  await expect(panel.getByTestId('recovery-code')).toBeHidden();
  await first.stop();

  // Another computer: nothing there knows the key.
  const other = await startHost({ dataDir });
  await page.goto(other.url);
  const banner = page.getByTestId('banner-locked');
  await banner.getByRole('textbox').fill('00000');
  await banner.getByTestId('unlock-open').press('Enter');
  await expect(banner).toContainText('이 기록의 복구 코드가 아닙니다');
  expect(await seriousProblems(page)).toEqual([]);
  await banner.getByRole('textbox').fill(code);
  await banner.getByTestId('unlock-open').press('Enter');
  await expect(banner).toBeHidden();
  await page.getByTestId('nav-contacts').click();
  await expect(page.getByText('암호화할고객').first()).toBeVisible();
  await page.getByTestId('nav-settings').click();
  // A browser keeps no key: it is said, and not offered.
  await expect(page.getByTestId('encryption-fixed')).toContainText('보관함이 없어');
  await expect(page.getByTestId('encryption-switch')).toBeHidden();
  await other.stop();
});

test('locked records stay whole where one begins without them', async ({ page, dataDir }) => {
  const secrets = keystoreSecrets();
  const first = await serve(dataDir, secrets);
  await page.goto(first.url);
  await page.getByTestId('door-practice').click();
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('encryption-switch').click();
  await page.getByTestId('encryption-confirm').click();
  await expect(page.getByTestId('encryption-state')).toHaveAttribute('data-state', 'on');
  await first.stop();
  const other = await startHost({ dataDir });
  await page.goto(other.url);
  await page.getByTestId('unlock-around').press('Enter');
  await page.getByTestId('unlock-around-confirm').press('Enter');
  await expect(page.getByTestId('banner-locked')).toBeHidden();
  expect(
    readdirSync(dataDir).filter((name) => /^ieum\.locked-.+\.sqlite$/.test(name)),
  ).toHaveLength(1);
  await other.stop();
});
