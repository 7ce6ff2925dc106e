import type { LineReason, LineReasonCode } from './lineState.ts';

/** A challenge for a realm that is not ours, or with a digest algorithm that is not known. */
export type UnansweredChallenge = Extract<LineReasonCode, 'foreign-realm' | 'unknown-algorithm'>;

/** A final response to REGISTER, as far as it matters for what comes next. */
export interface RegisterResponse {
  readonly status: number;
  /** Seconds; RFC 3261 §20.33. */
  readonly retryAfter?: number | undefined;
  /** Seconds; RFC 3261 §20.23. */
  readonly minExpires?: number | undefined;
  /** Why its challenge was left without an answer; null where it was not. */
  readonly unanswered: UnansweredChallenge | null;
}

/** What has been tried, and who waits for the next attempt. */
export interface Attempts {
  /** Failed ones since the line was last up, from 0. */
  readonly failures: number;
  /** How many servers there are: after a failure the next of them is tried soon. */
  readonly servers: number;
  /** Somebody is on the phone, or a call is still to be hung up: it cannot wait for others. */
  readonly inCall: boolean;
}

export type RegisterDecision =
  | { readonly do: 'refresh'; readonly afterMs: number }
  | { readonly do: 'again'; readonly expires: number }
  | { readonly do: 'wait'; readonly ms: number; readonly reason: LineReason }
  | { readonly do: 'stop'; readonly reason: LineReason };

/** The longest Min-Expires that is followed, in seconds: a registrar may not park a phone for days. */
const LONGEST_INTERVAL = 3_600;

/**
 * What to do after the registrar's answer.
 * @param expires seconds: granted for a 2xx, asked for otherwise
 * @param raisedInterval this attempt already followed a 423
 * @param random 0 to 1
 */
export function afterRegister(
  response: RegisterResponse,
  expires: number,
  raisedInterval: boolean,
  attempts: Attempts,
  random: number,
): RegisterDecision {
  const { status } = response;
  // Three quarters of the time granted: a lost refresh leaves room for another. RFC 3261 §10.2.4.
  if (status < 300) return { do: 'refresh', afterMs: Math.max(5, expires * 0.75) * 1_000 };

  const wait = (code: LineReason['code']): RegisterDecision => ({
    do: 'wait',
    ms: retryDelay(attempts, random),
    reason: { code, status },
  });
  const stop = (code: LineReason['code']): RegisterDecision => ({
    do: 'stop',
    reason: { code, status },
  });

  switch (status) {
    case 401:
    case 407:
      return stop(response.unanswered ?? 'wrong-password');
    case 403:
      return stop('forbidden');
    case 404:
    case 410:
    case 604:
      return stop('unknown-user');
    case 423: {
      const { minExpires } = response;
      const follow =
        !raisedInterval &&
        minExpires !== undefined &&
        minExpires > expires &&
        minExpires <= LONGEST_INTERVAL;
      return follow ? { do: 'again', expires: minExpires } : stop('interval');
    }
    case 408:
    case 504:
      return wait('no-answer');
    default:
      break;
  }
  if (response.retryAfter !== undefined && response.retryAfter >= 0) {
    // N to 1.2 N, so that a thousand phones do not come back in the same second.
    const seconds = Math.min(response.retryAfter, LONGEST_INTERVAL) * (1 + 0.2 * random);
    return { do: 'wait', ms: Math.ceil(seconds * 1_000), reason: { code: 'busy-server', status } };
  }
  if (status >= 500 && status < 600) return wait('busy-server');
  return stop('refused');
}

const FIRST_RETRY_MS = [300, 2_500] as const;
/**
 * An exchange that has gone comes back for everybody at once. A hundred phones, two REGISTERs each
 * (RFC 3261 §22.2), spread over so long ask it eight times a second, and all are back within 30 s.
 */
const LATER_RETRY_MS = [2_000, 27_500] as const;
const IN_CALL_RETRY_MS = [1_000, 4_000] as const;

/**
 * Milliseconds until the next attempt. Attempts never end.
 * @param random 0 to 1
 */
export function retryDelay({ failures, servers, inCall }: Attempts, random: number): number {
  const later = inCall ? IN_CALL_RETRY_MS : LATER_RETRY_MS;
  const [least, most] = failures < Math.max(1, servers) ? FIRST_RETRY_MS : later;
  return Math.round(least + (most - least) * random);
}
