import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { readLinkSchema } from '../domain/link/link.ts';

/** A tel:, callto:, sip: or sips: link that was opened, as it was read (domain/link). */
export const openedLinkSchema = z.object({ id: idSchema, at: timeSchema, link: readLinkSchema });
export type OpenedLink = z.infer<typeof openedLinkSchema>;

export const linksMethods = {
  /** A link that reached a page instead of the host. With the id of an earlier one: nothing. */
  'links.open': method({
    input: z.object({ id: idSchema, link: z.string().max(2_048) }),
    output: z.object({}),
  }),
  /** The newest link that nobody has taken yet: it may have come before there was a page. */
  'links.waiting': method({
    input: z.object({}),
    output: z.object({ opened: openedLinkSchema.nullable() }),
  }),
  /** It is in the dial box, or the agent will not have it. */
  'links.taken': method({ input: z.object({ id: idSchema }), output: z.object({}) }),
  /** For which schemes the system opens this app; empty where the shell cannot ask for it. */
  'links.schemes': method({
    input: z.object({}),
    output: z.object({ schemes: z.array(z.string()) }),
  }),
  /** On the agent's press only. Errors: `clipboard.unavailable` where the page must read itself. */
  'clipboard.read': method({
    input: z.object({}),
    output: z.object({ text: z.string().max(10_000) }),
  }),
} as const;

export const linksEvents = {
  'links.opened': event({ data: openedLinkSchema }),
} as const;
