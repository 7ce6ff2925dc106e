import type { Page } from '@playwright/test';

/** What becomes of a call's sound, as the browser's own statistics would tell it. */
export interface Spoilt {
  /** 0 to 1: this share of what the customer sends is lost. */
  readonly lost?: number;
  /** Nothing comes from the customer. */
  readonly deaf?: boolean;
  /** The microphone gives digital zero. */
  readonly silent?: boolean;
}

/**
 * Puts a hand between the page and `getStats`: everything behind it is the real phone. What is not
 * spoilt is told as good, since a busy computer really does make a call sound badly. Before the page
 * is opened.
 */
export async function canSpoilSound(page: Page): Promise<void> {
  await page.addInitScript(() => {
    type Entry = Record<string, unknown>;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
    const original = RTCPeerConnection.prototype.getStats;
    const known = new WeakMap<
      RTCPeerConnection,
      { received: number; heard: number; lost: number; energy: number }
    >();
    RTCPeerConnection.prototype.getStats = async function (this: RTCPeerConnection) {
      const spoilt = (globalThis as { spoiltSound?: Spoilt }).spoiltSound ?? {};
      const report = new Map<string, Entry>(await original.call(this));
      const sums = known.get(this) ?? { received: 0, heard: 0, lost: 0, energy: 0 };
      known.set(this, sums);
      for (const [id, entry] of report) {
        if (entry['type'] === 'inbound-rtp' && entry['kind'] === 'audio') {
          const received = Number(entry['packetsReceived']);
          const came = received - sums.received;
          sums.received = received;
          const lost = spoilt.lost ?? 0;
          if (spoilt.deaf !== true) sums.heard += came * (1 - lost);
          if (spoilt.deaf !== true) sums.lost += came * lost;
          report.set(id, {
            ...entry,
            packetsReceived: sums.heard,
            packetsLost: sums.lost,
            packetsDiscarded: 0,
            jitterBufferDelay: Number(entry['jitterBufferEmittedCount']) * 0.04,
          });
        }
        if (entry['type'] === 'remote-inbound-rtp') {
          report.set(id, { ...entry, fractionLost: 0, jitter: 0.005, roundTripTime: 0.02 });
        }
        if (entry['type'] === 'media-source') {
          if (spoilt.silent !== true) sums.energy = Number(entry['totalAudioEnergy']);
          report.set(id, { ...entry, totalAudioEnergy: sums.energy });
        }
      }
      return report;
    };
  });
}

export async function spoilSound(page: Page, spoilt: Spoilt): Promise<void> {
  await page.evaluate((how) => {
    (globalThis as { spoiltSound?: Spoilt }).spoiltSound = how;
  }, spoilt);
}
