import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { chromium } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { saveCall } from '#host/db/calls.ts';
import { newId } from '#host/newId.ts';
import type { CallRow, Outcome } from '#shared/domain/call/record.ts';
import { made } from '../host/promiseFacts.ts';
import { startHost as startTestHost } from '../host/support.ts';
import { startHost } from '../support/hostProcess.ts';
import { findChromium } from '../../scripts/debian-packages.ts';

const MINUTE = 60_000;

interface Fill {
  readonly promises: number;
  readonly calls: number;
}

/** Fills a new data folder: open promises, three in ten of them late, and ended calls behind them. */
async function fillLists(dataDir: string, fill: Fill): Promise<void> {
  const { host, connect } = startTestHost(dataDir);
  const { client } = connect();
  const now = Date.now();
  const facts = Array.from({ length: fill.promises }, (_, index) => {
    const to = now + (index - Math.floor(fill.promises * 0.3)) * MINUTE;
    return made({
      ...{ at: now - 60 * MINUTE, ...numberOf(index), name: `고객 ${index}` },
      ...{
        topic: TOPICS[index % TOPICS.length] ?? '',
        urgency: index % 9 === 4 ? 'urgent' : 'normal',
      },
      window: { from: to - 60 * MINUTE, to },
    });
  });
  for (let from = 0; from < facts.length; from += 100) {
    await client.call('promises.append', { facts: facts.slice(from, from + 100) });
  }
  await host.stop();
  if (fill.calls > 0) addCalls(join(dataDir, 'ieum.sqlite'), fill.calls, now);
}

const TOPICS = ['배송 일정', '', '환불 문의', '요금제 변경을 원하십니다'];
const OUTCOMES: readonly Outcome[] = ['answered', 'answered', 'missed', 'rejected'];

function numberOf(index: number): { dialled: string; e164: string } {
  const number = String(10_000_000 + (index % 90_000_000));
  return { dialled: `010${number}`, e164: `+8210${number}` };
}

/** Straight into the projection: as facts a million calls would be written for half an hour. */
function addCalls(file: string, count: number, now: number): void {
  const db = new Database(file);
  db.pragma('synchronous = OFF');
  db.transaction(() => {
    for (let index = 0; index < count; index += 1) saveCall(db, callAt(index, now));
  })();
  db.close();
}

function callAt(index: number, now: number): CallRow {
  const startedAt = now - (index + 1) * MINUTE;
  const outcome = OUTCOMES[index % OUTCOMES.length] ?? 'answered';
  // Each caller some ten times.
  const { dialled, e164 } = numberOf((index * 7_919) % 99_991);
  return {
    ...{ id: newId(), agentId: newId(), direction: index % 3 === 0 ? 'outbound' : 'inbound' },
    ...{ address: `sip:${dialled}@pbx.example.com`, dialled, e164, name: null, rawName: null },
    ...{ sipCallId: null, account: 'sip:1001@pbx.example.com', practice: false, startedAt },
    ...{ ringingAt: startedAt, answeredAt: outcome === 'answered' ? startedAt + 5_000 : null },
    ...{ endedAt: startedAt + 50_000, heldMs: 0, heldSince: null, outcome, endedBy: 'customer' },
    ...{ cause: { code: 'sip.bye' }, note: index % 5 === 0 ? '환불 절차를 안내했습니다' : '' },
    tags: [],
    ...{ quality: null, recorded: false, attended: null, voicemail: null, claimed: null, via: [] },
    ...{ service: null, treated: null, disposition: null },
  };
}

/**
 * From the click on a screen's button until its first rows are painted.
 * @returns milliseconds
 */
function opening(page: Page, screen: string, row: string): Promise<number> {
  return page.evaluate(
    async ([button, wanted]) => {
      const frame = (): Promise<number> => new Promise(requestAnimationFrame);
      const begun = performance.now();
      document.querySelector<HTMLElement>(`[data-testid=${button}]`)?.click();
      while (!document.querySelector(`[data-testid=${wanted}]`)) await frame();
      // Painted with the frame in which they are there: the task after it is behind the paint.
      await frame();
      await new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      });
      return performance.now() - begun;
    },
    [`nav-${screen}`, row],
  );
}

interface Scroll {
  readonly frames: number;
  /** Frames of the screen's 60 a second in which nothing new was shown. */
  readonly dropped: number;
  /** Milliseconds between two frames, the longest. */
  readonly longest: number;
}

/** Scrolls a list by as much in each frame, as a wheel that is turned without a stop. */
function scrolling(page: Page, list: string, frames = 240): Promise<Scroll> {
  return page.getByTestId(list).evaluate(async (element, count) => {
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    const EVERY = 1_000 / 60;
    const deltas: number[] = [];
    let before = await frame();
    for (let at = 0; at < count; at += 1) {
      element.scrollTop += 100;
      const now = await frame();
      deltas.push(now - before);
      before = now;
    }
    const missed = deltas.map((delta) => Math.max(0, Math.round(delta / EVERY) - 1));
    return {
      frames: count,
      dropped: missed.reduce((sum, one) => sum + one, 0),
      longest: Math.max(...deltas),
    };
  }, frames);
}

export interface ListFigures {
  readonly list: 'promises' | 'history';
  /** Milliseconds: in the moment in which the page has begun, while everything is still read. */
  readonly starting: number;
  /** The first time, on a page that has come to rest. */
  readonly first: number;
  readonly later: readonly number[];
  readonly scroll: Scroll;
  /** A bare page of as many rows without any script, scrolled in the same browser. */
  readonly bare: Scroll;
}

const LISTS = [
  { list: 'promises', row: 'promise-row', scrolls: 'promise-list' },
  { list: 'history', row: 'history-row', scrolls: 'history-list' },
] as const;

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 800 } });
  await page.goto(url);
  const registered = page.locator('[data-testid=line-state][data-state=registered]');
  const door = page.getByTestId('door-practice');
  await door.or(registered).waitFor();
  if (await door.isVisible()) await door.click();
  await page.getByTestId('promises-badge').waitFor();
  return page;
}

/** The screens are fetched while nothing else is to be done; then it has come to rest. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('AccountScreen')),
    undefined,
    { polling: 200 },
  );
}

async function bareScroll(browser: Browser): Promise<Scroll> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 800 } });
  const row = '<div style="height:58px;border-bottom:1px solid #ddd">010-1234-5678 고객</div>';
  await page.setContent(
    `<div data-testid="bare" style="height:560px;overflow:auto">${row.repeat(1_000)}</div>`,
  );
  const scroll = await scrolling(page, 'bare');
  await page.close();
  return scroll;
}

/** The long lists on a full folder, each on a new page, in a browser of their own. */
export async function measureLists(fill: Fill, times = 5): Promise<readonly ListFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-bench-lists-'));
  const dataDir = join(folder, 'data');
  await fillLists(dataDir, fill);
  const host = await startHost({ dataDir });
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const figures: ListFigures[] = [];
    for (const { list, row, scrolls } of LISTS) {
      const begun = await openPage(browser, host.url);
      const starting = await opening(begun, list, row);
      await begun.close();
      const page = await openPage(browser, host.url);
      await settled(page);
      const first = await opening(page, list, row);
      await page.locator(`[data-testid=${scrolls}]:not([aria-busy=true])`).waitFor();
      const later: number[] = [];
      for (let time = 0; time < times; time += 1) {
        await page.getByTestId('nav-phone').click();
        await page.getByTestId(scrolls).waitFor({ state: 'detached' });
        later.push(await opening(page, list, row));
      }
      const scroll = await scrolling(page, scrolls);
      await page.close();
      figures.push({ list, starting, first, later, scroll, bare: await bareScroll(browser) });
    }
    return figures;
  } finally {
    await browser.close();
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
