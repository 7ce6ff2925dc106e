import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from '../support/talkingDesk.ts';
import type { TalkingExchange } from '../support/talkingExchange.ts';
import { either, keep } from './figures.ts';

/** Calls to warm up with: what is made once is made then, and the list of the latest is full. */
const FIRST = either(30, 100);
const CALLS = either(50, 1_000);
/** Every tenth comes in: more than twenty a minute would be taken for a flood. */
const INBOUND_EVERY = 10;

/** Milliseconds after which SIP has forgotten the last call: 64 × T1, RFC 3261 §17. */
const FORGOTTEN_MS = 33_000;

/** So many collections in turn that free nothing more. */
const STILL = 3;

/** What a call could leave behind. */
interface Leavings {
  readonly heapMb: number;
  readonly connections: number;
  readonly tracks: number;
  readonly audioElements: number;
  readonly listeners: number;
  readonly nodes: number;
}

test('a thousand calls, one after the other', async ({ page, customers, reopen }) => {
  test.setTimeout(either(240_000, 3_600_000));
  await page.addInitScript(countMedia);
  await reopen();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  await callAndHangUp(page, customers, 0, FIRST);
  const before = await leavings(page, devtools);
  await callAndHangUp(page, customers, FIRST, CALLS);
  const after = await leavings(page, devtools);
  console.log(`      after ${FIRST}: ${JSON.stringify(before)}`);
  console.log(`      after ${CALLS}: ${JSON.stringify(after)}`);
  const calls = CALLS.toLocaleString('en');
  keep({
    measure: `${calls} calls: heap growth since the first ${FIRST}`,
    unit: 'MB',
    values: [after.heapMb - before.heapMb],
    reach: 5,
    note: `${before.heapMb.toFixed(1)} MB → ${after.heapMb.toFixed(1)} MB`,
  });
  keep({
    measure: `${calls} calls: peer connections left`,
    unit: '',
    values: [after.connections],
    reach: 0,
  });
  keep({ measure: `${calls} calls: live tracks left`, unit: '', values: [after.tracks], reach: 0 });
  keep({
    measure: `${calls} calls: audio elements left`,
    unit: '',
    values: [after.audioElements],
    reach: 0,
  });
  keep({
    measure: `${calls} calls: listeners left since the first ${FIRST}`,
    unit: '',
    values: [Math.max(0, after.listeners - before.listeners)],
    reach: 0,
    note: `${before.listeners} → ${after.listeners}, nodes ${before.nodes} → ${after.nodes}`,
  });
});

/**
 * Calls `from` up to `to`. Nobody calls twice, and the last to call is a stranger both times: what is
 * known of a customer would be on the screen, and be counted.
 */
async function callAndHangUp(
  page: Page,
  customers: TalkingExchange,
  from: number,
  to: number,
): Promise<void> {
  for (let call = from; call < to; call += 1) {
    if (call % INBOUND_EVERY === INBOUND_EVERY - 1) {
      const callId = await customers.call(`"고객" <sip:010${20_000_000 + call}@caller.invalid>`);
      await page.getByTestId('answer').click();
      await expect.poll(() => customers.talking, { intervals: [20] }).toEqual([callId]);
      await page.locator('[data-testid=call-bar][data-phase=active]').waitFor();
      customers.hangUp(callId);
    } else {
      await page.getByTestId('dial-input').fill('0212345678');
      await page.getByTestId('dial-call').click();
      await page.locator('[data-testid=call-bar][data-phase=active]').waitFor();
      await page.getByTestId('hang-up').click();
    }
    await page.getByTestId('call-bar').waitFor({ state: 'detached' });
    await expect.poll(() => customers.talking, { intervals: [20] }).toEqual([]);
  }
}

async function leavings(page: Page, devtools: CDPSession): Promise<Leavings> {
  await page.waitForTimeout(FORGOTTEN_MS);
  // What one collection finishes another frees: until the count is still.
  let counted = await count(devtools);
  for (let still = 0; still < STILL;) {
    await devtools.send('HeapProfiler.collectGarbage');
    const next = await count(devtools);
    still = next.listeners === counted.listeners && next.nodes === counted.nodes ? still + 1 : 0;
    counted = next;
  }
  const media = await page.evaluate(() => {
    const { made } = globalThis as unknown as { made: Made };
    return {
      connections: made.connections.filter(
        (one) => (one.deref()?.connectionState ?? 'closed') !== 'closed',
      ).length,
      tracks: made.tracks.filter((one) => one.deref()?.readyState === 'live').length,
      audioElements: document.querySelectorAll('audio').length,
    };
  });
  return { ...counted, ...media };
}

type Counted = Pick<Leavings, 'heapMb' | 'listeners' | 'nodes'>;

async function count(devtools: CDPSession): Promise<Counted> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((found) => found.name === name)?.value ?? 0;
  return {
    heapMb: metric('JSHeapUsedSize') / 1_048_576,
    listeners: metric('JSEventListeners'),
    nodes: metric('Nodes'),
  };
}

interface Made {
  readonly connections: WeakRef<RTCPeerConnection>[];
  readonly tracks: WeakRef<MediaStreamTrack>[];
}

/** In the page, before it starts: keeps count of what WebRTC makes, without keeping it. */
function countMedia(): void {
  const made: Made = { connections: [], tracks: [] };
  Object.assign(globalThis, { made });
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      made.connections.push(new WeakRef<RTCPeerConnection>(this));
    }
  };
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    for (const track of stream.getTracks()) made.tracks.push(new WeakRef(track));
    return stream;
  };
}
