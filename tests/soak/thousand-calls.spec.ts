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
  await callAndHangUp(page, customers, FIRST);
  const before = await leavings(page, devtools);
  await callAndHangUp(page, customers, CALLS - FIRST);
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
  // One more or less belongs to what is on the screen this moment; a leak is one with each call.
  keep({
    measure: `${calls} calls: listeners left by each after the first ${FIRST}`,
    unit: '',
    values: [Math.max(0, after.listeners - before.listeners) / (CALLS - FIRST)],
    reach: 0.1,
    note: `${before.listeners} → ${after.listeners}, nodes ${before.nodes} → ${after.nodes}`,
  });
});

async function callAndHangUp(page: Page, customers: TalkingExchange, calls: number): Promise<void> {
  for (let call = 0; call < calls; call += 1) {
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
  // Twice: what the first one finishes, the second one frees.
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((found) => found.name === name)?.value ?? 0;
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
  return {
    heapMb: metric('JSHeapUsedSize') / 1_048_576,
    ...media,
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
