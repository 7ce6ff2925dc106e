import { z } from 'zod';
import { decideExternal } from '../url/urlGate.ts';
import type { GateRefusal } from '../url/urlGate.ts';

/**
 * Documents of the desk that a text leads to, where what is to be told is longer than a text: terms, a
 * guide, a form. An address is one that the app itself would open, and nothing but ASCII, so that
 * every gateway carries it and no letter looks like another.
 */

const LONGEST_NAME = 40;
/** Longer ones leave no room for words. */
export const LONGEST_ADDRESS = 300;
const MOST_LINKS = 100;

export type AddressFault = GateRefusal;

/** The address as a text has it, or what is wrong with it. */
export function addressOf(
  typed: string,
): { readonly url: string } | { readonly fault: AddressFault } {
  const text = typed.trim();
  // People leave it out, and nobody means anything else by it.
  const whole = /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`;
  const gate = decideExternal(whole, { https: true, mailto: false });
  if (!gate.open) return { fault: gate.reason };
  return gate.url.length > LONGEST_ADDRESS ? { fault: 'too-long' } : { url: gate.url };
}

export const documentLinkSchema = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(LONGEST_NAME),
  url: z
    .string()
    .max(LONGEST_ADDRESS)
    .refine((url) => {
      const read = addressOf(url);
      return 'url' in read && read.url === url;
    }),
});
export type DocumentLink = z.infer<typeof documentLinkSchema>;

export const documentLinksSchema = z.array(documentLinkSchema).max(MOST_LINKS);

/**
 * The text with the document on a line of its own at its end; the same text where its address stands in
 * it already.
 */
export function withDocument(
  body: string,
  { name, url }: Pick<DocumentLink, 'name' | 'url'>,
): string {
  if (body.includes(url)) return body;
  const line = [name.trim(), url].filter((part) => part !== '').join(' ');
  return [body.trimEnd(), line].filter((part) => part !== '').join('\n');
}
