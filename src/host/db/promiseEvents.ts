import { onlyOnceKey, promiseFactSchema } from '#shared/domain/callback/record.ts';
import { factLog } from './factLog.ts';

export const promiseEvents = factLog({
  ...{ table: 'promise_events', key: 'promiseId', column: 'promise_id' },
  ...{ schema: promiseFactSchema, onlyOnce: onlyOnceKey },
});
