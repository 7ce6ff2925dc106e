import { z } from 'zod';
import { folded } from '../text/folded.ts';

/** Words that agents mark calls with to find them again. */

export const MOST_TAGS = 10;
export const LONGEST_TAG = 40;

const tagSchema = z
  .string()
  .trim()
  .min(1)
  .max(LONGEST_TAG)
  // One line, and no comma: lists of them are written with commas.
  .regex(/^[^,\n\r]+$/);

export const tagsSchema = z.array(tagSchema).max(MOST_TAGS);

/** What stands for the tags of a customer who was erased. */
const ERASED = '—';

/** As two tags are compared. */
export function foldedTag(tag: string): string {
  return folded(tag).replace(/\s+/gu, ' ').trim();
}

/** Each once, whatever its case. */
export function uniqueTags(tags: readonly string[]): readonly string[] {
  const found = new Map<string, string>();
  for (const tag of tags) {
    const key = foldedTag(tag);
    if (key !== '' && key !== ERASED && !found.has(key)) found.set(key, tag);
  }
  return [...found.values()].slice(0, MOST_TAGS);
}

/** What was typed, with commas between them. */
export function tagsOf(typed: string): readonly string[] {
  const parts = typed.split(/[,\n\r]/).map((part) => part.replace(/\s+/gu, ' ').trim());
  return uniqueTags(parts.map((part) => part.slice(0, LONGEST_TAG).trim()));
}
