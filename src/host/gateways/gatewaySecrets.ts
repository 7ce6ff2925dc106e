import { GATEWAY_SECRETS, gatewaySecretName } from '#shared/domain/outbox/gateways.ts';
import type { GatewaySecret, GatewaySettings } from '#shared/domain/outbox/gateways.ts';
import type { SecretStore } from '../secrets.ts';

/*
 * A gateway's secrets, each kept with the place it was typed for: that somebody changes the address
 * of a gateway must not send its secret there.
 */

/** Of the provider, or of the server that stands for it. */
function placeOf(gateway: GatewaySettings): string {
  const address = gateway.kind === 'http' ? gateway.url : 'server' in gateway ? gateway.server : '';
  const [origin = ''] = /^[^/]*\/\/[^/?#]*/.exec(address) ?? [];
  return `${gateway.kind} ${origin.toLowerCase()}`;
}

/** Null where there is none, or it was typed for another place. */
export function gatewaySecret(
  gateway: GatewaySettings,
  field: GatewaySecret,
  secrets: Pick<SecretStore, 'get'>,
): string | null {
  const kept = secrets.get(gatewaySecretName(gateway.id, field));
  const place = `${placeOf(gateway)}\n`;
  return kept?.startsWith(place) === true ? kept.slice(place.length) : null;
}

export function keepGatewaySecret(
  gateway: GatewaySettings,
  field: GatewaySecret,
  value: string,
  secrets: SecretStore,
): void {
  secrets.set(gatewaySecretName(gateway.id, field), `${placeOf(gateway)}\n${value}`);
}

/** All of them, of whichever kind it was. */
export function forgetGatewaySecrets(id: string, secrets: SecretStore): void {
  for (const field of new Set(Object.values(GATEWAY_SECRETS).flat())) {
    secrets.delete(gatewaySecretName(id, field));
  }
}
