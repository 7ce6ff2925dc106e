import { restMs } from '#shared/domain/outbox/sending.ts';

/** A gateway that took nothing is tried with one text first; so long no other goes by it. */
const PROBE_MS = 40_000;

interface Rest {
  readonly times: number;
  readonly from: number;
  readonly until: number;
}

export interface GatewayRests {
  /** Until when it is left alone; epoch milliseconds, 0: it is not. */
  until(wayId: string, now: number): number;
  /**
   * It took nothing. Several texts that were asked at once and heard the same have heard it once.
   * @param saidMs how long it wants to be left alone; null: it did not say
   * @returns until when it is left alone
   */
  rest(wayId: string, saidMs: number | null): number;
  /** One text is given to it; if it has rested, it is left alone until that has an answer. */
  probe(wayId: string): void;
  /** It works. */
  forget(wayId: string): void;
  clear(): void;
}

/** Gateways that took nothing: how often in a row, and until when they are left alone. */
export function createGatewayRests(clock: () => number): GatewayRests {
  const rests = new Map<string, Rest>();
  return {
    until(wayId, now) {
      const rest = rests.get(wayId);
      // Begun in the future: the clock was set back.
      return rest && rest.from <= now ? rest.until : 0;
    },
    rest(wayId, saidMs) {
      const now = clock();
      const before = rests.get(wayId);
      const same = before !== undefined && before.until > now && before.until - now < PROBE_MS / 2;
      const times = same ? before.times : (before?.times ?? 0) + 1;
      const until = Math.max(now + restMs(times, saidMs), same ? before.until : 0);
      rests.set(wayId, { times, from: now, until });
      return until;
    },
    probe(wayId) {
      const rested = rests.get(wayId);
      if (rested) rests.set(wayId, { ...rested, from: clock(), until: clock() + PROBE_MS });
    },
    forget: (wayId) => void rests.delete(wayId),
    clear: () => rests.clear(),
  };
}
