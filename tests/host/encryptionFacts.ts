import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createMemorySecrets } from '#host/secrets.ts';
import type { SecretStore } from '#host/secrets.ts';

/** A keystore as the shell brings one, in memory. */
export const keystoreSecrets = (): SecretStore => ({ ...createMemorySecrets(), kept: 'keystore' });

/** One that outlives its process, as the keystore of a system does. */
export function fileSecrets(path: string): SecretStore {
  const read = (): Record<string, string> =>
    existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {};
  const write = (values: Record<string, string>): void => {
    writeFileSync(`${path}.new`, JSON.stringify(values), { flush: true });
    renameSync(`${path}.new`, path);
  };
  return {
    kept: 'keystore',
    file: null,
    get: (name) => read()[name] ?? null,
    set: (name, value) => write({ ...read(), [name]: value }),
    delete: (name) => {
      const { [name]: _gone, ...rest } = read();
      write(rest);
    },
  };
}
