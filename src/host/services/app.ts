import type { IeumContract } from '#shared/contract/index.ts';
import type { Capabilities } from '#shared/contract/app.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import type { Storage } from '../db/storage.ts';
import type { Log } from '../log.ts';
import { withoutUnseenCharacters } from '#shared/domain/text/unsafeCharacters.ts';

export interface AppServiceOptions {
  readonly storage: Storage;
  readonly log: Log;
  readonly version: string;
  readonly startedAt: number;
  readonly dataDir: string;
  readonly capabilities: Capabilities;
}

type AppHandlers = Pick<Handlers<IeumContract>, 'app.info' | 'app.retryStorage' | 'app.log'>;

export function createAppService(options: AppServiceOptions): AppHandlers {
  const { storage, log, version, startedAt, dataDir, capabilities } = options;
  return {
    'app.info': () => ({
      version,
      startedAt,
      dataDir,
      agentId: storage.agentId,
      capabilities,
      storage: storage.health,
      interruptedAtStart: storage.interruptedAtStart,
    }),
    'app.retryStorage': () => storage.retry(),
    'app.log': ({ level, message }, connection) => {
      log[level]('page', { page: connection.id, message: withoutUnseenCharacters(message) });
      return {};
    },
  };
}
