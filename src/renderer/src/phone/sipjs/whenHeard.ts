/** How often it is looked; ms. */
const LOOK_MS = 40;

/**
 * Milliseconds that the first packet of the other side is waited for once the way is open: a phone
 * that is muted may send none, and is spoken to all the same.
 */
export const FIRST_PACKET_MS = 1_000;

export interface HeardDeps {
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

const REAL: HeardDeps = {
  now: () => performance.now(),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Whoever is answered has accepted the call before they can hear anything: addresses are tried and
 * keys exchanged first (RFC 8445, RFC 5764). What is said before that is lost.
 * @returns true when both sides can hear each other, false when the call was over before
 */
export async function whenHeard(
  connection: () => Pick<RTCPeerConnection, 'connectionState' | 'getStats'> | undefined,
  isOver: () => boolean,
  { now, pause }: HeardDeps = REAL,
): Promise<boolean> {
  let openSince: number | null = null;
  while (!isOver()) {
    const way = connection();
    if (way?.connectionState === 'connected') {
      openSince ??= now();
      if ((await hasReceived(way)) || now() - openSince >= FIRST_PACKET_MS) return !isOver();
    }
    await pause(LOOK_MS);
  }
  return false;
}

async function hasReceived(connection: Pick<RTCPeerConnection, 'getStats'>): Promise<boolean> {
  const report = await connection.getStats().catch(() => null);
  for (const stats of (report?.values() ?? []) as Iterable<{
    readonly type: string;
    readonly packetsReceived?: number;
  }>) {
    if (stats.type === 'inbound-rtp' && (stats.packetsReceived ?? 0) > 0) return true;
  }
  return false;
}
