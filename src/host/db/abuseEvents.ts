import { abuseFactSchema, onlyOnceKey } from '#shared/domain/abuse/record.ts';
import { factLog } from './factLog.ts';

export const abuseEvents = factLog({
  ...{ table: 'abuse_events', key: 'caseId', column: 'case_id' },
  ...{ schema: abuseFactSchema, onlyOnce: onlyOnceKey },
});
