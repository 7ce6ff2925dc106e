/*
 * What comes after each answer in the life of a subscription (RFC 6665). SIP.js's Subscriber begins
 * anew at once and without end when told `deactivated`, and takes `retry-after` for milliseconds.
 */

export type SubscriptionEnd =
  /** The answer to SUBSCRIBE was a refusal, or none came (408) or could be sent (503). */
  | {
      readonly type: 'refused';
      readonly status: number;
      /** Seconds. */
      readonly retryAfter?: number | undefined;
      readonly minExpires?: number | undefined;
    }
  /** NOTIFY said `terminated`. */
  | {
      readonly type: 'terminated';
      readonly reason: string | null;
      readonly retryAfter?: number | undefined;
    }
  /** A document was lost, or there were more of them than anybody can want. */
  | { readonly type: 'unusable' };

export type AfterEnd =
  | { readonly do: 'wait'; readonly ms: number; readonly expires?: number }
  /** This exchange does not tell: quiet until it is registered with anew. */
  | { readonly do: 'stop' };

/** Asked for; seconds. RFC 3842 §4.4 and RFC 4235 §3.4 have an hour as the default. */
export const SUBSCRIPTION_EXPIRES_S = 3_600;
const LONGEST_MIN_EXPIRES_S = 24 * 3_600;

/** Milliseconds before a further attempt: doubling from the first to the last, and spread. */
const FIRST_WAIT_MS = 5_000;
const LAST_WAIT_MS = 600_000;

/**
 * @param failures attempts that have failed one after the other, this one not counted
 * @param random 0 to 1; spreads the attempts of many phones
 */
export function afterSubscriptionEnd(
  end: SubscriptionEnd,
  failures: number,
  random: number,
): AfterEnd {
  const backoff = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (1 + random / 2);
  const wait = (least = 0): AfterEnd => ({
    do: 'wait',
    // At a server's word never sooner than it asks, nor longer than an hour after.
    ms: Math.max(backoff, Math.min(least, 3_600) * 1_000 * (1 + random / 5)),
  });
  if (end.type === 'unusable') return wait();
  if (end.type === 'terminated') {
    switch (end.reason) {
      // RFC 6665 §4.1.3.
      case 'rejected':
      case 'noresource':
      case 'invariant':
        return { do: 'stop' };
      default:
        return wait(end.retryAfter);
    }
  }
  const { status, retryAfter, minExpires } = end;
  if (status === 423 && failures === 0 && minExpires !== undefined) {
    if (minExpires <= SUBSCRIPTION_EXPIRES_S || minExpires > LONGEST_MIN_EXPIRES_S) {
      return { do: 'stop' };
    }
    return { do: 'wait', ms: 0, expires: minExpires };
  }
  switch (status) {
    // Time-out, no dialog any more, not now.
    case 408:
    case 480:
    case 481:
    case 491:
      return wait(retryAfter);
    default:
      return status >= 500 && status < 600 && status !== 501 && status !== 505
        ? wait(retryAfter)
        : { do: 'stop' };
  }
}

/** Milliseconds until it is renewed: well before the end, and not all of them at once. */
export function refreshAfter(expires: number, random: number): number {
  return Math.max(5, expires) * 1_000 * (0.7 + random / 10);
}

export interface Flow {
  readonly since: number;
  readonly count: number;
}

/** A burst when calls come and go; a flood is another thing. Documents in ten seconds. */
export const MOST_IN_TEN_S = 50;

/** @param now milliseconds on a clock that does not jump */
export function countNotify(flow: Flow | null, now: number): { flow: Flow; flood: boolean } {
  const next =
    flow && now - flow.since < 10_000
      ? { ...flow, count: flow.count + 1 }
      : { since: now, count: 1 };
  return { flow: next, flood: next.count > MOST_IN_TEN_S };
}
