import { z } from 'zod';

/** Categories in which an agent reads a text a second time before it leaves. */
export const CHECKED_TWICE = ['finance', 'medical', 'insurance'] as const;
export type CheckedTwice = (typeof CHECKED_TWICE)[number];

const words = (usual: readonly string[]) =>
  z
    .array(z.string().trim().min(1).max(20))
    .max(60)
    .default([...usual]);

export const secondCheckSchema = z.strictObject({
  finance: words([]),
  medical: words([]),
  insurance: words([]),
});
export type SecondCheckWords = z.infer<typeof secondCheckSchema>;

export interface SecondCheck {
  readonly category: CheckedTwice;
  /** As they stand in the text, each once. */
  readonly words: readonly string[];
}

/** Why a text has to be read twice (`content.secondCheckAt`); empty: it has not. */
export function secondCheckOf(_text: string, _words: SecondCheckWords): readonly SecondCheck[] {
  return [];
}
