import { z } from 'zod';
import { wireErrorSchema } from '../errors.ts';

/**
 * The messages on every transport, JSON-safe:
 * a request `{ id, method, input }`,
 * its reply `{ id, ok: true, data }` or `{ id, ok: false, error }`,
 * an announcement `{ event, data }`.
 * An exception's class does not survive a wire, its code does.
 */
export const requestSchema = z.object({
  id: z.string().min(1).max(80),
  method: z.string().min(1).max(80),
  input: z.unknown(),
});

export const replySchema = z.union([
  z.object({ id: z.string(), ok: z.literal(true), data: z.unknown() }),
  z.object({ id: z.string(), ok: z.literal(false), error: wireErrorSchema }),
]);

export const announcementSchema = z.object({ event: z.string().min(1), data: z.unknown() });

export type Request = z.infer<typeof requestSchema>;
export type Reply = z.infer<typeof replySchema>;
export type Announcement = z.infer<typeof announcementSchema>;
