import { z } from 'zod';
import { method } from '../rpc/contract.ts';
import { idSchema } from '../domain/call/record.ts';

const value = z.string().max(1_024);

export const screenPopValuesSchema = z.object({
  number: value,
  e164: value,
  name: value,
  callId: idSchema,
  direction: z.enum(['inbound', 'outbound']),
  agent: value,
});

/** `screenPop.results.<code>` in the locale files. */
export const POST_FAILURES = [
  /** The settings do not say where to. */
  'not-set',
  'timeout',
  'unreachable',
  /** Answered, but not with 2xx. */
  'status',
  /** A redirect is not followed: it would be another place than the one decided on. */
  'redirect',
] as const;

export const postResultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), status: z.number().int(), tries: z.number().int() }),
  z.object({
    ok: z.literal(false),
    code: z.enum(POST_FAILURES),
    status: z.number().int().nullable(),
    tries: z.number().int(),
  }),
]);
export type PostResult = z.infer<typeof postResultSchema>;

export const screenPopMethods = {
  /**
   * Tells the customer's page of another program about a call, at the place the settings name. A
   * call is told once: asked again, the first result is the answer.
   */
  'screenPop.post': method({
    input: z.object({
      /** `test` is never remembered. */
      event: z.enum(['ring', 'answer', 'test']),
      values: screenPopValuesSchema,
    }),
    output: postResultSchema,
  }),
} as const;
