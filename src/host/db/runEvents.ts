import { runFactSchema } from '#shared/domain/script/run.ts';
import { factLog } from './factLog.ts';

export const runEvents = factLog({
  ...{ table: 'run_events', key: 'runId', column: 'run_id', schema: runFactSchema },
});
