import type { Page } from '@playwright/test';

type Watched = typeof globalThis & { ieumPeers: RTCPeerConnection[] };

/** How the sound of a page's newest call leaves this machine, as Chromium tells it. */
export interface MediaPath {
  /** W3C webrtc-stats, RTCIceCandidateStats. */
  readonly candidateType: string;
  /** How a relay is reached; undefined without one. */
  readonly relayProtocol: string | undefined;
}

/** Before the page is opened: keeps hold of its peer connections, for `mediaPath`. */
export async function watchPeers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const peers: RTCPeerConnection[] = [];
    (globalThis as Watched).ieumPeers = peers;
    const Original = globalThis.RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        peers.push(this);
      }
    };
  });
}

export function mediaPath(page: Page): Promise<MediaPath | null> {
  return page.evaluate(async () => {
    const peer = (globalThis as Watched).ieumPeers.at(-1);
    const reports = [...((await peer?.getStats())?.values() ?? [])] as Record<string, unknown>[];
    const pair = reports.find(({ type, nominated }) => type === 'candidate-pair' && nominated);
    const local = reports.find(({ id }) => id === pair?.['localCandidateId']);
    if (!local) return null;
    return {
      candidateType: String(local['candidateType']),
      relayProtocol: local['relayProtocol'] as string | undefined,
    };
  });
}
