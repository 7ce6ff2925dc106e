import { statSync } from 'node:fs';
import { arch, platform, release } from 'node:os';
import type { Capabilities } from '#shared/contract/app.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { maskNumbers } from '#shared/domain/privacy/maskNumber.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import { databasePath } from '../db/files.ts';
import type { Storage } from '../db/storage.ts';
import type { LogTail } from '../logTail.ts';

export interface SupportServiceOptions {
  readonly storage: Storage;
  readonly clock: () => number;
  readonly startedAt: number;
  readonly version: string;
  readonly dataDir: string;
  readonly capabilities: Capabilities;
  readonly logTail: LogTail;
}

type SupportHandlers = Pick<Handlers<IeumContract>, 'support.report'>;

export function createSupportService(options: SupportServiceOptions): SupportHandlers {
  const { storage, clock, startedAt, version, dataDir, capabilities, logTail } = options;
  return {
    'support.report': () => ({
      at: clock(),
      startedAt,
      version,
      node: process.versions.node,
      sqlite:
        orNull(() =>
          storage.read((db) => String(db.prepare('SELECT sqlite_version()').pluck().get())),
        ) ?? '?',
      system: `${platform()} ${arch()} ${release()}`,
      shell: capabilities.shell,
      storage: { state: storage.health.state, code: storage.health.code },
      databaseBytes: orNull(() => statSync(databasePath(dataDir)).size),
      calls: orNull(() =>
        storage.read((db) => Number(db.prepare('SELECT count(*) FROM calls').pluck().get())),
      ),
      log: logTail.lines().map((line) => withoutHome(maskNumbers(line))),
    }),
  };
}

/** A bundle is asked for when something is wrong: what cannot be told now is left out. */
function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** The home folder's name is mostly a person's. */
function withoutHome(line: string): string {
  return line.replace(/((?:\/home|\/Users|\\\\Users)[/\\]+)[^/\\"]+/g, '$1(user)');
}
