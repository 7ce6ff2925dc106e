/** Keeps passwords. The shell brings one backed by the operating system's keystore. */
export interface SecretStore {
  /** `memory`: gone when the app ends. */
  readonly kept: 'keystore' | 'memory';
  /** Null when there is none, or the keystore no longer gives it out. */
  get(name: string): string | null;
  set(name: string, value: string): void;
  delete(name: string): void;
}

export function createMemorySecrets(): SecretStore {
  const values = new Map<string, string>();
  return {
    kept: 'memory',
    get: (name) => values.get(name) ?? null,
    set: (name, value) => void values.set(name, value),
    delete: (name) => void values.delete(name),
  };
}
