import type { Page } from '@playwright/test';
import { layCable } from '../support/cable.ts';
import type { Cable } from '../support/cable.ts';
import { pageHears } from '../support/ear.ts';
import { AGENT_HZ, expect, test as base } from './desk.ts';
import type { Desk, DeskOptions } from './desk.ts';
import type { Laboratory } from './laboratory/index.ts';
import { hears } from './laboratory/tones.ts';

const CUSTOMER_HZ = 440;

interface Wired {
  readonly desk: Desk;
  readonly cable: Cable;
}

const test = base.extend<{ wire: (options?: DeskOptions) => Promise<Wired> }>({
  /** A desk whose way to the exchange leads over a cable of the test's. */
  wire: async ({ lab, openDesk }, use) => {
    const cables: Cable[] = [];
    await use(async (options = {}) => {
      const cable = await layCable(addressOf(lab));
      cables.push(cable);
      const desk = await openDesk({ ...options, servers: [urlOver(lab, cable)] });
      return { desk, cable };
    });
    for (const cable of cables) await cable.close();
  },
});

function addressOf(lab: Laboratory): { host: string; port: number } {
  const { hostname, port } = new URL(lab.wssUrl);
  return { host: hostname, port: Number(port) };
}

function urlOver(lab: Laboratory, cable: Cable): string {
  const url = new URL(lab.wssUrl);
  url.port = String(cable.port);
  return url.href;
}

async function seesLine(page: Page, state: string | RegExp, timeout: number): Promise<void> {
  await expect(page.getByTestId('line-state')).toHaveAttribute('data-state', state, { timeout });
}

/** Figures for docs/benchmarks.md, beside the test that bounds them. */
function note(what: string, began: number): number {
  const ms = Date.now() - began;
  test.info().annotations.push({ type: 'ms', description: `${what}: ${ms}` });
  console.log(`      ${what}: ${ms} ms`);
  return ms;
}

test.describe('a server that falls silent without closing', () => {
  test('is noticed within fifteen seconds, and left for a new connection within twenty', async ({
    lab,
    wire,
  }) => {
    const { desk, cable } = await wire();
    const began = Date.now();
    cable.freeze();
    await seesLine(desk.page, 'waiting', 15_000);
    expect(note('half-open socket shown', began)).toBeLessThanOrEqual(15_000);
    cable.thaw();
    await seesLine(desk.page, 'registered', 20_000);
    expect(note('half-open socket, back', began)).toBeLessThanOrEqual(20_000);

    // And it is a connection on which calls arrive.
    const customer = await lab.customer();
    await customer.call(desk.account.username);
    await desk.page.getByTestId('answer').click();
    await customer.waitFor('established');
    await desk.page.getByTestId('hang-up').click();
    await customer.waitFor('closed');
  });
});

test.describe('a socket that is reset', () => {
  test('idle: registered again within five seconds', async ({ wire }) => {
    const { desk, cable } = await wire();
    for (let run = 0; run < 3; run += 1) {
      const made = cable.made;
      const began = Date.now();
      cable.tear();
      await expect.poll(() => cable.made, { intervals: [20] }).toBeGreaterThan(made);
      await seesLine(desk.page, 'registered', 5_000);
      expect(note('reset while idle, registered', began)).toBeLessThanOrEqual(5_000);
    }
  });

  test('in a call: both are heard all the time, and the customer’s hang-up arrives after', async ({
    lab,
    wire,
  }) => {
    const { desk, cable } = await wire();
    const { page } = desk;
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    await desk.dial(customer.number);
    await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
    await expect.poll(() => hears(customer.received, AGENT_HZ, { lastMs: 600 })).toBe(true);

    const gaps = await watchGaps(page);
    const began = Date.now();
    await cable.unplug();
    await seesLine(page, 'waiting', 5_000);
    await cable.mend();
    await seesLine(page, 'registered', 10_000);
    note('reset in a call, registered', began);
    await expect
      .poll(async () => reinvites(lab, desk), { intervals: [100] })
      .toBeGreaterThanOrEqual(1);
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
    await expect.poll(() => hears(customer.received, AGENT_HZ, { lastMs: 600 })).toBe(true);
    const { longestMs } = await gaps();
    console.log(`      longest gap between packets heard: ${longestMs} ms`);
    expect(longestMs).toBeLessThan(500);

    await customer.hangup();
    await expect(page.getByTestId('ended-line')).toContainText('고객', { timeout: 5_000 });
    expect(await desk.lastCall()).toMatchObject({ outcome: 'answered', ended_by: 'customer' });
  });

  test('in a call the agent hangs up meanwhile: the customer is free within ten seconds', async ({
    lab,
    wire,
  }) => {
    const { desk, cable } = await wire();
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    await desk.dial(customer.number);
    await customer.waitFor('established');
    await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await cable.unplug();
    await seesLine(desk.page, 'waiting', 5_000);
    const began = Date.now();
    await desk.page.getByTestId('hang-up').click();
    await expect(desk.page.getByTestId('ended-line')).toBeVisible();
    await cable.mend();
    await customer.waitFor('closed', { timeoutMs: 10_000 });
    expect(note('hung up while away, customer free', began)).toBeLessThanOrEqual(10_000);
  });

  test('a hang-up into a silent socket is said again on the next one', async ({ lab, wire }) => {
    const { desk, cable } = await wire();
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    await desk.dial(customer.number);
    await customer.waitFor('established');
    await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    cable.freeze();
    const began = Date.now();
    await desk.page.getByTestId('hang-up').click();
    cable.thaw();
    await customer.waitFor('closed', { timeoutMs: 20_000 });
    note('hung up into silence, customer free', began);
  });
});

/** INVITEs of the desk's within a call: everything after the first. */
async function reinvites(lab: Laboratory, desk: Desk): Promise<number> {
  const requests = await lab.proxy.requests();
  return (
    requests.filter(
      ({ method, from }) => method === 'INVITE' && from.includes(desk.account.username),
    ).length - 1
  );
}

/** Measures in the page how long nothing but silence was played; ask for the result to end it. */
async function watchGaps(page: Page): Promise<() => Promise<{ longestMs: number }>> {
  await page.evaluate(() => {
    const element = document.querySelector<HTMLAudioElement>('audio[data-call-id]')!;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1_024;
    context.createMediaStreamSource(element.srcObject as MediaStream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let heardAt = performance.now() + 300;
    let longest = 0;
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const at = performance.now();
      if (samples.some((value) => Math.abs(value) > 0.01)) heardAt = Math.max(heardAt, at);
      longest = Math.max(longest, at - heardAt);
    }, 10);
    Object.assign(globalThis, {
      endGapWatch: () => {
        clearInterval(timer);
        void context.close();
        return { longestMs: Math.round(longest) };
      },
    });
  });
  return () =>
    page.evaluate(() =>
      (globalThis as unknown as { endGapWatch: () => { longestMs: number } }).endGapWatch(),
    );
}
