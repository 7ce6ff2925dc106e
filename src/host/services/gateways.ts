import type {
  GatewayPreview,
  GatewaysState,
  GatewayState,
  GatewayTested,
} from '#shared/contract/gateways.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { Settings } from '#shared/contract/settings.ts';
import { GATEWAY_SECRETS, missingIn } from '#shared/domain/outbox/gateways.ts';
import type {
  GatewaySecret,
  GatewaySettings,
  HostGatewaySettings,
} from '#shared/domain/outbox/gateways.ts';
import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import type { OutgoingText } from '../gateways/gateway.ts';
import { gatewayFor, gatewayWith } from '../gateways/gatewayFor.ts';
import {
  forgetGatewaySecrets,
  gatewaySecret,
  keepGatewaySecret,
} from '../gateways/gatewaySecrets.ts';
import { koreanNumber } from '../gateways/numbers.ts';
import type { GatewayRequest, GatewayTransport } from '../gateways/transport.ts';
import type { SecretStore } from '../secrets.ts';

export interface GatewaysServiceOptions {
  readonly announcer: Announcer<IeumContract>;
  readonly settings: () => Settings;
  readonly secrets: SecretStore;
  readonly transport: GatewayTransport;
  readonly newId: () => string;
}

export type GatewaysHandlers = Pick<
  Handlers<IeumContract>,
  | 'gateways.state'
  | 'gateways.setSecret'
  | 'gateways.forgetSecrets'
  | 'gateways.test'
  | 'gateways.preview'
>;

/** As long as no secret, and of letters that every header and form can hold. */
const MASK = '****';

const TEST_WORDS = {
  ko: '이음 문자 발송 시험입니다.',
  en: 'This is a test text from Ieum.',
} as const;

/** Secrets of gateways, and what can be tried with one before a customer is written to. */
export function createGatewaysService(options: GatewaysServiceOptions): GatewaysHandlers {
  const { announcer, settings, secrets, transport, newId } = options;
  const all = (): readonly GatewaySettings[] => settings().textGateways;
  let known = new Set(all().map(({ id }) => id));

  announcer.subscribe(({ event }) => {
    if (event === 'secrets.changed') announcer.emit('gateways.changed', state());
    if (event !== 'settings.changed') return;
    const now = new Set(all().map(({ id }) => id));
    // The secrets of a gateway go with it: nobody would ever look for them again.
    for (const id of known) if (!now.has(id)) forgetGatewaySecrets(id, secrets);
    known = now;
    // Where a gateway leads to may be another place.
    announcer.emit('gateways.changed', state());
  });

  function find(id: string): GatewaySettings {
    const found = all().find((one) => one.id === id);
    if (!found) throw new AppError('gateway.unknown', 'There is no such gateway.');
    return found;
  }

  function stateOf(gateway: GatewaySettings): GatewayState {
    const has = (field: GatewaySecret): boolean => gatewaySecret(gateway, field, secrets) !== null;
    const fields: readonly GatewaySecret[] = GATEWAY_SECRETS[gateway.kind];
    return {
      id: gateway.id,
      secrets: fields.filter(has),
      missing: [...missingIn(gateway, has)],
    };
  }

  function state(): GatewaysState {
    return { gateways: all().map(stateOf), secretKept: secrets.kept };
  }

  function changed(): GatewaysState {
    const now = state();
    announcer.emit('gateways.changed', now);
    return now;
  }

  function textTo(gateway: HostGatewaySettings, to: string, body: string): OutgoingText {
    return {
      ...{ key: newId(), to: dialled(to), from: gateway.from, form: 'sms' },
      ...{ body, subject: '', advertising: false, attachments: [] },
    };
  }

  async function test(gateway: GatewaySettings, to: string | null): Promise<GatewayTested> {
    if (gateway.kind === 'sip') return { kind: 'nothing-to-ask' };
    const one = gatewayFor(gateway, secrets, transport);
    if (to !== null) {
      const answer = await one.send(textTo(gateway, to, TEST_WORDS[settings().language]));
      if (answer.kind === 'accepted') return { kind: 'taken' };
      const { code, words } = answer;
      return { kind: 'trouble', code, words, left: answer.kind === 'unsure' };
    }
    if (one.probe === null) return { kind: 'nothing-to-ask' };
    const probed = await one.probe();
    return probed.kind === 'ok'
      ? { kind: 'well', balance: probed.balance, senderKnown: probed.senderKnown }
      : { ...probed, left: false };
  }

  return {
    'gateways.state': state,
    'gateways.setSecret': ({ id, field, value }) => {
      const gateway = find(id);
      const fields: readonly GatewaySecret[] = GATEWAY_SECRETS[gateway.kind];
      if (!fields.includes(field)) {
        throw new AppError('input.invalid', 'Such a gateway has no such secret.');
      }
      keepGatewaySecret(gateway, field, value, secrets);
      return changed();
    },
    'gateways.forgetSecrets': ({ id }) => {
      forgetGatewaySecrets(find(id).id, secrets);
      return changed();
    },
    'gateways.test': ({ id, to }) => test(find(id), to),
    'gateways.preview': async ({ id, to, body, subject, form }): Promise<GatewayPreview> => {
      const gateway = find(id);
      // What is only not typed yet does not keep anybody from looking.
      const missing = [...missingIn(gateway, () => true)];
      if (gateway.kind === 'sip' || missing.length > 0) return { request: null, missing };
      const asked: GatewayRequest[] = [];
      const looking: GatewayTransport = {
        ...transport,
        request: (request) => {
          asked.push(request);
          return Promise.resolve({ kind: 'unreached', why: 'offline' });
        },
      };
      const text = { ...textTo(gateway, to, body), subject, form };
      await gatewayWith(gateway, () => MASK, looking).send(text);
      const [request] = asked;
      return { request: request === undefined ? null : shown(request), missing };
    },
  };
}

function dialled(number: string): string {
  const { e164 } = parsePhoneNumber(number);
  if (e164 === null) throw new AppError('gateway.number', 'This is no telephone number.');
  return koreanNumber(e164) ?? e164;
}

function shown({ method, url, headers, body }: GatewayRequest): GatewayPreview['request'] {
  return {
    ...{ method, url },
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    body: body === null ? '' : typeof body === 'string' ? body : Buffer.from(body).toString('utf8'),
  };
}
