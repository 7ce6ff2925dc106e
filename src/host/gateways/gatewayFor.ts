import { bodyFor, missingIn } from '#shared/domain/outbox/gateways.ts';
import type { GatewaySecret, HostGatewaySettings } from '#shared/domain/outbox/gateways.ts';
import type { SecretStore } from '../secrets.ts';
import { dryRunGateway } from './dryRun.ts';
import type { TextGateway } from './gateway.ts';
import { gatewaySecret } from './gatewaySecrets.ts';
import type { GatewayTransport } from './transport.ts';

/**
 * The gateway as somebody has set it up. One that lacks something takes nothing and says so: what is
 * filled in or forgotten meanwhile counts from the next text on.
 */
export function gatewayFor(
  settings: HostGatewaySettings,
  secrets: Pick<SecretStore, 'get'>,
  transport: GatewayTransport,
): TextGateway {
  const secret = (field: GatewaySecret): string => gatewaySecret(settings, field, secrets) ?? '';
  const gateway = build(settings, secret, transport);
  return {
    ...gateway,
    forms: gateway.forms.filter((form) => settings.forms.includes(form)),
    async send(text) {
      const missing = missingIn(settings, (field) => secret(field) !== '');
      if (missing.length > 0) {
        return { kind: 'refused', code: 'gateway.incomplete', words: missing.join(', ') };
      }
      return gateway.send({ ...text, body: bodyFor(settings, text.body) });
    },
  };
}

function build(
  _settings: HostGatewaySettings,
  _secret: (field: GatewaySecret) => string,
  _transport: GatewayTransport,
): TextGateway {
  return dryRunGateway();
}
