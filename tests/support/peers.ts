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

/** Packets of a page's newest call, as W3C webrtc-stats counts them. */
export interface PacketCounts {
  /** Milliseconds, of the same clock for each count. */
  readonly at: number;
  readonly sent: number;
  readonly received: number;
  /** Between the other side and this machine. */
  readonly lost: number;
  /** As the other side reports it by RTCP. */
  readonly lostOutward: number;
}

export function packetCounts(page: Page): Promise<PacketCounts> {
  return page.evaluate(async () => {
    const peer = (globalThis as Watched).ieumPeers.at(-1);
    const reports = [...((await peer?.getStats())?.values() ?? [])] as Record<string, unknown>[];
    const of = (wanted: string, field: string): number =>
      Number(reports.find(({ type }) => type === wanted)?.[field] ?? 0);
    return {
      at: of('outbound-rtp', 'timestamp'),
      sent: of('outbound-rtp', 'packetsSent'),
      received: of('inbound-rtp', 'packetsReceived'),
      lost: of('inbound-rtp', 'packetsLost'),
      lostOutward: of('remote-inbound-rtp', 'packetsLost'),
    };
  });
}
