import type { IeumContract } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import type { SecretFile, SecretStore } from '../secrets.ts';

export interface SecretsServiceOptions {
  readonly announcer: Announcer<IeumContract>;
  readonly secrets: SecretStore;
}

/** See `secretsMethods` in the contract. Who uses secrets listens to `secrets.changed`. */
export function createSecretsService({
  announcer,
  secrets,
}: SecretsServiceOptions): Pick<
  Handlers<IeumContract>,
  'secrets.seal' | 'secrets.open' | 'secrets.remove'
> {
  function withFile(change: (file: SecretFile) => void): { kept: SecretStore['kept'] } {
    if (secrets.file === null) {
      throw new AppError('secrets.keystore', 'The system keeps the secrets.');
    }
    change(secrets.file);
    const { kept } = secrets;
    announcer.emit('secrets.changed', { kept });
    return { kept };
  }

  return {
    'secrets.seal': ({ passphrase }) => withFile((file) => file.seal(passphrase)),
    'secrets.open': ({ passphrase }) => withFile((file) => file.open(passphrase)),
    'secrets.remove': () => withFile((file) => file.remove()),
  };
}
