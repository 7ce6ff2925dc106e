/**
 * The practice exchange with a real SIP.js phone in a real Chromium, under the app's content
 * security policy and without any server: pages and clips are handed over by Playwright.
 * Also passes inside a network namespace with only `lo` up.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium } from '../../../../../scripts/debian-packages.ts';
import type {
  Ambush,
  PhoneView,
  PracticePhoneWindow,
} from './practice-exchange.browser.fixture.ts';

const ORIGIN = 'https://practice.test';
const FLAGS = [
  '--no-sandbox',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--autoplay-policy=no-user-gesture-required',
];
const LOOPBACK = '--allow-loopback-in-peer-connection';
const CSP =
  "default-src 'none'; script-src 'self'; connect-src 'self'; media-src 'self' blob:; " +
  "base-uri 'none'; form-action 'none'";
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.ogg': 'audio/ogg' };
/** A Chromium under load is slow; nothing waits longer than this. */
const PATIENCE = { timeout: 15_000, interval: 25 };

let folder: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ieum-practice-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../../../../../', import.meta.url)),
    publicDir: false,
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('./practice-exchange.browser.fixture.ts', import.meta.url)),
        output: { entryFileNames: 'fixture.js' },
      },
    },
  });
  browser = await launch([LOOPBACK]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await open(browser);
});

afterEach(async () => {
  await page?.context().close();
});

function launch(flags: readonly string[]): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...FLAGS, ...flags],
  });
}

async function open(from: Browser): Promise<Page> {
  const context = await from.newContext();
  await context.grantPermissions(['microphone']);
  const opened = await context.newPage();
  await opened.route('**/*', async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    if (origin !== ORIGIN) return route.abort();
    if (pathname === '/') {
      return route.fulfill({
        contentType: 'text/html; charset=utf-8',
        headers: { 'Content-Security-Policy': CSP },
        body: '<!doctype html><title>practice</title><script type="module" src="/fixture.js"></script>',
      });
    }
    const body = await readFile(join(folder, pathname)).catch(() => null);
    if (body === null) return route.fulfill({ status: 404 });
    return route.fulfill({ contentType: TYPES[extname(pathname)] ?? 'text/plain', body });
  });
  await opened.goto(ORIGIN);
  await expect.poll(() => opened.evaluate(() => 'practicePhone' in window), PATIENCE).toBe(true);
  return opened;
}

function view(): Promise<PhoneView> {
  return page.evaluate(() => {
    const { phone } = (window as unknown as PracticePhoneWindow).practicePhone;
    if (phone === null) throw new Error('not started');
    return phone.view();
  });
}

/** Waits until `read` of the phone's state gives a truthy value. */
async function until(what: string, read: (state: PhoneView) => unknown): Promise<PhoneView> {
  let state = await view();
  try {
    await expect.poll(async () => Boolean(read((state = await view()))), PATIENCE).toBe(true);
  } catch {
    const { trace, errors, captions, ...rest } = state;
    const seen = { ...rest, captions: captions.slice(-3), trace: trace.slice(-20), errors };
    throw new Error(`Waited in vain: ${what}\n${JSON.stringify(seen, null, 1)}`);
  }
  return state;
}

type Action = 'answer' | 'hangUp' | 'reconnect';
function act(action: Action): Promise<void> {
  return page.evaluate(async (name) => {
    await (window as unknown as PracticePhoneWindow).practicePhone.phone?.[name]();
  }, action);
}

function hold(on: boolean): Promise<void> {
  return page.evaluate(async (value) => {
    await (window as unknown as PracticePhoneWindow).practicePhone.phone?.hold(value);
  }, on);
}

function dial(number: string): Promise<void> {
  return page.evaluate(async (value) => {
    await (window as unknown as PracticePhoneWindow).practicePhone.phone?.dial(value);
  }, number);
}

function exchange(
  name: 'callIn' | 'hangUp' | 'refresh' | 'setNetwork' | 'dispose',
  argument?: string | boolean,
): Promise<string | undefined> {
  return page.evaluate(
    ([method, value]) => {
      const target = (window as unknown as PracticePhoneWindow).practicePhone.phone?.exchange;
      if (method === 'setNetwork') target?.setNetwork(value === true);
      else if (method === 'dispose') target?.dispose();
      else return target?.[method](value as string) ?? undefined;
      return undefined;
    },
    [name, argument] as const,
  );
}

function ambush(plan: Ambush): Promise<void> {
  return page.evaluate((value) => {
    const { phone } = (window as unknown as PracticePhoneWindow).practicePhone;
    if (phone !== null) phone.ambush = { ...value, seen: 0 };
  }, plan);
}

async function start(listenMs: number | null = 600): Promise<void> {
  await page.evaluate(
    (ms) => (window as unknown as PracticePhoneWindow).practicePhone.start(ms),
    listenMs,
  );
  await until('registered', ({ registered }) => registered);
}

async function answeredCall(scenario = 'billing-question'): Promise<PhoneView> {
  await exchange('callIn', scenario);
  await until('ringing', ({ session }) => session === 'Initial');
  await act('answer');
  return until('established', ({ session }) => session === 'Established');
}

/** Nothing is left of any call on either side. */
async function expectQuiet(counts: (error: string) => boolean = () => true): Promise<void> {
  const state = await until(
    'every peer connection closed',
    ({ session, peers }) => (session === null || session === 'Terminated') && peers === 0,
  );
  expect(state.errors.filter(counts)).toEqual([]);
}

const customerLines = (state: PhoneView): readonly string[] =>
  state.captions.flatMap(({ speaker, lineId }) =>
    speaker === 'customer' && lineId ? [lineId] : [],
  );

describe('a customer calls in', { timeout: 60_000 }, () => {
  it('is heard, waits on hold in silence, comes back, and ends when the agent hangs up', async () => {
    await start();
    const established = await answeredCall();
    expect(established.callerNumber).toBe('01000001002');

    const speaking = await until(
      'the first line is heard',
      ({ captions, level }) => captions.some(({ final }) => !final) && level > 0.02,
    );
    expect(customerLines(speaking)[0]).toBe('greeting');
    expect(speaking.captions[0]?.text.ko).toContain('안녕하세요');
    await until('the conversation goes on', (state) => customerLines(state).includes('how-much'));

    await hold(true);
    await until('held', ({ held }) => held);
    const onHold = await until(
      'silence on hold',
      ({ level, captions }) =>
        captions.some(({ speaker }) => speaker === 'system') && level < 0.001,
    );
    expect(
      onHold.captions.filter(({ final, speaker }) => speaker === 'customer' && !final).length,
    ).toBe(onHold.captions.filter(({ final, speaker }) => speaker === 'customer' && final).length);

    await hold(false);
    await until('back from hold', ({ held }) => !held);
    const back = await until(
      'the customer asks',
      (state) => customerLines(state).includes('resumed-1') && state.level > 0.02,
    );
    expect(back.troubles).toEqual([]);

    await until('the customer hears the agent', ({ heardByCustomer }) => heardByCustomer > 0.0126);

    await act('hangUp');
    await expectQuiet();
    expect((await view()).captions.at(-1)?.text.en).toBe('You hung up.');
  });

  it('hangs up, and that ends the session of the phone', async () => {
    await start(50);
    await answeredCall('late-delivery');
    await exchange('hangUp');
    const state = await until('ended by the customer', ({ session }) => session === 'Terminated');
    expect(state.trace.some((line) => line.startsWith('< BYE'))).toBe(true);
    expect(state.captions.at(-1)?.text.en).toBe('The customer hung up.');
    await expectQuiet();
  });

  it('gives up ringing', async () => {
    await start();
    await exchange('callIn', 'elderly-tv');
    await until('ringing', ({ trace }) => trace.some((line) => line.startsWith('> SIP/2.0 180')));
    await exchange('hangUp');
    const state = await until('cancelled', ({ session }) => session === 'Terminated');
    expect(state.trace.some((line) => line.startsWith('> SIP/2.0 487'))).toBe(true);
    await expectQuiet();
  });

  it('is declined', async () => {
    await start();
    await exchange('callIn');
    await until('ringing', ({ session }) => session === 'Initial');
    await act('hangUp');
    await until('declined', ({ captions }) => captions.some(({ speaker }) => speaker === 'system'));
    await expectQuiet();
  });

  it('says so when no phone is registered', async () => {
    await start();
    await exchange('setNetwork', false);
    await until('disconnected', ({ connected }) => !connected);
    expect(await exchange('callIn')).toBeUndefined();
    expect((await view()).troubles.map(({ code }) => code)).toEqual(['practice.not-registered']);
  });
});

describe('the practice phone book', { timeout: 60_000 }, () => {
  it.each([
    ['010-0000-0002', 486],
    ['01000000003', 603],
    ['+821000000005', 404],
    ['+82 10-0000-0006'.replaceAll(' ', ''), 480],
    ['01000000007', 503],
    ['01099999999', 404],
  ])('%s answers %i', async (number, status) => {
    await start();
    await dial(number);
    const state = await until('refused', ({ session }) => session === 'Terminated');
    expect(state.statuses.at(-1)).toBe(status);
    await expectQuiet();
  });

  it('a number nobody answers rings until it is cancelled', async () => {
    await start();
    await dial('01000000004');
    await until('ringing', ({ statuses }) => statuses.includes(180));
    await act('hangUp');
    const state = await until('cancelled', ({ statuses }) => statuses.includes(487));
    expect(state.trace).toContainEqual(expect.stringMatching(/^< SIP\/2\.0 200 OK \| \d+ CANCEL/));
    await expectQuiet();
  });

  it('a number answers and speaks; DTMF and transfer are taken', async () => {
    await start();
    await dial('+821000000001');
    await until(
      'the customer is heard',
      ({ level, session }) => session === 'Established' && level > 0.02,
    );
    const send = (method: 'info' | 'refer' | 'message'): Promise<number | undefined> =>
      page.evaluate(
        (name) =>
          (window as unknown as PracticePhoneWindow).practicePhone.phone?.sendInDialog(name),
        method,
      );
    expect(await send('info')).toBe(200);
    expect(await send('message')).toBe(200);
    expect(await send('refer')).toBe(202);
    await act('hangUp');
    await expectQuiet();
  });
});

describe('the exchange out of reach', { timeout: 60_000 }, () => {
  it('keeps the call, and takes the phone back', async () => {
    await start();
    await answeredCall();
    await exchange('setNetwork', false);
    await until('disconnected', ({ connected }) => !connected);
    await until('the audio goes on', ({ level }) => level > 0.02);
    await exchange('setNetwork', true);
    await act('reconnect');
    await until('registered again', ({ registered }) => registered);
    await act('hangUp');
    await until('hung up', ({ session }) => session === 'Terminated');
    await expectQuiet();
  });
});

describe('crossings', { timeout: 120_000 }, () => {
  it('a hang-up by either side at every message of a call in leaves nothing behind', async () => {
    await start();
    const invite = ['toPhone', '^INVITE'] as const;
    const trying = ['fromPhone', '^SIP/2.0 100'] as const;
    const ringing = ['fromPhone', '^SIP/2.0 180'] as const;
    const accepted = ['fromPhone', '^SIP/2.0 200 .*INVITE'] as const;
    const acknowledged = ['toPhone', '^ACK'] as const;
    const plans = [
      ...[invite, trying, ringing, accepted, acknowledged].map((at) => [...at, 'customerEnds']),
      ...[accepted, acknowledged].map((at) => [...at, 'phoneEnds']),
    ] as [Ambush['direction'], string, Ambush['act']][];
    for (const [direction, pattern, who] of plans) {
      const endings = ({ captions }: PhoneView): number =>
        captions.filter(({ speaker }) => speaker === 'system').length;
      const before = endings(await view());
      await ambush({ direction, pattern, nth: 1, act: who });
      const callId = await exchange('callIn', 'billing-question');
      if (pattern === accepted[1] || pattern === acknowledged[1]) {
        await until('ringing', ({ session }) => session === 'Initial');
        await act('answer');
      }
      // Once more, in case the phone could not end what it had not answered yet.
      if (who === 'phoneEnds') await exchange('hangUp', callId);
      await until(`${who} at ${pattern}`, (state) => endings(state) === before + 1);
      await expectQuiet();
    }
    // Still usable.
    await answeredCall();
    await act('hangUp');
    await expectQuiet();
  });

  it('CANCEL crosses the 200 of a dialled call', async () => {
    await start();
    await ambush({
      direction: 'toPhone',
      pattern: '^SIP/2.0 200 .*INVITE',
      nth: 1,
      act: 'phoneEnds',
    });
    await dial('01000000001');
    const state = await until('ended', ({ session }) => session === 'Terminated');
    await expectQuiet();
    expect(state.trace).toContainEqual(expect.stringMatching(/^> CANCEL/));
  });

  it('BYE crosses BYE', async () => {
    await start();
    await answeredCall();
    await ambush({ direction: 'toPhone', pattern: '^BYE', nth: 1, act: 'phoneEnds' });
    await exchange('hangUp');
    await until('ended', ({ session }) => session === 'Terminated');
    const state = await until(
      'both BYE answered',
      ({ trace }) => trace.filter((line) => /^[<>] SIP\/2\.0 \d+ .*BYE/.test(line)).length === 2,
    );
    expect(state.trace.filter((line) => /^[<>] BYE/.test(line))).toHaveLength(2);
    await expectQuiet();
  });

  it('re-INVITE crosses re-INVITE: 491 both ways, and both get through later', async () => {
    await start();
    await answeredCall();
    await until('the call is up on both sides', (state) => customerLines(state).length > 0);
    await ambush({ direction: 'fromPhone', pattern: '^INVITE', nth: 1, act: 'refresh' });
    await hold(true);
    const state = await until('the exchange tried again and was answered', ({ trace }) =>
      trace.some((line) => /^< ACK .*\| 3 ACK/.test(line)),
    );
    expect(state.trace).toContainEqual(expect.stringMatching(/^< SIP\/2\.0 491 .*\| 1 INVITE/));
    expect(state.trace).toContainEqual(expect.stringMatching(/^> SIP\/2\.0 491 .*\| 2 INVITE/));
    expect(state.trace).toContainEqual(expect.stringMatching(/^> SIP\/2\.0 200 .*\| 3 INVITE/));
    expect(state.held).toBe(false);
    await hold(true);
    await until('held after all', ({ held }) => held);
    await hold(false);
    // The customer speaks again. Whether the phone hears it is not asked here: in Chromium 156 a
    // peer connection that rolled an offer back, as the phone must after 491, stays silent.
    await until(
      'back from hold',
      (later) => !later.held && customerLines(later).includes('resumed-1'),
    );
    await act('hangUp');
    await expectQuiet();
  });
});

describe('a Chromium that was not started for loopback', { timeout: 60_000 }, () => {
  it('speaks with a network, and names the trouble without one', async () => {
    const plain = await launch([]);
    try {
      await page.context().close();
      page = await open(plain);
      await start();
      await dial('01000000001');
      const state = await until(
        'a voice or a reason',
        ({ level, troubles }) => level > 0.02 || troubles.length > 0,
      );
      const codes = new Set(state.troubles.map(({ code }) => code));
      expect([...codes]).toEqual(state.level > 0.02 ? [] : ['practice.no-local-media']);
    } finally {
      await page.context().close();
      await plain.close();
    }
  });
});
