import type { Locator, Page } from '@playwright/test';
import { AGENT_HZ, expect, test as base } from '../lab/desk.ts';
import type { Desk, DeskOptions } from '../lab/desk.ts';
import { hears } from '../lab/laboratory/tones.ts';
import type { Customer, Laboratory } from '../lab/laboratory/index.ts';
import { layCable } from '../support/cable.ts';
import type { Cable } from '../support/cable.ts';
import { pageHears } from '../support/ear.ts';
import { watchGaps } from '../support/gapWatch.ts';
import { either, keep } from './figures.ts';

/** How often each fault is made. */
const RUNS = 30;
const CUSTOMER_HZ = 440;

const test = base.extend<{
  cable: () => Promise<Cable>;
  wire: (options?: DeskOptions) => Promise<{ desk: Desk; cable: Cable }>;
}>({
  cable: async ({ lab }, use) => {
    const cables: Cable[] = [];
    await use(async () => {
      const { hostname, port } = new URL(lab.wssUrl);
      const cable = await layCable({ host: hostname, port: Number(port) });
      cables.push(cable);
      return cable;
    });
    for (const cable of cables) await cable.close();
  },
  wire: async ({ lab, openDesk, cable: lay }, use) => {
    await use(async (options = {}) => {
      const cable = await lay();
      return { cable, desk: await openDesk({ ...options, servers: [over(lab, cable)] }) };
    });
  },
});

test.beforeEach(() => test.setTimeout(either(120_000, 3_600_000)));

function over(lab: Laboratory, cable: Cable): string {
  const url = new URL(lab.wssUrl);
  url.port = String(cable.port);
  return url.href;
}

const line = (page: Page, state: string): Locator =>
  page.locator(`[data-testid=line-state][data-state=${state}]`);

/** Waits without Playwright's growing intervals: what is measured is the phone. */
async function soon(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { intervals: [20], timeout: 60_000 }).toBe(true);
}

async function timed(what: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await what();
  return performance.now() - began;
}

/** Agreements that this desk has made: the ACKs of its INVITEs. */
async function acknowledged(lab: Laboratory, { account }: Desk): Promise<number> {
  const requests = await lab.proxy.requests();
  return requests.filter(
    ({ method, from }) => method === 'ACK' && from.includes(`:${account.username}@`),
  ).length;
}

async function connect(desk: Desk, customer: Customer): Promise<void> {
  await desk.dial(customer.number);
  await customer.waitFor('established');
  await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
}

test('reset while idle', async ({ wire }) => {
  const { desk, cable } = await wire();
  const values: number[] = [];
  for (let run = 0; run < either(2, RUNS); run += 1) {
    const { made } = cable;
    values.push(
      await timed(async () => {
        cable.tear();
        await soon(() => cable.made > made);
        await line(desk.page, 'registered').waitFor();
      }),
    );
  }
  keep({ measure: 'socket reset while idle → registered', unit: 'ms', values, reach: 5_000 });
});

test('half-open socket', async ({ wire }) => {
  const { desk, cable } = await wire();
  const shown: number[] = [];
  const back: number[] = [];
  for (let run = 0; run < either(1, RUNS); run += 1) {
    const began = performance.now();
    cable.freeze();
    await line(desk.page, 'waiting').waitFor({ timeout: 20_000 });
    shown.push(performance.now() - began);
    cable.thaw();
    await line(desk.page, 'registered').waitFor({ timeout: 30_000 });
    back.push(performance.now() - began);
  }
  keep({ measure: 'half-open socket → shown', unit: 'ms', values: shown, reach: 15_000 });
  keep({ measure: 'half-open socket → registered', unit: 'ms', values: back, reach: 20_000 });
});

test('drop in a call', async ({ lab, wire }) => {
  const { desk, cable } = await wire();
  const { page } = desk;
  const customer = await lab.customer({ tone: CUSTOMER_HZ });
  await connect(desk, customer);
  await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
  const back: number[] = [];
  const gaps: number[] = [];
  for (let run = 0; run < either(2, RUNS); run += 1) {
    const gap = await watchGaps(page);
    const { made } = cable;
    const before = await acknowledged(lab, desk);
    back.push(
      await timed(async () => {
        cable.tear();
        await soon(() => cable.made > made);
        await line(page, 'registered').waitFor();
      }),
    );
    // The new way for the sound is agreed on, and stands: the next drop meets a call, not a change.
    await expect.poll(async () => (await acknowledged(lab, desk)) > before).toBe(true);
    await expect.poll(() => hears(customer.received, AGENT_HZ, { lastMs: 600 })).toBe(true);
    gaps.push(await gap());
  }
  await page.getByTestId('hang-up').click();
  await customer.waitFor('closed');
  keep({ measure: 'drop in a call → registered', unit: 'ms', values: back, reach: 10_000 });
  keep({ measure: 'drop in a call: longest silence', unit: 'ms', values: gaps, reach: 200 });
});

test('hung up after a drop', async ({ lab, wire }) => {
  const { desk, cable } = await wire();
  const customer = await lab.customer({ tone: CUSTOMER_HZ, record: false });
  const values: number[] = [];
  for (let run = 0; run < either(1, RUNS); run += 1) {
    await connect(desk, customer);
    await cable.unplug();
    await line(desk.page, 'waiting').waitFor();
    values.push(
      await timed(async () => {
        await desk.page.getByTestId('hang-up').click();
        await cable.mend();
        await customer.waitFor('closed', { timeoutMs: 30_000 });
      }),
    );
    await line(desk.page, 'registered').waitFor();
  }
  keep({ measure: 'hung up while away → customer free', unit: 'ms', values, reach: 10_000 });
});

test('proxy killed and started', async ({ lab, desk }) => {
  const values: number[] = [];
  for (let run = 0; run < either(1, RUNS); run += 1) {
    await lab.proxy.kill9();
    await expect(desk.page.getByTestId('line-state')).not.toHaveAttribute(
      'data-state',
      'registered',
    );
    await lab.proxy.start();
    values.push(await timed(() => line(desk.page, 'registered').waitFor({ timeout: 60_000 })));
  }
  keep({ measure: 'proxy killed, up again → registered', unit: 'ms', values, reach: 30_000 });
});

test('no sound received', async ({ lab, desk }) => {
  const customer = await lab.customer({ tone: CUSTOMER_HZ, record: false });
  await connect(desk, customer);
  await expect.poll(() => pageHears(desk.page, CUSTOMER_HZ)).toBe(true);
  const notice = desk.page.locator('[data-testid=banner-notice][data-code=sound-lost]');
  const values: number[] = [];
  for (let run = 0; run < either(1, RUNS); run += 1) {
    lab.media.freeze();
    try {
      values.push(await timed(() => notice.waitFor({ timeout: 20_000 })));
    } finally {
      lab.media.thaw();
    }
    await notice.waitFor({ state: 'hidden' });
  }
  await desk.page.getByTestId('hang-up').click();
  await customer.waitFor('closed');
  keep({ measure: 'no sound received → said', unit: 'ms', values, reach: 5_000 });
});

test('503 with Retry-After', async ({ lab, openDesk }) => {
  const AFTER_S = 2;
  const runs = either(2, RUNS);
  const account = await lab.addAccount('1701');
  await lab.proxy.answerRegister('1701', { code: 503, retryAfter: AFTER_S, times: runs });
  const desk = await openDesk({ account, unregistered: true });
  await line(desk.page, 'registered').waitFor({ timeout: runs * 4_000 + 20_000 });
  const at = (await lab.proxy.requests())
    .filter(({ method, from }) => method === 'REGISTER' && from.includes(':1701@'))
    .map((request) => request.at);
  const values = at.slice(1, runs + 1).map((later, index) => (later - at[index]!) * 1_000);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(AFTER_S * 1_000);
  // A timer and a request take their time too.
  const reach = AFTER_S * 1_200 + 250;
  keep({ measure: `503 Retry-After ${AFTER_S} → asked again`, unit: 'ms', values, reach });
});

test('the next server and back', async ({ lab, cable, openDesk }) => {
  // Several phones at once: most of the time each waits for its next look at the first server.
  const phones = either(1, 5);
  const away: number[] = [];
  const back: number[] = [];
  const [first, second] = [await cable(), await cable()];
  const servers = [over(lab, first), over(lab, second)];
  const desks: Desk[] = [];
  for (let phone = 0; phone < phones; phone += 1) desks.push(await openDesk({ servers }));
  for (let run = 0; run < either(1, RUNS / phones); run += 1) {
    let began = performance.now();
    const since = (): number => performance.now() - began;
    await first.unplug();
    await Promise.all(
      desks.map(async ({ page }) => {
        await line(page, 'waiting').waitFor();
        await line(page, 'registered').waitFor();
        away.push(since());
      }),
    );
    expect(second.open).toBe(phones);
    await first.mend();
    began = performance.now();
    // Each phone that comes back is one connection more on the first.
    for (let phone = 1; phone <= phones; phone += 1) {
      await soon(() => first.open - second.open >= 2 * phone - phones);
      back.push(since());
    }
    for (const { page } of desks) await line(page, 'registered').waitFor();
    await soon(() => second.open === 0);
  }
  keep({
    measure: 'first server gone → registered at the next',
    unit: 'ms',
    values: away,
    reach: 10_000,
  });
  keep({
    measure: 'first server back → registered there',
    unit: 'ms',
    values: back,
    reach: 45_000,
  });
});

test('sleep', async ({ wire }) => {
  const { desk, cable } = await wire();
  const values: number[] = [];
  for (let run = 0; run < either(1, RUNS); run += 1) {
    const { made } = cable;
    cable.freeze();
    // Asleep is a page that does nothing while the wall clock goes on.
    await desk.page.evaluate(() => {
      const until = Date.now() + 6_500;
      while (Date.now() < until);
    });
    cable.thaw();
    values.push(
      await timed(async () => {
        await soon(() => cable.made > made);
        await line(desk.page, 'registered').waitFor();
      }),
    );
  }
  keep({ measure: 'awake after sleep → registered', unit: 'ms', values, reach: 10_000 });
});
