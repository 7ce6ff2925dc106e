import { useI18n } from 'vue-i18n';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import type { PromiseReply } from '#shared/domain/callback/replies.ts';
import { showToast } from '../../ui/toasts.ts';
import { usePromiseActions } from '../promises/usePromiseActions.ts';
import { usePromiseWords } from '../promises/usePromiseWords.ts';

/** What an agent does about a reply to offered times, and how its times are said. */
export function useReplyActions() {
  const { t } = useI18n();
  const { decide } = usePromiseActions();
  const { windowText } = usePromiseWords();

  function slotText(reply: PromiseReply, place: number, now: number): string {
    const slot = reply.slots[place];
    return slot === undefined ? '' : windowText(slot, now);
  }

  return {
    slotText,
    choose: (row: PromiseRow, { messageId }: PromiseReply, slot: number) =>
      decide(row, { type: 'chosen', messageId, slot }),
    /** Back to where the promise was: the agent is asked instead. */
    async takeBack(row: PromiseRow, { messageId }: PromiseReply): Promise<boolean> {
      const done = await decide(row, { type: 'unchosen', messageId });
      if (done) showToast(t('replies.undone'));
      return done;
    },
    /** The promise is right as it is. */
    async pass(row: PromiseRow, reply: PromiseReply): Promise<boolean> {
      const done = await decide(row, { type: 'passed', messageId: reply.messageId });
      if (done && reply.slot === null) showToast(t('replies.kept'));
      return done;
    },
  };
}
