import { bodyFor, missingIn } from '#shared/domain/outbox/gateways.ts';
import type { GatewaySecret, HostGatewaySettings } from '#shared/domain/outbox/gateways.ts';
import type { SecretStore } from '../secrets.ts';
import { dryRunGateway } from './dryRun.ts';
import { aligoGateway } from './aligo.ts';
import type { ProbedGateway } from './gateway.ts';
import { gatewaySecret } from './gatewaySecrets.ts';
import { httpGateway } from './http.ts';
import { nhnGateway } from './nhn.ts';
import { sensGateway } from './sens.ts';
import { solapiGateway } from './solapi.ts';
import type { GatewayTransport } from './transport.ts';
import { twilioGateway } from './twilio.ts';

/**
 * The gateway as somebody has set it up. One that lacks something takes nothing and says so: what is
 * filled in or forgotten meanwhile counts from the next text on.
 */
export function gatewayFor(
  settings: HostGatewaySettings,
  secrets: Pick<SecretStore, 'get'>,
  transport: GatewayTransport,
): ProbedGateway {
  return gatewayWith(settings, (field) => gatewaySecret(settings, field, secrets) ?? '', transport);
}

/** @param secret empty where there is none */
export function gatewayWith(
  settings: HostGatewaySettings,
  secret: (field: GatewaySecret) => string,
  transport: GatewayTransport,
): ProbedGateway {
  const gateway = build(settings, secret, transport);
  const lacks = (): readonly string[] => missingIn(settings, (field) => secret(field) !== '');
  const { probe } = gateway;
  return {
    ...gateway,
    forms: gateway.forms.filter((form) => settings.forms.includes(form)),
    async send(text) {
      const missing = lacks();
      if (missing.length > 0) {
        return { kind: 'refused', code: 'gateway.incomplete', words: missing.join(', ') };
      }
      return gateway.send({ ...text, body: bodyFor(settings, text.body) });
    },
    probe:
      probe &&
      (async () => {
        const missing = lacks();
        if (missing.length === 0) return probe();
        return { kind: 'trouble', code: 'gateway.incomplete', words: missing.join(', ') };
      }),
  };
}

function build(
  settings: HostGatewaySettings,
  secret: (field: GatewaySecret) => string,
  transport: GatewayTransport,
): ProbedGateway {
  switch (settings.kind) {
    case 'solapi':
      return solapiGateway(settings, secret('apiSecret'), transport);
    case 'sens':
      return sensGateway(settings, secret('secretKey'), transport);
    case 'nhn':
      return nhnGateway(settings, secret('secretKey'), transport);
    case 'aligo':
      return aligoGateway(settings, secret('apiKey'), transport);
    case 'twilio':
      return twilioGateway(settings, secret('authToken'), transport);
    case 'http':
      return httpGateway(settings, secret('secret'), transport);
    case 'dry-run':
      return { ...dryRunGateway(), probe: null };
  }
}
