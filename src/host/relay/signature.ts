import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * What a relay signs: HMAC-SHA256 over the time, a dot and the body as it is sent, with the secret
 * that both have. Times are whole seconds since 1970.
 */
export function relaySignature(secret: string, timestamp: string, body: Uint8Array): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
}

/** How far the clocks of the two may be apart, and how long a request can be on its way. */
export const WINDOW_MS = 5 * 60_000;
/** More signatures than may come in a window: see `REQUESTS` in rate.ts. */
const MOST_KEPT = 50_000;

export type Refused = 'signature' | 'time' | 'replay';

export interface Doorkeeper {
  /** @returns null for a request that may come in; it may not a second time, until `forget` */
  refuse(signed: Signed): Refused | null;
  /** It could not be dealt with: the relay may send the same again. */
  forget(signed: Signed): void;
}

export interface Signed {
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Uint8Array;
}

/** @param since what was signed before may have come in before the app was started anew */
export function createDoorkeeper(
  secret: string,
  clock: () => number,
  since: number = clock(),
): Doorkeeper {
  /** Signatures with the moment from which their time itself refuses them. */
  const seen = new Map<string, number>();

  function tidy(now: number): void {
    for (const [signature, until] of seen) {
      if (until > now && seen.size <= MOST_KEPT) break;
      seen.delete(signature);
    }
  }

  return {
    refuse({ timestamp, signature, body }) {
      const now = clock();
      const expected = Buffer.from(relaySignature(secret, timestamp, body), 'hex');
      const given = Buffer.from(/^[0-9a-f]{64}$/i.test(signature) ? signature : '', 'hex');
      // Compared whole: how long it takes says nothing of how much was right.
      const same = timingSafeEqual(expected, given.length === 32 ? given : Buffer.alloc(32));
      if (!same || given.length !== 32) return 'signature';
      if (!/^\d{1,12}$/.test(timestamp)) return 'time';
      const at = Number(timestamp) * 1_000;
      // Whole seconds: what was signed in the second of the start came after it.
      if (Math.abs(now - at) > WINDOW_MS || at + 1_000 <= since) return 'time';
      tidy(now);
      const key = expected.toString('hex');
      if (seen.has(key)) return 'replay';
      seen.set(key, at + WINDOW_MS + 1_000);
      return null;
    },
    forget({ timestamp, body }) {
      seen.delete(relaySignature(secret, timestamp, body));
    },
  };
}
