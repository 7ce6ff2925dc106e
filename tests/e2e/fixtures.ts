import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import type { Page } from '@playwright/test';
import { storedCalls } from '../support/callLog.ts';
import type { StoredCall } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import type { HostProcess } from '../support/hostProcess.ts';

interface Fixtures {
  /** Removed after the test. */
  folder: string;
  dataDir: string;
  host: HostProcess;
  calls: () => readonly StoredCall[];
  /** The first screen of a new installation. */
  app: Page;
  /** The same, on the practice exchange and registered. */
  practice: Page;
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'ieum-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  dataDir: async ({ folder }, use) => use(join(folder, 'data')),
  host: async ({ dataDir }, use) => {
    const host = await startHost({ dataDir });
    await use(host);
    await host.stop();
  },
  calls: async ({ dataDir }, use) => use(() => storedCalls(dataDir)),
  app: async ({ host, page }, use) => {
    await page.goto(host.url);
    await use(page);
  },
  practice: async ({ app }, use) => {
    await app.getByTestId('door-practice').click();
    await expect(app.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    await use(app);
  },
});

export { expect };
