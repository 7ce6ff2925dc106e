import { z } from 'zod';
import { ENCODINGS } from '../message/encodings.ts';
import { isGatewayAddress } from './gatewayAddress.ts';
import { httpGatewayOptionsSchema } from './httpGateway.ts';

/*
 * By what texts leave, in the order they are tried. Everything but the secrets: those are kept by
 * the host's keystore under `gatewaySecretName`, and never read back by a page.
 */

/** `sip` leaves through the phone itself; all others through the host. */
export const GATEWAY_KINDS = [
  ...['solapi', 'sens', 'nhn', 'aligo', 'twilio', 'http', 'dry-run', 'sip'],
] as const satisfies readonly string[];

/** Kinds of numbers a gateway may reach. Which of them it does is the gateway's to say. */
export const REACHABLE_KINDS = ['mobile', 'internet', 'international', 'landline', 'safe'] as const;
export const GATEWAY_FORMS = ['sms', 'lms', 'mms'] as const;

export const MOST_GATEWAYS = 10;

/** Small letters, digits and hyphens: it names secrets, and stands in facts. */
export const gatewayIdSchema = z.string().regex(/^[a-z0-9-]{1,40}$/);

/** What a provider calls an account or a key of its: never the secret beside it. */
const word = z
  .string()
  .trim()
  .max(200)
  .regex(/^[\x21-\x7e]*$/)
  .default('');
/** In place of the provider's own server; empty: that one. */
const server = z
  .string()
  .trim()
  .refine((one) => one === '' || isGatewayAddress(one))
  .default('');

const common = {
  id: gatewayIdSchema,
  name: z.string().trim().min(1).max(40),
  on: z.boolean().default(true),
  /** Kinds of numbers that it reaches; none else is tried. */
  numberKinds: z.array(z.enum(REACHABLE_KINDS)).max(REACHABLE_KINDS.length).default(['mobile']),
};

const textual = {
  ...common,
  /**
   * The number registered with the provider, digits; with + and the country outside Korea. Empty:
   * not known yet, and nothing leaves.
   */
  from: z
    .string()
    .regex(/^(\+?[0-9]{3,15})?$/)
    .default(''),
  /** What it carries, and so what a text is measured in. */
  encoding: z.enum(ENCODINGS).default('cp949'),
  /** As what a line break leaves: with `crlf` it is two bytes. */
  newline: z.enum(['lf', 'crlf']).default('lf'),
  forms: z.array(z.enum(GATEWAY_FORMS)).min(1).max(GATEWAY_FORMS.length).default(['sms', 'lms']),
};

export const gatewaySchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...textual, kind: z.literal('solapi'), server, apiKey: word }),
  z.strictObject({
    ...textual,
    kind: z.literal('sens'),
    server,
    accessKey: word,
    /** As the console shows it: ncp:sms:kr:… */
    serviceId: word,
  }),
  z.strictObject({ ...textual, kind: z.literal('nhn'), server, appKey: word }),
  z.strictObject({
    ...textual,
    kind: z.literal('aligo'),
    server,
    userId: word,
    /** The provider takes texts and sends none. */
    testMode: z.boolean().default(false),
  }),
  z.strictObject({ ...textual, kind: z.literal('twilio'), server, accountSid: word }),
  z.strictObject({ ...textual, kind: z.literal('http'), ...httpGatewayOptionsSchema.shape }),
  /** Takes texts, shows what would be sent, and sends nothing. */
  z.strictObject({ ...textual, kind: z.literal('dry-run') }),
  z.strictObject({ ...common, kind: z.literal('sip') }),
]);
export type GatewaySettings = z.infer<typeof gatewaySchema>;
/** What the host sends by itself. */
export type HostGatewaySettings = Exclude<GatewaySettings, { kind: 'sip' }>;

/** None to begin with: nothing leaves before somebody has decided by what. */
export const gatewaysSchema = z
  .array(gatewaySchema)
  .max(MOST_GATEWAYS)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length);

/** What only the keystore holds, of each kind. */
export const GATEWAY_SECRETS = {
  solapi: ['apiSecret'],
  sens: ['secretKey'],
  nhn: ['secretKey'],
  aligo: ['apiKey'],
  twilio: ['authToken'],
  http: ['secret'],
  'dry-run': [],
  sip: [],
} as const satisfies Readonly<Record<GatewaySettings['kind'], readonly string[]>>;
export type GatewaySecret = (typeof GATEWAY_SECRETS)[GatewaySettings['kind']][number];

export const GATEWAY_SECRET_NAMES = [
  ...['apiSecret', 'secretKey', 'apiKey', 'authToken', 'secret'],
] as const satisfies readonly GatewaySecret[];

/** As it is kept; see `SecretStore`. */
export function gatewaySecretName(id: string, field: GatewaySecret): string {
  return `gateway.${id}.${field}`;
}

/** What a gateway cannot be used without and has not got: names of its fields and secrets. */
export function missingIn(
  gateway: GatewaySettings,
  hasSecret: (field: GatewaySecret) => boolean,
): readonly string[] {
  const fields = REQUIRED[gateway.kind].filter(
    (field) => (gateway as unknown as Readonly<Record<string, unknown>>)[field] === '',
  );
  const secrets = secretsOf(gateway).filter((field) => !hasSecret(field));
  return [...fields, ...secrets];
}

/** A generic one has a secret only where its request names it. */
function secretsOf(gateway: GatewaySettings): readonly GatewaySecret[] {
  if (gateway.kind !== 'http') return GATEWAY_SECRETS[gateway.kind];
  const places = [gateway.url, gateway.body, ...gateway.headers.map(({ value }) => value)];
  return places.some((place) => place.includes('{secret}')) ? GATEWAY_SECRETS.http : [];
}

const REQUIRED: Readonly<Record<GatewaySettings['kind'], readonly string[]>> = {
  solapi: ['from', 'apiKey'],
  sens: ['from', 'accessKey', 'serviceId'],
  nhn: ['from', 'appKey'],
  aligo: ['from', 'userId'],
  twilio: ['from', 'accountSid'],
  http: ['from', 'url'],
  'dry-run': [],
  sip: [],
};

/** A body as this gateway is given it, which is what is measured. */
export function bodyFor({ newline }: Pick<HostGatewaySettings, 'newline'>, body: string): string {
  const plain = body.replace(/\r\n?/g, '\n');
  return newline === 'crlf' ? plain.replaceAll('\n', '\r\n') : plain;
}
