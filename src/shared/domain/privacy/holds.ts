import { z } from 'zod';

/** What can be kept from being destroyed. */
export const HOLD_SUBJECTS = ['customer', 'call', 'recording'] as const;
export const holdSubjectSchema = z.enum(HOLD_SUBJECTS);
export type HoldSubject = z.infer<typeof holdSubjectSchema>;

export interface Holding {
  readonly subjectKind: HoldSubject;
  readonly subjectId: string | null;
  /** By `numberKey`; of a customer. */
  readonly keys: readonly string[];
  /** Epoch milliseconds; null: until it is released. */
  readonly until: number | null;
  readonly released: boolean;
}

/** What is held at a moment. */
export interface Held {
  readonly keys: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  readonly recordings: ReadonlySet<string>;
  readonly customers: ReadonlySet<string>;
}

/** A hold counts until it is released, or its day has come. */
export function isHolding(
  { until, released }: Pick<Holding, 'until' | 'released'>,
  now: number,
): boolean {
  return !released && (until === null || now < until);
}

export function heldBy(holds: readonly Holding[], now: number): Held {
  const counting = holds.filter((hold) => isHolding(hold, now));
  const ids = (kind: HoldSubject): Set<string> =>
    new Set(
      counting.flatMap(({ subjectKind, subjectId }) =>
        subjectKind === kind && subjectId !== null ? [subjectId] : [],
      ),
    );
  return {
    keys: new Set(counting.flatMap(({ keys }) => keys)),
    calls: ids('call'),
    recordings: ids('recording'),
    customers: ids('customer'),
  };
}
