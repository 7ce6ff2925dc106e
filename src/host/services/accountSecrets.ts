import type { Account } from '#shared/domain/account.ts';
import type { SecretStore } from '../secrets.ts';

/*
 * An account's secrets, its password and those of its TURN servers, are kept apart from the account
 * by the keystore; the database never sees them.
 */

/** By address: the password of one account is never tried for another. */
export function passwordName(uri: string): string {
  return `account.password:${uri}`;
}

function credentialName(uri: string, index: number): string {
  return `account.ice.${index}:${uri}`;
}

export function credentialsOf({ uri, iceServers }: Account): [name: string, value: string][] {
  return iceServers.flatMap(({ credential }, index): [string, string][] =>
    credential === undefined ? [] : [[credentialName(uri, index), credential]],
  );
}

/** The account as it may be stored. */
export function withoutSecrets(account: Account): Account {
  const iceServers = account.iceServers.map(({ credential: _credential, ...server }) => server);
  return { ...account, iceServers };
}

export function withSecrets(account: Account, secrets: SecretStore): Account {
  const iceServers = account.iceServers.map((server, index) => {
    const credential = secrets.get(credentialName(account.uri, index));
    return credential === null ? server : { ...server, credential };
  });
  return { ...account, iceServers };
}

export function forgetSecrets({ uri, iceServers }: Account, secrets: SecretStore): void {
  secrets.delete(passwordName(uri));
  for (const index of iceServers.keys()) secrets.delete(credentialName(uri, index));
}
