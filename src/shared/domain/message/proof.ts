import type { Finding } from './finding.ts';
import { placeOf } from './folded.ts';
import { namesIn } from './proofNames.ts';
import { amountsIn, phonesIn } from './proofNumbers.ts';
import { styleIn } from './proofStyle.ts';
import { timesIn } from './proofTimes.ts';
import { holesIn } from './proofTokens.ts';
import { slipsIn } from './proofWords.ts';
import { readText } from './readText.ts';
import type { Spot } from './readText.ts';

/** What is known of the customer and of what was agreed; all of it may be empty. */
export interface ProofInput {
  readonly body: string;
  /** When it is read: when it leaves, as far as that is known. Epoch milliseconds. */
  readonly now: number;
  /** As they are called, without 님; null where nobody knows. */
  readonly customer: string | null;
  /** Other customers whose name may have slipped in: those of the last calls and texts. */
  readonly others: readonly string[];
  readonly facts: ProofFacts;
}

/** Of the call, the promise and the reservation. An empty list: nothing to compare with. */
export interface ProofFacts {
  /** Moments that were agreed, the ends of windows too; epoch milliseconds. */
  readonly times: readonly number[];
  /** Won. */
  readonly amounts: readonly number[];
  /** Telephone numbers that may stand in the text, as anybody writes them. */
  readonly phones: readonly string[];
}

export const NO_FACTS: ProofFacts = { times: [], amounts: [], phones: [] };

export const PROOF_KINDS = [
  /** `{약속}`, `<…>`, `OO`, `ㅇㅇ`, `___`. */
  'unfilled',
  /** 2/30. */
  'impossible-date',
  /** 25:00. */
  'impossible-time',
  /** 11/26(금), on a Thursday. */
  'weekday',
  'past',
  'other-time',
  'other-date',
  'other-amount',
  'other-phone',
  'doubled-space',
  /** The same word or particle twice. */
  'doubled-word',
  /** A particle that does not go with the sound before it. */
  'particle',
  /** One of the few spellings that are wrong in every sentence. */
  'spelling',
  /** 해요체 and 합니다체 in one text. */
  'mixed-style',
  /** 반말. */
  'low-style',
  /** The customer does something, without -시-. */
  'honorific-missing',
  /** 사물존대: `커피 나오셨습니다`. */
  'honorific-thing',
  'other-name',
  /** A name without 님. */
  'bare-name',
] as const;
export type ProofKind = (typeof PROOF_KINDS)[number];

export interface ProofFinding extends Finding {
  readonly kind: ProofKind;
}

/** What is found in a text, in the order of the places. Never throws. */
export function proofread(input: ProofInput): readonly ProofFinding[] {
  const { body, now, facts } = input;
  const read = readText(body);
  const spots: readonly Spot<ProofKind>[] = [
    ...holesIn(read),
    ...timesIn(read, now, facts.times),
    ...amountsIn(read, facts.amounts),
    ...phonesIn(read, facts.phones),
    ...slipsIn(read),
    ...styleIn(read),
    ...namesIn(read, input.customer, input.others),
  ];
  const counts = new Map<string, number>();
  return spots
    .toSorted((a, b) => a.from - b.from || a.to - b.to)
    .map(({ kind, severity, from, to, offer }) => {
      const place = placeOf(read.fold, from, to);
      const said = body.slice(place.from, place.to);
      const words = `${kind}:${[...said].slice(0, KEY_CHARACTERS).join('')}`;
      const count = (counts.get(words) ?? 0) + 1;
      counts.set(words, count);
      return {
        key: count === 1 ? words : `${words}#${count}`,
        kind,
        severity,
        ...place,
        said,
        offer,
      };
    });
}

/** A key is of 80 UTF-16 units at most, see `content.passed`. */
const KEY_CHARACTERS = 24;
