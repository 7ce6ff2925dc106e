import { gatewaySchema } from '#shared/domain/outbox/gateways.ts';
import type {
  GatewaySecret,
  GatewaySettings,
  HostGatewaySettings,
} from '#shared/domain/outbox/gateways.ts';
import { httpFault, httpGatewayOptionsSchema } from '#shared/domain/outbox/httpGateway.ts';
import type { HttpFault } from '#shared/domain/outbox/httpGateway.ts';

/** A gateway as it stands in its form: everything of every kind, so that changing the kind loses nothing. */
export interface GatewayDraft {
  kind: GatewaySettings['kind'];
  name: string;
  on: boolean;
  numberKinds: GatewaySettings['numberKinds'];
  from: string;
  encoding: HostGatewaySettings['encoding'];
  newline: HostGatewaySettings['newline'];
  forms: HostGatewaySettings['forms'];
  server: string;
  testMode: boolean;
  /** By name: `apiKey`, `serviceId`, … */
  words: Record<string, string>;
  http: HttpDraft;
}

interface HttpDraft {
  method: 'POST' | 'PUT' | 'GET';
  url: string;
  /** `Name: value`, one a line. */
  headers: string;
  bodyKind: 'json' | 'form' | 'none';
  body: string;
  acceptedAt: string;
  acceptedIs: string;
  refAt: string;
  codeAt: string;
  wordsAt: string;
  /** With commas. */
  delayedCodes: string;
  takesKey: boolean;
  statusUrl: string;
  statusAt: string;
  delivered: string;
  failed: string;
}

/** What was typed; what was left empty stays as it is kept. */
export type TypedSecrets = readonly (readonly [GatewaySecret, string])[];

/** Words that each kind of account is known by, none of them secret. */
export const ACCOUNT_WORDS = {
  solapi: ['apiKey'],
  sens: ['accessKey', 'serviceId'],
  nhn: ['appKey'],
  aligo: ['userId'],
  twilio: ['accountSid'],
  http: [],
  'dry-run': [],
  sip: [],
} as const satisfies Readonly<Record<GatewaySettings['kind'], readonly string[]>>;

/** @param gateway null for a new one */
export function draftOf(gateway: GatewaySettings | null, name = ''): GatewayDraft {
  const given = gateway as Partial<Record<string, unknown>> | null;
  const text = (field: string): string => {
    const found = given?.[field];
    return typeof found === 'string' ? found : '';
  };
  const host = gateway !== null && gateway.kind !== 'sip' ? gateway : null;
  return {
    kind: gateway?.kind ?? 'solapi',
    name: gateway?.name ?? name,
    on: gateway?.on ?? true,
    numberKinds: [...(gateway?.numberKinds ?? (['mobile'] as const))],
    from: host?.from ?? '',
    encoding: host?.encoding ?? 'cp949',
    newline: host?.newline ?? 'lf',
    forms: [...(host?.forms ?? (['sms', 'lms'] as const))],
    server: text('server'),
    testMode: gateway?.kind === 'aligo' && gateway.testMode,
    words: Object.fromEntries(
      Object.values(ACCOUNT_WORDS)
        .flat()
        .map((field) => [field, text(field)]),
    ),
    http: httpDraftOf(gateway),
  };
}

function httpDraftOf(gateway: GatewaySettings | null): HttpDraft {
  const options = gateway?.kind === 'http' ? gateway : httpGatewayOptionsSchema.parse({});
  const { method, url, bodyKind, body, accepted, status, takesKey, delayedCodes } = options;
  return {
    ...{ method, url, bodyKind, body, takesKey },
    headers: options.headers.map((one) => `${one.name}: ${one.value}`).join('\n'),
    acceptedAt: accepted?.at ?? '',
    acceptedIs: accepted?.is ?? '',
    refAt: options.refAt ?? '',
    codeAt: options.codeAt ?? '',
    wordsAt: options.wordsAt ?? '',
    delayedCodes: delayedCodes.join(', '),
    statusUrl: status?.url ?? '',
    statusAt: status?.at ?? '',
    delivered: status?.delivered.join(', ') ?? '',
    failed: status?.failed.join(', ') ?? '',
  };
}

/** By field of the form: `gateways.faults.<fault>` in the locale files. */
export const GATEWAY_FAULTS = [
  ...['name', 'from', 'forms', 'server', 'word', 'headers', 'pointer', 'status', 'codes'],
] as const satisfies readonly string[];
export type GatewayFault = (typeof GATEWAY_FAULTS)[number] | HttpFault;

export interface CheckedGateway {
  /** Null while something is wrong. */
  readonly gateway: GatewaySettings | null;
  readonly faults: ReadonlyMap<string, GatewayFault>;
}

export function checkGateway(draft: GatewayDraft, id: string): CheckedGateway {
  const parsed = gatewaySchema.safeParse(rawOf(draft, id));
  const faults = new Map<string, GatewayFault>();
  if (!parsed.success) {
    for (const { path } of parsed.error.issues) {
      const [field, fault] = placeOf(path.map(String));
      if (!faults.has(field)) faults.set(field, fault);
    }
    return { gateway: null, faults };
  }
  const gateway = parsed.data;
  // What is not there yet is missing, and said as such; what is there has to be right.
  const fault = gateway.kind === 'http' && gateway.url !== '' ? httpFault(gateway) : null;
  if (fault === null) return { gateway, faults };
  faults.set(fault.field, fault.code);
  return { gateway: null, faults };
}

function rawOf(draft: GatewayDraft, id: string): Record<string, unknown> {
  const { kind, name, on, numberKinds } = draft;
  const common = { kind, id, name, on, numberKinds };
  if (kind === 'sip') return common;
  const textual = {
    ...common,
    from: draft.from.normalize('NFKC').replace(/[\s().-]/g, ''),
    ...{ encoding: draft.encoding, newline: draft.newline, forms: draft.forms },
  };
  if (kind === 'dry-run') return textual;
  if (kind === 'http') return { ...textual, ...rawHttp(draft.http) };
  const words = ACCOUNT_WORDS[kind].map((field) => [field, draft.words[field] ?? '']);
  return {
    ...textual,
    server: draft.server,
    ...(Object.fromEntries(words) as Record<string, string>),
    ...(kind === 'aligo' ? { testMode: draft.testMode } : {}),
  };
}

function rawHttp(http: HttpDraft): Record<string, unknown> {
  const { method, url, bodyKind, body, takesKey } = http;
  const lines = http.headers.split('\n').filter((line) => line.trim() !== '');
  return {
    ...{ method, url, bodyKind, body, takesKey },
    headers: lines.map((line) => {
      const [name = '', ...value] = line.split(':');
      return { name: name.trim(), value: value.join(':').trim() };
    }),
    accepted: http.acceptedIs === '' ? null : { at: http.acceptedAt.trim(), is: http.acceptedIs },
    refAt: pointerOf(http.refAt),
    codeAt: pointerOf(http.codeAt),
    wordsAt: pointerOf(http.wordsAt),
    delayedCodes: listOf(http.delayedCodes),
    status:
      http.statusUrl.trim() === ''
        ? null
        : {
            ...{ url: http.statusUrl, at: http.statusAt.trim() },
            ...{ delivered: listOf(http.delivered), failed: listOf(http.failed) },
          },
  };
}

const pointerOf = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Which field of the form what the schema has found stands in. */
function placeOf(path: readonly string[]): readonly [field: string, fault: GatewayFault] {
  const [first = 'name', second] = path;
  switch (first) {
    case 'name':
    case 'from':
    case 'forms':
    case 'server':
    case 'headers':
      return [first, first];
    case 'url':
      return ['url', 'address'];
    case 'body':
      return ['body', 'body'];
    case 'accepted':
      return ['acceptedAt', 'pointer'];
    case 'refAt':
    case 'codeAt':
    case 'wordsAt':
      return [first, 'pointer'];
    case 'delayedCodes':
      return [first, 'codes'];
    case 'status':
      if (second === 'url') return ['statusUrl', 'address'];
      if (second === 'at') return ['statusAt', 'pointer'];
      return ['delivered', 'status'];
    default:
      return [first, 'word'];
  }
}
