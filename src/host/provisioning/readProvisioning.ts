import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ProvisioningFault } from '#shared/contract/account.ts';
import type { SettingsPatch } from '#shared/contract/settings.ts';
import { accountSchema, userOf } from '#shared/domain/account.ts';
import type { Account } from '#shared/domain/account.ts';
import type { EncryptionPolicy } from '#shared/domain/encryption/policy.ts';
import { hostsOf } from '#shared/domain/certificate/pins.ts';
import type { CertificatePins } from '#shared/domain/certificate/pins.ts';
import { DEFAULT_RETENTION_DAYS, NO_RECORDING } from '#shared/domain/recording/policy.ts';
import { NO_UPDATE_POLICY } from '#shared/domain/update/update.ts';
import type { UpdatePolicy } from '#shared/domain/update/update.ts';
import type { RecordingPolicy } from '#shared/domain/recording/policy.ts';
import { checkProvisioning } from '#shared/domain/provisioning/provisioning.ts';
import type {
  Provisioning,
  ProvisioningFaultCode,
} from '#shared/domain/provisioning/provisioning.ts';
import { parsePositioned } from './positionedJson.ts';
import type { Place, Path } from './positionedJson.ts';

/** What the administrator decided. */
export interface Provisioned {
  readonly account: Account;
  /** Null: the agent types it. */
  readonly password: string | null;
  /** Where the agent has not chosen. */
  readonly defaults: SettingsPatch;
  /** Whatever the agent chose. */
  readonly policy: SettingsPatch;
  readonly recording: RecordingPolicy;
  /** Whether names and numbers may leave as they are; undefined: nothing was said of it. */
  readonly unmaskedExports: boolean | undefined;
  /** Whether the records are encrypted; null: the person decides. */
  readonly encryption: EncryptionPolicy | null;
  readonly pins: CertificatePins;
  readonly updates: UpdatePolicy;
  /** Null: nobody leads here. */
  readonly leadPassphrase: string | null;
  /** The organisation's own notice; null: the one that comes with the app. */
  readonly noticeFile: string | null;
}

export interface ProvisioningResult {
  readonly file: string;
  /** Null as soon as there is one fault: half a file is not what the administrator meant. */
  readonly provisioned: Provisioned | null;
  readonly faults: readonly ProvisioningFault[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

const LARGEST_FILE = 1_048_576;
/** Has to pass through a message of 1 MB as base64. */
const LARGEST_NOTICE = 600_000;
const START: Place = { line: 1, column: 1 };

/** Reads the administrator's file (docs/provisioning.md). Never throws: what is wrong is a fault. */
export function readProvisioning(file: string, env: Environment): ProvisioningResult {
  const faults: ProvisioningFault[] = [];
  const provisioned = read(file, env, faults);
  return { file, provisioned: faults.length === 0 ? provisioned : null, faults };
}

function read(file: string, env: Environment, faults: ProvisioningFault[]): Provisioned | null {
  const text = readText(file);
  if (typeof text !== 'string') {
    faults.push({ ...START, field: '', code: text.code, message: text.message });
    return null;
  }
  const json = parsePositioned(text);
  if (!json.ok) {
    const code: ProvisioningFaultCode = 'json.syntax';
    faults.push({ ...json.place, field: '', code, message: 'This is not JSON from here on.' });
    return null;
  }
  function fault(
    code: ProvisioningFaultCode,
    path: Path,
    message: string,
    place = json.ok ? json.placeOf(path) : START,
  ): void {
    faults.push({ ...place, field: path.join('.'), code, message });
  }

  for (const path of json.duplicates) {
    fault('field.duplicate', path, `${path.join('.')} is given twice.`, json.placeOfName(path));
  }
  const checked = checkProvisioning(json.value);
  if (!checked.ok) {
    for (const { code, path, message, suggestion } of checked.faults) {
      const place = code === 'field.unknown' ? json.placeOfName(path) : json.placeOf(path);
      const found = { ...place, field: path.join('.'), code, message };
      faults.push(suggestion === undefined ? found : { ...found, suggestion });
    }
    return null;
  }
  const password = readPassword(checked.provisioning, dirname(resolve(file)), env);
  if (typeof password === 'object' && password !== null) {
    fault(password.code, ['account', 'passwordFrom', password.field], password.message);
    return null;
  }
  const noticeFile = noticeFileOf(checked.provisioning, dirname(resolve(file)));
  if (typeof noticeFile === 'object' && noticeFile !== null) {
    fault(noticeFile.code, ['policy', 'recording', 'noticeFile'], noticeFile.message);
    return null;
  }
  return toProvisioned(checked.provisioning, password, noticeFile);
}

interface Refusal {
  readonly code: ProvisioningFaultCode;
  readonly message: string;
}

function readText(file: string): string | Refusal {
  let bytes: Buffer;
  try {
    if (statSync(file).size > LARGEST_FILE) {
      return { code: 'file.too-large', message: 'The file is larger than 1 MB.' };
    }
    bytes = readFileSync(file);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? { code: 'file.missing', message: 'There is no such file.' }
      : { code: 'file.unreadable', message: 'The file cannot be read.' };
  }
  try {
    // Drops the byte order mark that Windows editors write.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { code: 'file.encoding', message: 'The file is not UTF-8 text.' };
  }
}

function readPassword(
  { account: { password, passwordFrom } }: Provisioning,
  folder: string,
  env: Environment,
): string | null | (Refusal & { readonly field: 'env' | 'file' }) {
  if (passwordFrom?.env !== undefined) {
    const value = env[passwordFrom.env];
    if (value === undefined) {
      const message = 'The environment variable named here is not set.';
      return { field: 'env', code: 'password.env-missing', message };
    }
    return value === '' ? { field: 'env', ...EMPTY_PASSWORD } : value;
  }
  if (passwordFrom?.file !== undefined) {
    let value: string;
    try {
      value = readFileSync(resolve(folder, passwordFrom.file), 'utf8');
    } catch {
      const message = 'The password file named here cannot be read.';
      return { field: 'file', code: 'password.file-unreadable', message };
    }
    // Editors end a file with a line break; a password does not.
    const trimmed = value.replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
    return trimmed === '' ? { field: 'file', ...EMPTY_PASSWORD } : trimmed;
  }
  return password ?? null;
}

/** Looked at when the app starts: that a notice is missing must not be learned in a call. */
function noticeFileOf({ policy }: Provisioning, folder: string): string | null | Refusal {
  const given = policy?.recording?.noticeFile;
  if (given === undefined) return null;
  const path = resolve(folder, given);
  try {
    accessSync(path, constants.R_OK);
    const found = statSync(path);
    if (found.isFile() && found.size > 0 && found.size <= LARGEST_NOTICE) return path;
    if (found.size > LARGEST_NOTICE) {
      return { code: 'notice.too-large', message: 'The notice is larger than 600 kB.' };
    }
  } catch {
    // Said below, like an empty file or a folder.
  }
  return { code: 'notice.file-unreadable', message: 'The notice named here cannot be read.' };
}

const EMPTY_PASSWORD: Refusal = { code: 'password.empty', message: 'The password is empty.' };

function toProvisioned(
  { account: given, language, theme, policy, pbx }: Provisioning,
  password: string | null,
  noticeFile: string | null,
): Provisioned {
  const { password: _password, passwordFrom: _passwordFrom, certificatePins, ...rest } = given;
  const { recording, exports, lead, updates, storage, ...settings } = policy ?? {};
  return {
    account: accountSchema.parse({ authorizationUser: userOf(given.uri), ...rest }),
    password,
    defaults: {
      // An account that the administrator has set up is the line to be on.
      line: 'account',
      ...(language === undefined ? {} : { language }),
      ...(theme === undefined ? {} : { theme }),
    },
    policy: { ...settings, ...pbx },
    recording: recording
      ? {
          mode: recording.mode,
          notice: recording.notice ?? NO_RECORDING.notice,
          noticeText: recording.noticeText ?? null,
          retentionDays: recording.retentionDays ?? DEFAULT_RETENTION_DAYS,
        }
      : NO_RECORDING,
    unmaskedExports: exports?.unmasked,
    encryption: storage?.encryption ?? null,
    pins: { hosts: hostsOf(given.servers), pins: certificatePins ?? [] },
    updates: {
      enabled: updates?.enabled ?? NO_UPDATE_POLICY.enabled,
      url: updates?.url ?? NO_UPDATE_POLICY.url,
    },
    leadPassphrase: lead?.passphrase ?? null,
    noticeFile,
  };
}
