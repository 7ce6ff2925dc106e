import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { SafeStorage } from 'electron';
import type { Log } from '#host/log.ts';
import { createSealedSecrets } from '#host/sealedSecrets.ts';
import type { SecretStore } from '#host/secrets.ts';

/**
 * The parts of `safeStorage` used here. The newer asynchronous ones are left alone until it is
 * known, for each system, that they never fall back to a key anybody can read.
 */
export type Keystore = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
>;

/** Without a keyring Chromium encrypts with a password that is in its source, which hides nothing. */
const UNSAFE_BACKENDS: readonly string[] = ['basic_text', 'unknown'];

interface SecretFile {
  readonly version: 1;
  readonly secrets: Readonly<Record<string, string>>;
}

/**
 * Secrets encrypted by the operating system's keystore, in a file only the user can read. Where
 * the system has none worth the name they are kept in memory, and on wish in a file that a passphrase
 * opens: a password asked for again is better than one anybody can read.
 *
 * Only after the app is ready: before, the keystore always says that it is not available.
 */
export function openSecrets(
  keystore: Keystore,
  path: string,
  log: Log,
  platform: NodeJS.Platform = process.platform,
): SecretStore {
  const refusal = refusalOf(keystore, platform);
  if (refusal !== null) {
    log.warn('the system keeps no passwords', { reason: refusal });
    return createSealedSecrets(`${path}.sealed`);
  }
  return createFileSecrets(keystore, path, log);
}

function refusalOf(keystore: Keystore, platform: NodeJS.Platform): string | null {
  if (!keystore.isEncryptionAvailable()) return 'the system offers no encryption';
  if (platform !== 'linux') return null;
  const backend = keystore.getSelectedStorageBackend();
  return UNSAFE_BACKENDS.includes(backend) ? `the keyring is ${backend}` : null;
}

function createFileSecrets(keystore: Keystore, path: string, log: Log): SecretStore {
  function write(secrets: SecretFile['secrets']): void {
    const file: SecretFile = { version: 1, secrets };
    const temporary = `${path}.new`;
    // Removed first: an old one would keep its own mode.
    rmSync(temporary, { force: true });
    writeFileSync(temporary, JSON.stringify(file), { mode: 0o600, flag: 'wx', flush: true });
    renameSync(temporary, path);
  }

  function read(): SecretFile['secrets'] {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        log.error('the secrets file cannot be read', {
          code: (error as NodeJS.ErrnoException).code,
        });
      }
      return {};
    }
    const secrets = parse(text);
    if (secrets === null) log.error('the secrets file is damaged');
    return secrets ?? {};
  }

  return {
    kept: 'keystore',
    file: null,
    get(name) {
      const secrets = read();
      const encrypted = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
      if (encrypted === undefined) return null;
      try {
        return keystore.decryptString(Buffer.from(encrypted, 'base64'));
      } catch {
        // The keyring was reset, or the file comes from another computer.
        log.warn('the keystore no longer gives out a secret');
        return null;
      }
    },
    set(name, value) {
      write({ ...read(), [name]: keystore.encryptString(value).toString('base64') });
    },
    delete(name) {
      const { [name]: gone, ...rest } = read();
      if (gone !== undefined) write(rest);
    },
  };
}

function parse(text: string): SecretFile['secrets'] | null {
  try {
    const file = JSON.parse(text) as Partial<SecretFile> | null;
    const secrets: unknown = file?.version === 1 ? file.secrets : undefined;
    if (typeof secrets !== 'object' || secrets === null) return null;
    const entries = Object.entries(secrets).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return Object.fromEntries(entries);
  } catch {
    return null;
  }
}
