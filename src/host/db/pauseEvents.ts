import { onlyOnceKey, pauseFactSchema } from '#shared/domain/pause/record.ts';
import { factLog } from './factLog.ts';

export const pauseEvents = factLog({
  ...{ table: 'pause_events', key: 'pauseId', column: 'pause_id' },
  ...{ schema: pauseFactSchema, onlyOnce: onlyOnceKey },
});
