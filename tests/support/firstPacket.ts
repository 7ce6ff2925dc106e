import type { Page } from '@playwright/test';

/** In the page: notes when the first audio packet of a call has left, in ms since 1970. */
export function watchFirstPacket(): void {
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      const look = async (): Promise<void> => {
        if (this.connectionState === 'closed') return;
        for (const entry of (await this.getStats()).values() as Iterable<{
          type: string;
          packetsSent?: number;
        }>) {
          if (entry.type === 'outbound-rtp' && (entry.packetsSent ?? 0) > 0) {
            Object.assign(window, { firstPacketAt: performance.timeOrigin + performance.now() });
            return;
          }
        }
        setTimeout(() => void look(), 2);
      };
      this.addEventListener('connectionstatechange', () => {
        if (this.connectionState === 'connected') void look();
      });
    }
  };
}

/** Before the call. */
export const forgetFirstPacket = (page: Page): Promise<unknown> =>
  page.evaluate(() => Object.assign(window, { firstPacketAt: 0 }));

/** @returns when it left, in ms since 1970 with fractions */
export async function firstPacket(page: Page): Promise<number> {
  const sent = await page.waitForFunction(
    () => (window as { firstPacketAt?: number }).firstPacketAt || false,
  );
  return Number(await sent.jsonValue());
}
