import { messageFactSchema } from '#shared/domain/message/record.ts';
import { factLog } from './factLog.ts';

export const messageEvents = factLog({
  ...{ table: 'message_events', key: 'messageId', column: 'message_id' },
  schema: messageFactSchema,
});
