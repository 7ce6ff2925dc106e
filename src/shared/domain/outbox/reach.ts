import { kindOfNumber } from '../contact/numberKind.ts';
import { customerNumberKey } from '../customer/customer.ts';
import type {
  Consent,
  CustomerChannel,
  CustomerNumber,
  Preferences,
} from '../customer/customer.ts';
import { outsidePreferred } from '../customer/preferredHours.ts';
import { standing } from '../customer/unite.ts';
import { TEXTABLE_KINDS } from './policy.ts';
import type { CountedBy } from '../message/meter.ts';
import type { TextRow } from './record.ts';
import type { Way } from './sending.ts';
import { wantedFrom } from './wantedTime.ts';
import type { Wanted } from './wantedTime.ts';

/*
 * How a customer is reached now: by text to this number or another of theirs, when it suits them,
 * and what they would rather have than a text.
 */

/** What texts leave by, as far as it decides whom it reaches and how they are counted. */
export type ReachWay = Pick<Way, 'kind' | 'encoding' | 'newline'> & {
  /** See `PhoneNumberKind`. */
  readonly numberKinds: readonly string[];
};

type To = Pick<TextRow, 'e164' | 'dialled' | 'practice'>;

/** Counted as by a Korean gateway where nothing says otherwise. */
const USUAL: ReachWay = { kind: 'gateway', numberKinds: [], encoding: 'cp949', newline: 'lf' };
const PRACTICE: ReachWay = { ...USUAL, kind: 'practice' };
/** Who has no public number is reached by the phone, without anything being set up. */
export const ON_THE_EXCHANGE = ['short', 'user'] as const;
const EXCHANGE: ReachWay = {
  ...{ kind: 'phone', numberKinds: ON_THE_EXCHANGE, encoding: null, newline: 'lf' },
};

/**
 * By what a text to this number would leave; null: by nothing there is.
 * @param ways in the order in which they are tried
 */
export function wayTo(ways: readonly ReachWay[], to: To): ReachWay | null {
  if (to.practice) return PRACTICE;
  const kind = kindOfNumber(to.e164 ?? to.dialled);
  return [...ways, EXCHANGE].find(({ numberKinds }) => numberKinds.includes(kind)) ?? null;
}

/** How a text is counted that is not known to leave by anything. */
export function countedBy(way: ReachWay | null): CountedBy {
  return way ?? USUAL;
}

export interface ReachInput extends Pick<Wanted, 'quiet'> {
  readonly to: To;
  readonly ways: readonly ReachWay[];
  /** Null: they have said nothing. */
  readonly preferences: Preferences | null;
  readonly consents: readonly Consent[];
  /** When it would leave, epoch milliseconds. */
  readonly at: number;
}

export interface Reach {
  /**
   * Why no text gets there: `number`, this kind of number takes none; `no-way`, nothing is set up
   * that sends any. Null: one does.
   */
  readonly unreached: 'number' | 'no-way' | null;
  /** What they would rather have than a text, best first; empty where they said nothing of it. */
  readonly rather: readonly CustomerChannel[];
  /** They want no texts, not even such as inform them. */
  readonly refused: Consent | null;
  /** It would leave outside of their hours or days. */
  readonly outside: boolean;
  /** When it suits them and may leave; null: never. */
  readonly wanted: number | null;
}

export function reachOf(input: ReachInput): Reach {
  const { to, ways, preferences, consents, quiet, at } = input;
  const informational = standing(consents).informational ?? null;
  return {
    unreached: unreachedOf(ways, to),
    rather: ratherThanText(preferences?.channels ?? []),
    refused: informational?.given === false ? informational : null,
    outside: outsidePreferred(preferences, at) !== null,
    wanted: wantedFrom({ preferences, quiet }, at),
  };
}

/**
 * Other numbers of a customer that take texts.
 * @param numbers all that are known of theirs, this one among them
 */
export function otherNumbers(
  ways: readonly ReachWay[],
  to: To,
  numbers: readonly CustomerNumber[],
): readonly CustomerNumber[] {
  // Nothing is known of another number of a practice customer.
  if (to.practice) return [];
  const own = customerNumberKey({ number: to.e164 ?? to.dialled, e164: to.e164 });
  return numbers.filter(
    (one) =>
      customerNumberKey(one) !== own &&
      unreachedOf(ways, { dialled: one.number, e164: one.e164, practice: false }) !== 'number',
  );
}

/** Without anything set up the agent sends by hand, and only to what may take texts at all. */
function unreachedOf(ways: readonly ReachWay[], to: To): Reach['unreached'] {
  if (wayTo(ways, to) !== null) return null;
  const kind = kindOfNumber(to.e164 ?? to.dialled);
  const mayTakeTexts = TEXTABLE_KINDS.some((one) => one === kind);
  return ways.length === 0 && mayTakeTexts ? 'no-way' : 'number';
}

/** What stands before a text in their order; all of it where a text is not in it. */
function ratherThanText(channels: readonly CustomerChannel[]): readonly CustomerChannel[] {
  const at = channels.indexOf('text');
  return at < 0 ? channels : channels.slice(0, at);
}
