import { z } from 'zod';
import { secretKeptSchema } from '../domain/secretKept.ts';
import { GATEWAY_FORMS, gatewayIdSchema, GATEWAY_SECRET_NAMES } from '../domain/outbox/gateways.ts';
import { event, method } from '../rpc/contract.ts';

/** What is known of one gateway beside its settings. */
const gatewayStateSchema = z.object({
  id: gatewayIdSchema,
  /** Secrets that are kept for it and for the place it now leads to. They are never told. */
  secrets: z.array(z.enum(GATEWAY_SECRET_NAMES)),
  /** Fields and secrets without which nothing leaves by it. */
  missing: z.array(z.string()),
});
export type GatewayState = z.infer<typeof gatewayStateSchema>;

const gatewaysStateSchema = z.object({
  /** In the order of the settings. */
  gateways: z.array(gatewayStateSchema),
  /** `memory`: secrets are gone when the app ends. */
  secretKept: secretKeptSchema,
});
export type GatewaysState = z.infer<typeof gatewaysStateSchema>;

const testedSchema = z.discriminatedUnion('kind', [
  /** It answered. Null: it does not tell. */
  z.object({
    kind: z.literal('well'),
    balance: z.string().nullable(),
    senderKnown: z.boolean().nullable(),
  }),
  /** It has the text to one's own number. */
  z.object({ kind: z.literal('taken') }),
  /** @param left the text may have left all the same; `code` see `GATEWAY_CODES` */
  z.object({
    kind: z.literal('trouble'),
    code: z.string(),
    words: z.string(),
    left: z.boolean(),
  }),
  /** There is nothing it could be asked but to send a text. */
  z.object({ kind: z.literal('nothing-to-ask') }),
]);
export type GatewayTested = z.infer<typeof testedSchema>;

const previewSchema = z.object({
  /** Null where nothing would be sent: a dry run, or something is missing. */
  request: z
    .object({
      method: z.string(),
      url: z.string(),
      headers: z.array(z.object({ name: z.string(), value: z.string() })),
      body: z.string(),
    })
    .nullable(),
  missing: z.array(z.string()),
});
export type GatewayPreview = z.infer<typeof previewSchema>;

/** Digits, with + outside Korea; what people write between them is left out. */
const ownNumber = z.string().trim().min(1).max(30);

/*
 * The settings say by what texts leave (`textGateways`); here is what must not be among them. Errors
 * of all: `gateway.unknown` for one that is not in the settings.
 */
export const gatewaysMethods = {
  'gateways.state': method({ input: z.object({}), output: gatewaysStateSchema }),
  /** Kept for the place the gateway leads to now; never given out again. */
  'gateways.setSecret': method({
    input: z.object({
      id: gatewayIdSchema,
      field: z.enum(GATEWAY_SECRET_NAMES),
      value: z.string().min(1).max(500),
    }),
    output: gatewaysStateSchema,
  }),
  /** All of one gateway. */
  'gateways.forgetSecrets': method({
    input: z.object({ id: gatewayIdSchema }),
    output: gatewaysStateSchema,
  }),
  /**
   * Asks a gateway how it is. With a number, a text leaves for it, and is paid for.
   * Errors: `gateway.number` for what is no telephone number.
   */
  'gateways.test': method({
    input: z.object({ id: gatewayIdSchema, to: ownNumber.nullable() }),
    output: testedSchema,
  }),
  /** What a gateway would be asked; its secrets are not in it. Errors: `gateway.number`. */
  'gateways.preview': method({
    input: z.object({
      id: gatewayIdSchema,
      to: ownNumber,
      body: z.string().min(1).max(2_000),
      subject: z.string().max(40).default(''),
      form: z.enum(GATEWAY_FORMS).default('sms'),
    }),
    output: previewSchema,
  }),
} as const;

export const gatewaysEvents = {
  'gateways.changed': event({ data: gatewaysStateSchema }),
} as const;
