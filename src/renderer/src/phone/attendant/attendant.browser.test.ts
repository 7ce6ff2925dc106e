/**
 * A call that the app answers for the agent, with the real phone, call center and attendant in a real
 * Chromium: what the customer hears is measured at the customer's end, what is kept is played back.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { levelAt, loudness } from '../../../../../tests/lab/laboratory/tones.ts';
import { findChromium } from '../../../../../scripts/debian-packages.ts';
import type { AttendantDeskWindow, DeskView, Heard } from './attendant.browser.fixture.ts';

const CSP =
  "default-src 'none'; script-src 'self'; connect-src 'self'; media-src 'self' blob:; " +
  "worker-src 'self'; base-uri 'none'; form-action 'none'";
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.ogg': 'audio/ogg' };
const PATIENCE = { timeout: 20_000, interval: 50 };
/** The same as in the fixture, which cannot be imported here: it is a page. */
const TONES = [600, 900, 1_200, 1_500, 1_800, 2_100];

let folder: string;
let server: Server;
let origin: string;
let browser: Browser;
let page: Page;

/**
 * A server of its own: what an audio worklet asks for does not pass through Playwright's routes,
 * so the recorder of the message would never start behind them.
 */
async function answer(path: string, response: ServerResponse): Promise<void> {
  if (path === '/') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', CSP);
    response.end(
      '<!doctype html><title>attendant</title><script type="module" src="/fixture.js"></script>',
    );
    return;
  }
  const body = await readFile(join(folder, path)).catch(() => null);
  if (body === null) response.statusCode = 404;
  response.setHeader('Content-Type', TYPES[extname(path)] ?? 'text/plain');
  response.end(body ?? undefined);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ieum-attendant-'));
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
      target: 'chrome140',
      rolldownOptions: {
        input: fileURLToPath(new URL('./attendant.browser.fixture.ts', import.meta.url)),
        output: { entryFileNames: 'fixture.js' },
      },
    },
  });
  server = createServer((request, response) => void answer(request.url ?? '/', response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const executablePath = findChromium();
  browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      ...['--no-sandbox', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
      ...['--autoplay-policy=no-user-gesture-required', '--allow-loopback-in-peer-connection'],
    ],
  });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  const context = await browser.newContext();
  await context.grantPermissions(['microphone']);
  page = await context.newPage();
  await page.goto(origin);
  await expect.poll(() => page.evaluate(() => 'attendantDesk' in window), PATIENCE).toBe(true);
  await page.evaluate(() => (window as unknown as AttendantDeskWindow).attendantDesk.start());
  await until('registered', ({ registered }) => registered);
  await page.evaluate(() => (window as unknown as AttendantDeskWindow).attendantDesk.callIn());
  await until('ringing', ({ calls }) => calls[0]?.phase === 'offered');
});

afterEach(async () => {
  await page?.context().close();
});

const view = (): Promise<DeskView> =>
  page.evaluate(() => (window as unknown as AttendantDeskWindow).attendantDesk.view());

async function until(what: string, read: (desk: DeskView) => unknown): Promise<DeskView> {
  let desk = await view();
  try {
    await expect.poll(async () => Boolean(read((desk = await view()))), PATIENCE).toBe(true);
  } catch {
    throw new Error(`Waited in vain: ${what}\n${JSON.stringify(desk, null, 1)}`);
  }
  return desk;
}

function attend(): Promise<void> {
  return page.evaluate(() =>
    (window as unknown as AttendantDeskWindow).attendantDesk.attend({
      greetingId: null,
      until: null,
      voicemail: true,
    }),
  );
}

function act(name: 'answer' | 'hangUp'): Promise<void> {
  return page.evaluate(
    (what) => (window as unknown as AttendantDeskWindow).attendantDesk[what](),
    name,
  );
}

const toInt16 = ({ samples }: Heard): Int16Array =>
  Int16Array.from(samples, (sample) => Math.max(-1, Math.min(1, sample)) * 32_767);

/** Which of the tones is heard in each 20 ms, or null. */
function tonesIn(heard: Heard): readonly (number | null)[] {
  const samples = toInt16(heard);
  const size = heard.rate / 50;
  return Array.from({ length: Math.floor(samples.length / size) }, (_, at) => {
    const window = samples.subarray(at * size, (at + 1) * size);
    if (loudness(window) < -40) return null;
    return TONES.find((hz) => levelAt(window, heard.rate, hz) > -4) ?? null;
  });
}

describe('a call that the app answers for the agent', { timeout: 60_000 }, () => {
  it('lets the customer hear the greeting from its first moment to its last', async () => {
    await attend();
    const desk = await until(
      'the message',
      ({ calls, pieces }) => calls[0]?.attended?.stage === 'message' && pieces > 0,
    );
    expect(desk.errors).toEqual([]);
    const received = await page.evaluate(() =>
      (window as unknown as AttendantDeskWindow).attendantDesk.received(),
    );
    // One end is the customer's: the one that hears the tones.
    const heard = received
      .map(tonesIn)
      .find((tones) => tones.some((tone) => tone !== null && tone !== TONES[1]));
    expect(heard).toBeDefined();
    const order = (heard ?? []).filter((tone) => tone !== null);
    const counts = TONES.map((hz) => order.filter((tone) => tone === hz).length * 20);
    // Each of 100 ms; at the seams a window holds two of them.
    for (const ms of counts) expect(ms).toBeGreaterThanOrEqual(60);
    const changes = order.filter((tone, at) => tone !== order[at - 1]);
    // After it comes the tone that asks them to speak.
    expect(changes.slice(0, TONES.length)).toEqual(TONES);
  });

  it('keeps what the customer says after the tone, as sound that plays', async () => {
    await attend();
    await until('two seconds of the message', ({ pieces }) => pieces >= 2);
    const kept = await page.evaluate(() =>
      (window as unknown as AttendantDeskWindow).attendantDesk.message(),
    );
    expect(kept.samples.length / kept.rate).toBeGreaterThan(1.5);
    expect((await view()).errors).toEqual([]);
  });

  it('is the agent’s as soon as they take it over, with the microphone and without a gap', async () => {
    await attend();
    await until('the greeting', ({ calls }) => calls[0]?.attended?.stage === 'greeting');
    await act('answer');
    const desk = await until('talking', ({ calls }) => calls[0]?.phase === 'active');
    expect(desk).toMatchObject({ opened: 1, open: 1 });
    expect(desk.calls[0]).toMatchObject({ attended: null });
    const before = await page.evaluate(() =>
      (window as unknown as AttendantDeskWindow).attendantDesk
        .received()
        .map(({ samples }) => samples.length),
    );
    // The fake microphone beeps every second: the customer hears the agent now.
    await expect
      .poll(async () => {
        const now = await page.evaluate(() =>
          (window as unknown as AttendantDeskWindow).attendantDesk.received(),
        );
        return now.filter(
          (heard, end) =>
            loudness(toInt16({ ...heard, samples: heard.samples.slice(before[end]) })) > -50,
        ).length;
      }, PATIENCE)
      .toBe(2);
    await act('hangUp');
    const over = await until('the end', ({ calls }) => calls.length === 0);
    expect(over.facts.find(({ type }) => type === 'ended')).toMatchObject({ outcome: 'answered' });
    await until('the microphone closed', ({ open }) => open === 0);
    expect(over.errors).toEqual([]);
  });

  it('can be taken over before the customer hears anything', async () => {
    await attend();
    await act('answer');
    await until('talking', ({ calls }) => calls[0]?.phase === 'active');
    const desk = await view();
    expect(desk).toMatchObject({ opened: 1, open: 1 });
    expect(desk.facts.filter(({ type }) => type === 'answered')).toHaveLength(1);
  });
});
