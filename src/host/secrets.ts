import type { SecretKept } from '#shared/domain/secretKept.ts';

/** Keeps passwords. The shell brings one backed by the operating system's keystore, or a sealed file. */
export interface SecretStore {
  readonly kept: SecretKept;
  /** Null when there is none, or it cannot be given out (any more, or yet). */
  get(name: string): string | null;
  set(name: string, value: string): void;
  delete(name: string): void;
  /** The file that a passphrase opens; null where the keystore keeps them, or nothing can. */
  readonly file: SecretFile | null;
}

/** Each throws errors of the file system, and then leaves everything as it was. */
export interface SecretFile {
  /** Puts what is in memory into a file of its own, from now on. */
  seal(passphrase: string): void;
  /** @throws AppError `secrets.passphrase`, `secrets.damaged` */
  open(passphrase: string): void;
  /** Removes the file; what is known stays in memory. */
  remove(): void;
}

export function createMemorySecrets(): SecretStore {
  const values = new Map<string, string>();
  return {
    kept: 'memory',
    get: (name) => values.get(name) ?? null,
    set: (name, value) => void values.set(name, value),
    delete: (name) => void values.delete(name),
    file: null,
  };
}
