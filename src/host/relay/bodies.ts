import { z } from 'zod';
import type { GatewaySettings } from '#shared/domain/outbox/gateways.ts';
import { LARGEST_RECEIVED } from '#shared/domain/message/record.ts';
import { failureOf } from '../gateways/exchange.ts';
import type { DeliveryAnswer } from '../gateways/gateway.ts';
import { listAt, readJson, textAt } from '../gateways/json.ts';
import { NHN_CODES, SOLAPI_CODES, TWILIO_CODES } from '../gateways/resultCodes.ts';

/*
 * What a body says that came by the relay. Like answers of gateways it is read with distrust; what
 * says nothing that is known is passed over.
 */

export type RelayEvent =
  | {
      readonly type: 'report';
      /** What the gateway calls the text. */
      readonly ref: string;
      readonly gatewayId: string | null;
      readonly what: 'accepted' | 'delivered' | 'failed' | 'unsure';
      readonly code: string;
      readonly words: string;
    }
  | {
      readonly type: 'text';
      /** What the gateway calls it: a second copy is told by this. */
      readonly id: string;
      readonly gatewayId: string | null;
      readonly from: string;
      /** The number that it was sent to; empty where nobody says. */
      readonly to: string;
      readonly body: string;
    };

const word = z.string().max(200);
const ownSchema = z.strictObject({
  events: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('report'),
          ref: z.string().min(1).max(200),
          gateway: z.string().max(40).nullable().default(null),
          what: z.enum(['accepted', 'delivered', 'failed', 'unsure']),
          code: z.string().max(80).default(''),
          words: word.default(''),
        }),
        z.strictObject({
          type: z.literal('text'),
          id: z.string().min(1).max(200),
          gateway: z.string().max(40).nullable().default(null),
          from: z.string().min(1).max(64),
          to: z.string().max(64).default(''),
          body: z.string().max(LARGEST_RECEIVED),
        }),
      ]),
    )
    .max(100),
});

/** The form of our own. Null: it is none. */
export function readOwn(text: string): readonly RelayEvent[] | null {
  const read = ownSchema.safeParse(readJson(text));
  if (!read.success) return null;
  return read.data.events.map(({ gateway: gatewayId, ...event }) => ({ ...event, gatewayId }));
}

/** Kinds of gateways whose callbacks can be passed on as they are. */
const READERS = { twilio: readTwilio, solapi: readSolapi, nhn: readNhn } as const;
type Readable = keyof typeof READERS;

export function isReadable(kind: GatewaySettings['kind']): kind is Readable {
  return Object.hasOwn(READERS, kind);
}

/** The body of a provider's callback as it is. Null: it is none. */
export function readCallback(
  { kind, id }: { readonly kind: Readable; readonly id: string },
  text: string,
): readonly RelayEvent[] | null {
  return READERS[kind](text, id);
}

/**
 * Twilio posts a form. Sources: twilio.com/docs/messaging/guides/track-outbound-message-status and
 * /webhook-request: `MessageSid`, `MessageStatus`, `ErrorCode` for a text of ours, and `From`, `To`,
 * `Body` for one that came. Its own signature is for the relay to check, which has its address.
 */
function readTwilio(text: string, gatewayId: string): readonly RelayEvent[] | null {
  const form = new URLSearchParams(text);
  const get = (name: string): string => form.get(name) ?? '';
  const ref = get('MessageSid') || get('SmsSid');
  if (ref === '' || ref.length > 200) return null;
  const status = get('MessageStatus');
  if (status === '' || status === 'received') {
    const body = form.get('Body');
    if (body === null || get('From') === '') return null;
    const text: RelayEvent = {
      ...{ type: 'text', id: ref, gatewayId, from: get('From'), to: get('To'), body },
    };
    return isSmall(text) ? [text] : null;
  }
  if (status === 'delivered' || status === 'read') return [report(ref, gatewayId, DELIVERED)];
  if (status !== 'failed' && status !== 'undelivered' && status !== 'canceled') return [];
  return [report(ref, gatewayId, failureOf(TWILIO_CODES, get('ErrorCode'), status))];
}

/**
 * Solapi posts a list of messages as its API gives them, with `messageId` and `statusCode` (verify:
 * its own page of this could not be read). Codes as in `solapi.ts`.
 */
function readSolapi(text: string, gatewayId: string): readonly RelayEvent[] | null {
  const json = readJson(text);
  if (!Array.isArray(json) || json.length > 1_000) return null;
  return json.flatMap((one) => {
    const ref = textAt(one, '/messageId');
    const code = textAt(one, '/statusCode');
    if (ref === '' || code === '' || /^(?:2\d{3}|3000)$/.test(code)) return [];
    if (code === '4000') return [report(ref, gatewayId, DELIVERED)];
    return [report(ref, gatewayId, failureOf(SOLAPI_CODES, code, textAt(one, '/statusMessage')))];
  });
}

/**
 * NHN Cloud posts `hooks`, each with `messageType`, `requestId`, `resultCode` or `msgStatus` (verify:
 * its own page of this could not be read). A text is called as `nhn.ts` has it.
 */
function readNhn(text: string, gatewayId: string): readonly RelayEvent[] | null {
  const json = readJson(text);
  if (typeof json !== 'object' || json === null) return null;
  return listAt(json, '/hooks').flatMap((hook) => {
    const id = textAt(hook, '/requestId');
    const status = textAt(hook, '/msgStatus') || textAt(hook, '/messageStatus');
    if (id === '') return [];
    const kind = textAt(hook, '/messageType').toLowerCase() === 'sms' ? 'sms' : 'mms';
    const ref = `${kind}:${id}`;
    if (status === '3' || status === 'COMPLETED') return [report(ref, gatewayId, DELIVERED)];
    if (status !== '4' && status !== 'FAILED') return [];
    const code = textAt(hook, '/resultCode');
    return [report(ref, gatewayId, failureOf(NHN_CODES, code, textAt(hook, '/resultCodeName')))];
  });
}

const DELIVERED: DeliveryAnswer = { kind: 'delivered' };

function report(ref: string, gatewayId: string, answer: DeliveryAnswer): RelayEvent {
  const what = answer.kind === 'pending' ? 'accepted' : answer.kind;
  const { code, words } = answer.kind === 'failed' ? answer : { code: '', words: '' };
  return { type: 'report', ref: ref.slice(0, 200), gatewayId, what, code, words };
}

function isSmall(event: RelayEvent): boolean {
  return (
    event.type === 'report' || (event.from.length <= 64 && event.body.length <= LARGEST_RECEIVED)
  );
}
