import type { GatewayCode } from '#shared/domain/outbox/gatewayCodes.ts';
import type { SendAnswer } from './gateway.ts';
import type { Reply } from './transport.ts';

/*
 * What an exchange means for a text, for every gateway in one place. In doubt it may have left: that
 * a text is asked about by a person is a nuisance, that a customer gets it twice is a fault.
 */

/** What a gateway reads out of its own kind of answer. */
export type Told =
  | { readonly kind: 'accepted'; readonly ref: string | null }
  | { readonly kind: 'delayed' | 'refused'; readonly code: GatewayCode; readonly words: string }
  /** Its form is not the documented one. */
  | null;

export interface Manner {
  /** Reads a body; asked for 2xx and 4xx only. */
  readonly read: (body: string, status: number) => Told;
  /** How far the clock may be off for its signatures, milliseconds; null: they hold no time. */
  readonly clockWindowMs?: number | null;
}

const LONGEST_WORDS = 200;
/** As the facts of a text keep it. */
const LONGEST_REF = 200;
const short = (words: string): string => words.slice(0, LONGEST_WORDS);

const unsure = (code: GatewayCode, words = ''): SendAnswer => ({ kind: 'unsure', code, words });
const refused = (code: GatewayCode, words = ''): SendAnswer => ({ kind: 'refused', code, words });
const delayed = (code: GatewayCode, words = '', afterMs: number | null = null): SendAnswer => ({
  ...{ kind: 'delayed', code, words, afterMs },
});

const UNREACHED: Readonly<Record<Extract<Reply, { kind: 'unreached' }>['why'], SendAnswer>> = {
  address: refused('gateway.address'),
  offline: delayed('gateway.offline'),
  // Nothing left, and nothing will before somebody has looked at it.
  certificate: refused('gateway.certificate'),
  timeout: delayed('gateway.offline'),
};

const LOST: Readonly<Record<Extract<Reply, { kind: 'lost' }>['why'], SendAnswer>> = {
  timeout: unsure('gateway.timeout'),
  cut: unsure('gateway.cut'),
  'too-large': unsure('gateway.malformed'),
};

/** @param now epoch milliseconds, when the answer had come */
export function verdictOn(reply: Reply, manner: Manner, now: number): SendAnswer {
  if (reply.kind === 'unreached') return UNREACHED[reply.why];
  if (reply.kind === 'lost') return LOST[reply.why];
  const { status, retryAfterMs } = reply;
  if (status >= 200 && status < 300) {
    return spoken(manner.read(reply.body, status), retryAfterMs) ?? unsure('gateway.malformed');
  }
  // A redirect was not followed: what it led to has not seen the text.
  if (status >= 300 && status < 400) return refused('gateway.redirected', String(status));
  if (status === 429) return delayed('gateway.busy', wordsOf(reply, manner), retryAfterMs);
  // RFC 9110 §15.5.9 has the server not have got it whole, but what stands before it may say so too.
  if (status === 408) return unsure('gateway.timeout', '408');
  if (status >= 400 && status < 500) return refusal(reply, manner, now);
  // 503 too: no provider here documents that nothing was processed then.
  return unsure('gateway.server', String(status));
}

type Answer = Extract<Reply, { kind: 'answer' }>;

function spoken(told: Told, afterMs: number | null): SendAnswer | null {
  if (told === null) return null;
  if (told.kind === 'accepted') {
    // Cut short it would name nothing, or another text.
    return told.ref !== null && told.ref.length > LONGEST_REF ? { ...told, ref: null } : told;
  }
  const words = short(told.words);
  return told.kind === 'delayed' ? delayed(told.code, words, afterMs) : refused(told.code, words);
}

function wordsOf({ body, status }: Answer, { read }: Manner): string {
  const told = read(body, status);
  return told !== null && told.kind !== 'accepted' ? short(told.words) : '';
}

/** 4xx: it was not taken. A signature is refused where a clock is wrong, and that can be told. */
function refusal(reply: Answer, manner: Manner, now: number): SendAnswer {
  const { clockWindowMs = null } = manner;
  const told = spoken(manner.read(reply.body, reply.status), reply.retryAfterMs);
  const denied = reply.status === 401 || reply.status === 403;
  if (denied && clockWindowMs !== null && reply.date !== null) {
    const off = now - reply.date;
    if (Math.abs(off) > clockWindowMs) return refused('gateway.clock', span(off));
  }
  // What is taken is not said with 4xx: whoever says so is not understood.
  if (told !== null && told.kind !== 'accepted') return told;
  return refused(denied ? 'gateway.auth' : 'gateway.refused', String(reply.status));
}

/** +6:05 where this computer is six minutes and five seconds ahead. */
function span(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  const two = String(seconds % 60).padStart(2, '0');
  return `${ms < 0 ? '-' : '+'}${Math.floor(seconds / 60)}:${two}`;
}
