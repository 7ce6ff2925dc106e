import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';

/**
 * A text's way to the customer, as far as it is known. Before anything leaves, `sending` is stored:
 * whoever finds it without an answer cannot know whether the gateway has it, and only a gateway
 * that takes an idempotency key may be asked again by itself.
 */

/** As what a text leaves. `sip` is a MESSAGE of RFC 3428. */
export const TEXT_FORMS = ['sms', 'lms', 'mms', 'sip'] as const;
export type TextForm = (typeof TEXT_FORMS)[number];

/** Why it did not arrive, or why nobody knows: a code of ours, the gateway's own words beside it. */
const why = { code: z.string().min(1).max(80), words: z.string().max(200) };

/** Facts of the way, told by the host; `fact` is what every fact of a text has. */
export const deliveryFactSchemas = <T extends z.core.$ZodLooseShape>(fact: T) =>
  [
    z.object({
      ...fact,
      type: z.literal('sending'),
      attemptId: idSchema,
      gatewayId: z.string().min(1).max(40),
      gatewayName: z.string().max(40),
      form: z.enum(TEXT_FORMS),
      /** What the gateway tells two copies of one text by; null where it takes none. */
      key: z.string().max(80).nullable(),
    }),
    /** The gateway has it. That is not delivery. `ref`: what the gateway calls it. */
    z.object({
      ...fact,
      type: z.literal('accepted'),
      attemptId: idSchema,
      ref: z.string().max(200).nullable(),
    }),
    /** Not now: it has surely not left, and is tried again by itself. */
    z.object({
      ...fact,
      type: z.literal('delayed'),
      attemptId: idSchema,
      ...why,
      retryAt: timeSchema,
      /** A gateway that could not be reached is no try; one that refused is not asked again. */
      because: z.enum(['busy', 'offline', 'refused']).default('busy'),
    }),
    /** It has surely not arrived. */
    z.object({ ...fact, type: z.literal('failed'), attemptId: idSchema, ...why }),
    /** It may have left or not: a person decides. */
    z.object({ ...fact, type: z.literal('unsure'), attemptId: idSchema, ...why }),
    z.object({ ...fact, type: z.literal('delivered'), attemptId: idSchema }),
  ] as const;

export const DELIVERY_STATES = [
  'sending',
  'accepted',
  'delivered',
  'delayed',
  'failed',
  'unsure',
] as const;

export const deliverySchema = z.object({
  state: z.enum(DELIVERY_STATES),
  attemptId: idSchema,
  gatewayId: z.string(),
  gatewayName: z.string(),
  form: z.enum(TEXT_FORMS),
  key: z.string().nullable(),
  ref: z.string().nullable(),
  /** How often a gateway was reached with it since a person last decided. */
  attempts: z.number().int().min(0),
  /** What gateways will not take it as: see `refusalOf`. */
  refused: z.array(z.string()).default([]),
  code: z.string().nullable(),
  words: z.string().nullable(),
  /** Of what was last learnt. */
  at: timeSchema,
  /** With `delayed`. */
  retryAt: timeSchema.nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

type Told = ReturnType<typeof deliveryFactSchemas<{ at: typeof timeSchema }>>[number];
type DeliveryFact =
  | z.infer<Told>
  | { readonly type: 'retried'; readonly at: number }
  | { readonly type: 'confirmed'; readonly at: number };

/** On its way or arrived: nothing of it can be changed any more. */
export function isUnderway(delivery: Delivery | null): boolean {
  return delivery !== null && !['delayed', 'failed'].includes(delivery.state);
}

/** Which states may follow which; an answer that comes late or twice changes nothing. */
const AFTER: Readonly<Record<Delivery['state'], readonly Delivery['state'][]>> = {
  sending: ['accepted', 'delivered', 'delayed', 'failed', 'unsure'],
  accepted: ['delivered', 'failed'],
  // A late report of the gateway settles what nobody knew.
  unsure: ['accepted', 'delivered', 'failed'],
  delivered: [],
  delayed: [],
  failed: [],
};

/**
 * What is known after a fact.
 * @returns the same object when the fact says nothing new
 */
export function applyToDelivery(before: Delivery | null, fact: DeliveryFact): Delivery | null {
  if (fact.type === 'sending') {
    const free = before === null || before.state === 'delayed';
    if (!free) return before;
    const { attemptId, gatewayId, gatewayName, form, key, at } = fact;
    return {
      ...{ state: 'sending', attemptId, gatewayId, gatewayName, form, key, at },
      ...{ ref: null, code: null, words: null, retryAt: null },
      attempts: (before?.attempts ?? 0) + 1,
      refused: before?.refused ?? [],
    };
  }
  if (before === null) return null;
  if (fact.type === 'confirmed') {
    return before.state === 'unsure' ? { ...before, state: 'delivered', at: fact.at } : before;
  }
  if (fact.type === 'retried') {
    // From nothing, as if it had never been tried: what was tried is in the facts.
    return ['failed', 'unsure'].includes(before.state) ? null : before;
  }
  if (fact.attemptId !== before.attemptId || !AFTER[before.state].includes(fact.type))
    return before;
  return {
    ...before,
    state: fact.type,
    at: fact.at,
    ref: fact.type === 'accepted' ? fact.ref : before.ref,
    code: 'code' in fact ? fact.code : null,
    words: 'words' in fact ? fact.words : null,
    ...(fact.type === 'delayed' ? afterDelay(before, fact) : { retryAt: null }),
  };
}

function afterDelay(
  { attempts, refused, gatewayId, form }: Delivery,
  { because, retryAt }: Extract<DeliveryFact, { type: 'delayed' }>,
): Pick<Delivery, 'attempts' | 'refused' | 'retryAt'> {
  return {
    retryAt,
    attempts: because === 'offline' ? attempts - 1 : attempts,
    refused: because === 'refused' ? [...refused, refusalOf(gatewayId, form)] : refused,
  };
}

/** One gateway and one form that it has refused. */
export function refusalOf(gatewayId: string, form: TextForm): string {
  return `${gatewayId} ${form}`;
}
