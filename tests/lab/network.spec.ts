import type { Page } from '@playwright/test';
import { layCable } from '../support/cable.ts';
import type { Cable } from '../support/cable.ts';
import { pageHears } from '../support/ear.ts';
import { AGENT_HZ, expect, test as base } from './desk.ts';
import type { Desk, DeskOptions } from './desk.ts';
import type { Laboratory, ProxyRequest } from './laboratory/index.ts';
import { durationMs, loudnessOf } from './laboratory/tones.ts';

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

/** Prints a figure beside the test that bounds it, and keeps it in the report. */
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
    await expect.poll(() => customer.hears(AGENT_HZ, 600)).toBe(true);

    const before = await invites(lab, desk);
    const gaps = await watchGaps(page);
    const recordedMs = durationMs(customer.received);
    const recordingAt = Date.now();
    const began = Date.now();
    await cable.unplug();
    await seesLine(page, 'waiting', 5_000);
    await cable.mend();
    await seesLine(page, 'registered', 10_000);
    note('reset in a call, registered', began);
    await expect.poll(() => invites(lab, desk)).toBeGreaterThan(before);
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
    await expect.poll(() => customer.hears(AGENT_HZ, 600)).toBe(true);
    const { longestMs } = await gaps();
    const customerGapMs = longestSilenceMs(customer.received, recordedMs);
    // A recorder that got no packets writes none: what is missing is missing from the length.
    const missingMs = Date.now() - recordingAt - (durationMs(customer.received) - recordedMs);
    console.log(`      silent: agent ${longestMs} ms, customer ${customerGapMs} ms`);
    console.log(`      missing from the customer's recording: ${Math.round(missingMs)} ms`);
    expect(longestMs).toBeLessThan(200);
    expect(customerGapMs).toBeLessThan(200);
    expect(missingMs).toBeLessThan(500);

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

  test('a hang-up into a silent socket is said again on the next one within ten seconds', async ({
    lab,
    wire,
  }) => {
    const { desk, cable } = await wire();
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    await desk.dial(customer.number);
    await customer.waitFor('established');
    await expect(desk.page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    cable.freeze();
    const began = Date.now();
    await desk.page.getByTestId('hang-up').click();
    cable.thaw();
    await customer.waitFor('closed', { timeoutMs: 10_000 });
    expect(note('hung up into silence, customer free', began)).toBeLessThanOrEqual(10_000);
  });
});

test.describe('a line that is up without sound', () => {
  test('the customer’s telephone dies: said within five seconds, ended at thirty', async ({
    lab,
    desk,
  }) => {
    const { page } = desk;
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    await desk.dial(customer.number);
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
    const began = Date.now();
    customer.freeze();
    const notice = page.getByTestId('banner-notice');
    await expect(notice).toContainText('상대방 소리가 들리지 않습니다', { timeout: 6_000 });
    expect(note('silence said', began)).toBeLessThanOrEqual(5_000);
    await expect(page.getByTestId('ended-line')).toContainText('30초', { timeout: 35_000 });
    expect(note('silence ended', began)).toBeLessThanOrEqual(32_500);
    await expect(notice).toBeHidden();
    const row = await desk.lastCall();
    expect(row).toMatchObject({ outcome: 'answered', ended_by: 'network' });
    expect(JSON.parse(row.cause ?? '{}')).toMatchObject({ code: 'media.silent' });
    await customer.stop();
  });

  test('the media bridge stands still for a moment: said, and taken back', async ({
    lab,
    desk,
  }) => {
    const { page } = desk;
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    await desk.dial(customer.number);
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
    const notice = page.getByTestId('banner-notice');
    lab.media.freeze();
    try {
      const began = Date.now();
      await expect(notice).toHaveAttribute('data-code', 'sound-lost', { timeout: 6_000 });
      expect(note('silence said', began)).toBeLessThanOrEqual(5_000);
    } finally {
      lab.media.thaw();
    }
    await expect(notice).toBeHidden();
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
    await page.getByTestId('hang-up').click();
    await customer.waitFor('closed');
  });

  test('on hold no sound is missed', async ({ lab, desk }) => {
    const { page } = desk;
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    await desk.dial(customer.number);
    await expect.poll(() => pageHears(page, CUSTOMER_HZ)).toBe(true);
    await page.getByTestId('hold').click();
    await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'held');
    // The phone's own signs of life are the clock: two of them are at least six seconds apart.
    const signs = async (): Promise<number> =>
      (await requestsOf(lab, desk.account.username, 'OPTIONS')).length;
    const before = await signs();
    await expect.poll(signs, { timeout: 20_000 }).toBeGreaterThanOrEqual(before + 2);
    await expect(page.getByTestId('banner-notice')).toBeHidden();
    await page.getByTestId('hang-up').click();
    await customer.waitFor('closed');
  });
});

test.describe('several servers', () => {
  test('the first takes the connection but no registration: the next is asked, and it rings there', async ({
    lab,
    openDesk,
  }) => {
    const [first, second] = [await layCable(addressOf(lab)), await layCable(addressOf(lab))];
    try {
      const account = await lab.addAccount('1801');
      await lab.proxy.answerRegister('1801', { code: 503, retryAfter: 60, times: 1 });
      const servers = [urlOver(lab, first), urlOver(lab, second)];
      const desk = await openDesk({ account, servers });
      expect([first.open, second.open]).toEqual([0, 1]);
      const customer = await lab.customer();
      await customer.call('1801');
      await desk.page.getByTestId('answer').click();
      await customer.waitFor('established');
      await desk.page.getByTestId('hang-up').click();
      await customer.waitFor('closed');
    } finally {
      await first.close();
      await second.close();
    }
  });

  test('the next is used while the first is down, and left when the first is back', async ({
    lab,
    openDesk,
  }) => {
    test.setTimeout(90_000);
    const [first, second] = [await layCable(addressOf(lab)), await layCable(addressOf(lab))];
    try {
      const desk = await openDesk({ servers: [urlOver(lab, first), urlOver(lab, second)] });
      expect([first.open, second.open]).toEqual([1, 0]);
      const began = Date.now();
      await first.unplug();
      await expect.poll(() => second.open, { timeout: 10_000 }).toBe(1);
      await seesLine(desk.page, 'registered', 10_000);
      note('on the next server', began);

      const customer = await lab.customer();
      await customer.call(desk.account.username);
      await desk.page.getByTestId('answer').click();
      await customer.waitFor('established');
      await desk.page.getByTestId('hang-up').click();
      await customer.waitFor('closed');

      const backAt = Date.now();
      await first.mend();
      await expect.poll(() => [first.open, second.open], { timeout: 45_000 }).toEqual([1, 0]);
      await seesLine(desk.page, 'registered', 10_000);
      note('back on the first server', backAt);
      await customer.call(desk.account.username);
      await desk.page.getByTestId('answer').click();
      await customer.waitFor('established');
      await desk.page.getByTestId('hang-up').click();
    } finally {
      await first.close();
      await second.close();
    }
  });
});

test.describe('what the registrar answers', () => {
  test('503 with Retry-After N: again after N to 1.2 N seconds', async ({ lab, openDesk }) => {
    const account = await lab.addAccount('1401');
    await lab.proxy.answerRegister('1401', { code: 503, retryAfter: 3, times: 3 });
    const desk = await openDesk({ account, unregistered: true });
    await expect(desk.page.getByTestId('line-state')).toContainText('503');
    await seesLine(desk.page, 'registered', 20_000);
    const at = (await requestsOf(lab, '1401', 'REGISTER')).map((request) => request.at);
    const waits = [1, 2, 3].map((index) => at[index]! - at[index - 1]!);
    console.log(`      waits after Retry-After 3: ${waits.map((s) => s.toFixed(2)).join(' ')} s`);
    for (const seconds of waits) {
      expect(seconds).toBeGreaterThanOrEqual(3);
      // A timer and a request take their time too.
      expect(seconds).toBeLessThanOrEqual(3.6 + 0.25);
    }
  });

  test('403: said in words within a second, and never asked again', async ({ lab, openDesk }) => {
    const account = await lab.addAccount('1402');
    const desk = await openDesk({ account });
    await lab.proxy.answerRegister('1402', { code: 403 });
    const before = (await requestsOf(lab, '1402', 'REGISTER')).length;
    await lab.proxy.kill9();
    await lab.proxy.start();
    await seesLine(desk.page, 'refused', 30_000);
    const shownAt = Date.now();
    const after = await requestsOf(lab, '1402', 'REGISTER');
    const ms = shownAt - after.at(-1)!.at * 1_000;
    console.log(`      403 to words: ${Math.round(ms)} ms`);
    expect(ms).toBeLessThanOrEqual(1_000);
    await expect(desk.page.getByTestId('line-state')).toContainText('403');

    // A refused line asks for nothing, while another phone's signs of life go on.
    const other = await openDesk();
    const signs = async (): Promise<number> =>
      (await requestsOf(lab, other.account.username, 'OPTIONS')).length;
    await expect.poll(signs, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    expect(await requestsOf(lab, '1402', 'REGISTER')).toHaveLength(before + 1);
  });

  test('423: one try with the time it asks for', async ({ lab, openDesk }) => {
    const account = await lab.addAccount('1403');
    await lab.proxy.answerRegister('1403', { code: 423, minExpires: 1_200 });
    await openDesk({ account });
    // Refused without a challenge, then challenged, then registered.
    expect(await requestsOf(lab, '1403', 'REGISTER')).toHaveLength(3);
  });

  test('killed and started again: back by itself', async ({ lab, desk }) => {
    const began = Date.now();
    await lab.proxy.kill9();
    await seesLine(desk.page, /waiting|connecting/, 5_000);
    await lab.proxy.start();
    const upAt = Date.now();
    await seesLine(desk.page, 'registered', 30_000);
    note('proxy killed, registered', began);
    note('proxy up, registered', upAt);
  });
});

test.describe('after sleep', () => {
  test('the line is back within ten seconds, and a call that ended meanwhile is closed', async ({
    lab,
    wire,
  }) => {
    const { desk, cable } = await wire();
    const { page } = desk;
    const customer = await lab.customer({ tone: CUSTOMER_HZ });
    await desk.dial(customer.number);
    await customer.waitFor('established');
    await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    const made = cable.made;
    cable.freeze();
    // Asleep is a page that does nothing while the wall clock goes on.
    const asleep = page.evaluate(() => {
      const until = Date.now() + 6_500;
      while (Date.now() < until);
    });
    await customer.hangup();
    await asleep;
    cable.thaw();
    const began = Date.now();
    await expect.poll(() => cable.made, { intervals: [50] }).toBeGreaterThan(made);
    await seesLine(page, 'registered', 10_000);
    expect(note('awake, registered', began)).toBeLessThanOrEqual(10_000);
    await expect(page.getByTestId('ended-line')).toContainText('끊긴 동안', { timeout: 10_000 });
    note('awake, stale call closed', began);
    expect(await desk.lastCall()).toMatchObject({ outcome: 'answered', ended_by: 'network' });
  });

  test('the computer’s network is another one: what is dead is left at once', async ({ wire }) => {
    const { desk, cable } = await wire();
    const made = cable.made;
    cable.freeze();
    cable.thaw();
    const began = Date.now();
    await desk.page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await expect.poll(() => cable.made, { intervals: [50] }).toBeGreaterThan(made);
    await seesLine(desk.page, 'registered', 10_000);
    expect(note('network changed, registered', began)).toBeLessThanOrEqual(8_000);
  });
});

async function invites(lab: Laboratory, desk: Desk): Promise<number> {
  return (await requestsOf(lab, desk.account.username, 'INVITE')).length;
}

async function requestsOf(
  lab: Laboratory,
  username: string,
  method: string,
): Promise<readonly ProxyRequest[]> {
  const requests = await lab.proxy.requests();
  return requests.filter(
    (request) => request.method === method && request.from.includes(`:${username}@`),
  );
}

/** The longest stretch of a recording, from a time on, in which nothing is to be heard; ms. */
function longestSilenceMs(wavPath: string, fromMs: number): number {
  const WINDOW_MS = 20;
  let longest = 0;
  let silent = 0;
  const end = durationMs(wavPath) - WINDOW_MS;
  for (let at = fromMs; at < end; at += WINDOW_MS) {
    const quiet = loudnessOf(wavPath, { fromMs: at, toMs: at + WINDOW_MS }) < -50;
    silent = quiet ? silent + WINDOW_MS : 0;
    longest = Math.max(longest, silent);
  }
  return longest;
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
