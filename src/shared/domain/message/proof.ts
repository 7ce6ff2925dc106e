import type { Finding } from './finding.ts';

/** What is known of the customer and of what was agreed; all of it may be empty. */
export interface ProofInput {
  readonly body: string;
  /** Epoch milliseconds. */
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

/** What is found in a text, in the order of the places. Never throws. */
export function proofread(_input: ProofInput): readonly (Finding & { readonly kind: ProofKind })[] {
  return [];
}
