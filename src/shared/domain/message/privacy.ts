import type { Severity } from './finding.ts';

export const PRIVATE_KINDS = ['resident', 'card', 'account', 'phone'] as const;
export type PrivateKind = (typeof PRIVATE_KINDS)[number];

export interface PrivateMatch {
  /** See `Finding.key`; nothing of the number can be read from it. */
  readonly key: string;
  readonly kind: PrivateKind;
  /**
   * `stop`: masked, or let stand by the agent one by one (a number of the courier, an order number
   * that only looks like one). `look`: the customer's own number, and what has only the shape of
   * an account.
   */
  readonly severity: Severity;
  /** UTF-16 units of the text; never within a character. */
  readonly from: number;
  /** Behind it. */
  readonly to: number;
  /** What may stand there instead: DOMAIN.md's one rule. */
  readonly masked: string;
}

/** Telephone numbers, as anybody writes them. */
export interface KnownNumbers {
  /** The desk's own, and who the customer may turn to: they are there to be read. */
  readonly desk: readonly string[];
  readonly customer: readonly string[];
}

const NONE_KNOWN: KnownNumbers = { desk: [], customer: [] };

/** Numbers that do not belong into a text, in the order of their places. Never throws. */
export function findPrivate(
  _text: string,
  _known: KnownNumbers = NONE_KNOWN,
): readonly PrivateMatch[] {
  return [];
}

/** The text with what was found masked. @param found as `findPrivate` gave it, or some of it */
export function masked(
  text: string,
  found: readonly Pick<PrivateMatch, 'from' | 'to' | 'masked'>[],
): string {
  return found
    .toReversed()
    .reduce((rest, one) => rest.slice(0, one.from) + one.masked + rest.slice(one.to), text);
}
