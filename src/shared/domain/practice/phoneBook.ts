import * as z from 'zod';

/** The numbers that exist in practice, and what happens when one is dialled. Data, not code. */

const text = z.strictObject({ ko: z.string().trim().min(1), en: z.string().trim().min(1) });
const ms = z.int().min(0).max(120_000);

const behaviourSchema = z.discriminatedUnion('kind', [
  /** Rings for `ringMs`, then a customer of the named scenario answers; without one a colleague does. */
  z.strictObject({
    kind: z.literal('answer'),
    ringMs: ms,
    scenario: z.string().min(1).optional(),
  }),
  /** Refuses with a SIP status, after ringing for `ringMs` (0: at once, without ringing). */
  z.strictObject({
    kind: z.literal('refuse'),
    ringMs: ms,
    status: z.int().min(400).max(699),
    reason: z.string().regex(/^[\x20-\x7e]+$/),
  }),
]);

export const practicePhoneBookSchema = z.strictObject({
  kind: z.literal('phone-book'),
  version: z.int().min(1),
  entries: z
    .array(
      z.strictObject({
        number: z.string().regex(/^010-0000-\d{4}$/),
        title: text,
        behaviour: behaviourSchema,
      }),
    )
    .min(1),
  /** For every number that is not in the book. */
  unknown: z.strictObject({ status: z.int().min(400).max(699), reason: z.string().min(1) }),
});

export type PracticePhoneBook = z.infer<typeof practicePhoneBookSchema>;
export type PracticePhoneBookEntry = PracticePhoneBook['entries'][number];

/**
 * One national spelling of a dialled Korean number, so that every way of writing it is the same
 * entry: `010-0000-0001`, `+82 10 0000 0001`, `0082…`, `82…`, `01000000001`.
 * Only digits remain; text without digits gives ''.
 */
export function nationalDigits(dialled: string): string {
  const digits = dialled.replace(/\D/g, '');
  const country = /^\s*\+?82|^\s*00\s*82/.test(dialled) || digits.startsWith('0082');
  if (!country) return digits;
  const rest = digits.replace(/^(00)?82/, '');
  return rest.startsWith('0') ? rest : `0${rest}`;
}

/** The entry for a dialled number, or undefined. */
export function findPhoneBookEntry(
  book: PracticePhoneBook,
  dialled: string,
): PracticePhoneBookEntry | undefined {
  const wanted = nationalDigits(dialled);
  if (wanted === '') return undefined;
  return book.entries.find((entry) => nationalDigits(entry.number) === wanted);
}
