import { useI18n } from 'vue-i18n';
import type { Treated } from '#shared/domain/treatment/treated.ts';
import { useReasonWords } from './useReasonWords.ts';

/** What was done about a call while the agent was away, in a sentence. */
export function useTreatedWords(): { treatedText: (treated: Treated) => string } {
  const { t } = useI18n();
  const { reasonName } = useReasonWords();
  return {
    treatedText: ({ treatment, reasonId: id, reasonName: name, forwardTo }) =>
      t(`away.treated.${treatment}`, { reason: reasonName({ id, name }), to: forwardTo ?? '' }),
  };
}
