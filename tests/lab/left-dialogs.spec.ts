import type { Page } from '@playwright/test';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { AGENT_HZ, expect, test } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Laboratory } from './laboratory/index.ts';

/*
 * What becomes of the customer when the page, or the whole app, is killed in a call: whoever comes after it
 * says BYE. Their rows are looked at in tests/e2e/page-crash.spec.ts and tests/soak/away-killed.spec.ts.
 */

async function customerTalks(lab: Laboratory, desk: Desk) {
  const customer = await lab.customer({ tone: 440 });
  await customer.call(desk.account.username);
  await desk.page.getByTestId('answer').click();
  await expect.poll(() => customer.hears(AGENT_HZ, 600)).toBe(true);
  await expect.poll(() => kept(desk)).toBe(1);
  return customer;
}

/** How many dialogs the host keeps. */
function kept({ dataDir }: Desk): number {
  const [row] = query<{ value: string }>(
    dataDir,
    "SELECT value FROM meta WHERE key = 'open_dialogs'",
  );
  return row === undefined ? 0 : (JSON.parse(row.value) as unknown[]).length;
}

async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const devtools = await page.context().newCDPSession(page);
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
}

test('the page is killed in a call: the next page ends it for the customer too, who can call again', async ({
  lab,
  desk,
}) => {
  const customer = await customerTalks(lab, desk);
  await crash(desk.page);
  const page = await desk.page.context().newPage();
  await page.goto(desk.host.url);
  await customer.waitFor('closed');
  await expect.poll(() => kept(desk)).toBe(0);
  await expect(page.getByTestId('banner-interrupted')).toBeVisible();

  await customer.call(desk.account.username);
  await page.getByTestId('answer').click();
  await expect.poll(() => customer.hears(AGENT_HZ, 600)).toBe(true);
});

test('the whole app is killed in a call: its next start ends it for the customer too', async ({
  lab,
  desk,
}) => {
  const customer = await customerTalks(lab, desk);
  await desk.page.goto('about:blank');
  await desk.host.kill9();
  desk.host = await startHost({ dataDir: desk.dataDir, provision: desk.provision });
  await desk.page.goto(desk.host.url);
  await customer.waitFor('closed');
  await expect.poll(() => kept(desk)).toBe(0);
});

test('a call that ends as calls do leaves nothing behind, on hold and after it too', async ({
  lab,
  desk,
}) => {
  const customer = await customerTalks(lab, desk);
  await desk.page.getByTestId('hold').click();
  await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'held');
  expect(kept(desk)).toBe(1);
  await customer.hangup();
  await expect.poll(() => kept(desk)).toBe(0);
});
