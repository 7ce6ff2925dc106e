import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { BrowserServer, Page } from '@playwright/test';
import { findChromium } from '../../scripts/debian-packages.ts';
import { chromiumArguments } from '../lab/laboratory/browser.ts';
import { serveBarePage } from '../lab/laboratory/bare-page.ts';
import type { LabAccount, Laboratory } from '../lab/laboratory/index.ts';
import { watchFirstPacket } from '../support/firstPacket.ts';
import { startHost } from '../support/hostProcess.ts';

/** A phone to be measured: the app, or the bare page beside it. */
export interface MeasuredPhone {
  readonly name: 'app' | 'bare';
  readonly account: LabAccount;
  readonly page: Page;
  /** Process id of its browser. */
  readonly browserPid: number;
  /** @returns when it was asked, in ms since 1970 with fractions */
  dial(number: string): Promise<number>;
  answer(): Promise<number>;
  hangUp(): Promise<void>;
  ringing(): Promise<void>;
  connected(): Promise<void>;
  close(): Promise<void>;
}

async function openPage(
  lab: Laboratory,
): Promise<{ page: Page; server: BrowserServer; pid: number }> {
  const executablePath = findChromium();
  const server = await chromium.launchServer({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumArguments(lab),
  });
  const browser = await chromium.connect(server.wsEndpoint());
  const page = await browser.newPage({ locale: 'ko-KR', permissions: ['microphone'] });
  // The same instrument in both pages.
  await page.addInitScript(watchFirstPacket);
  return { page, server, pid: server.process().pid ?? 0 };
}

export async function openApp(lab: Laboratory): Promise<MeasuredPhone> {
  const account = await lab.addAccount('1501');
  const folder = mkdtempSync(join(tmpdir(), 'ieum-bench-'));
  const provision = join(folder, 'provision.json');
  const { uri, password } = account;
  writeFileSync(
    provision,
    JSON.stringify({ version: 1, account: { uri, password, servers: [lab.wssUrl] } }),
  );
  const host = await startHost({ dataDir: join(folder, 'data'), provision });
  const { page, server, pid } = await openPage(lab);
  await page.goto(host.url);
  await page.locator('[data-testid=line-state][data-state=registered]').waitFor();
  const press = (testId: string): Promise<number> =>
    page.getByTestId(testId).evaluate((button: HTMLElement) => {
      const at = performance.timeOrigin + performance.now();
      button.click();
      return at;
    });
  return {
    name: 'app',
    account,
    page,
    browserPid: pid,
    async dial(number) {
      await page.getByTestId('dial-input').fill(number);
      return press('dial-call');
    },
    answer: () => press('answer'),
    hangUp: async () => void (await press('hang-up')),
    ringing: () => page.getByTestId('incoming-card').waitFor(),
    connected: () => page.locator('[data-testid=call-bar][data-phase=active]').waitFor(),
    async close() {
      await server.close();
      await host.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function openBare(lab: Laboratory): Promise<MeasuredPhone> {
  const account = await lab.addAccount('1502');
  const served = await serveBarePage(join(lab.folder, 'bench-bare-page'));
  const { page, server, pid } = await openPage(lab);
  await page.goto(served.url);
  await page.evaluate((given) => window.bare.connect(given), {
    server: lab.wssUrl,
    uri: account.uri,
    user: account.username,
    password: account.password,
  });
  const happened = (name: string): Promise<unknown> =>
    page.waitForFunction((wanted) => window.bare.events.at(-1)?.name === wanted, name);
  await page.waitForFunction(() => window.bare.events.some(({ name }) => name === 'registered'));
  return {
    name: 'bare',
    account,
    page,
    browserPid: pid,
    dial: (number) =>
      page.evaluate((uri) => {
        const at = performance.timeOrigin + performance.now();
        void window.bare.call(uri);
        return at;
      }, `sip:${number}@${lab.domain}`),
    answer: () =>
      page.evaluate(() => {
        const at = performance.timeOrigin + performance.now();
        void window.bare.answer();
        return at;
      }),
    hangUp: () => page.evaluate(() => window.bare.hangup()),
    ringing: async () => void (await happened('incoming')),
    connected: async () => void (await happened('established')),
    async close() {
      await server.close();
      await served.stop();
    },
  };
}
