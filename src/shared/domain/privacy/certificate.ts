import { z } from 'zod';

/** On what ground a customer is erased. */
export const ERASURE_GROUNDS = ['request', 'withdrawn', 'expired', 'purpose', 'other'] as const;
export const erasureGroundSchema = z.enum(ERASURE_GROUNDS);
export type ErasureGround = z.infer<typeof erasureGroundSchema>;

/**
 * `words`: names and words; that there were calls, when and with which number stays. `full`: numbers too,
 * recordings, texts, messages, promises.
 */
export const ERASURE_EXTENTS = ['words', 'full'] as const;
export const erasureExtentSchema = z.enum(ERASURE_EXTENTS);
export type ErasureExtent = z.infer<typeof erasureExtentSchema>;

/** What was erased, or left, one count each. */
export const ERASED_PARTS = [
  ...(['cards', 'contacts', 'calls', 'recordings', 'texts', 'messages', 'promises'] as const),
  ...(['pauses', 'mistakes', 'abuse', 'runs', 'bookings'] as const),
] as const;
export type ErasedPart = (typeof ERASED_PARTS)[number];

/** Why something is left. */
export const KEPT_WHYS = [
  'hold',
  'dispute',
  'abuse',
  'shared',
  'figures',
  'numbers',
  'accessLog',
  'backups',
] as const;

const count = z.number().int().min(0);

/** A certificate holds nothing of whoever was erased. */
export const certificateBodySchema = z.object({
  ground: erasureGroundSchema,
  extent: erasureExtentSchema,
  erased: z.array(z.object({ part: z.enum(ERASED_PARTS), count })),
  kept: z.array(z.object({ why: z.enum(KEPT_WHYS), count: count.nullable() })),
  /** Words that stood for them in the access log, which nobody can trace back now. */
  refs: z.array(z.string()),
});
export type CertificateBody = z.infer<typeof certificateBodySchema>;

/** What the hash is of, in this order; `before` is the certificate before, '' of the first. */
export function certificateText(
  certificate: {
    readonly no: number;
    readonly id: string;
    readonly at: number;
    readonly who: string;
    readonly body: string;
  },
  before: string,
): string {
  const { no, id, at, who, body } = certificate;
  return JSON.stringify([no, id, at, who, body, before]);
}
