import { useI18n } from 'vue-i18n';
import { quietUntil } from '#shared/domain/outbox/quietHours.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import { useOutboxStore } from '../../stores/outboxStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { useReasonWords } from '../availability/useReasonWords.ts';
import { usePromiseWords } from '../promises/usePromiseWords.ts';
import { textStateOf } from './outboxLooks.ts';

/** Texts of the outbox as they are spoken of. */
export function useOutboxWords() {
  const { t } = useI18n();
  const outbox = useOutboxStore();
  const settings = useSettingsStore();
  const { reasonName } = useReasonWords();
  const { pointText } = usePromiseWords();

  const stateOf = (row: TextRow): ReturnType<typeof textStateOf> =>
    textStateOf(row, settings.settings.missedTexts, outbox.now);

  function stateText(row: TextRow): string {
    const state = stateOf(row);
    const until = quietUntil(settings.settings.missedTexts, outbox.now);
    return state === 'held' && until !== null
      ? t('outbox.heldUntil', { time: pointText(until, outbox.now) })
      : t(`outbox.states.${state}`);
  }

  /** What it was written for. */
  function originText({ origin: { kind, reasonId, reasonName: name } }: TextRow): string {
    if (kind !== 'missed' || reasonId === null) return t(`outbox.origins.${kind}`);
    return t('outbox.origins.missed', { reason: reasonName({ id: reasonId, name }) });
  }

  /** Why there is none; empty for one that was written. */
  function whyText({ end }: TextRow): string {
    if (end?.how !== 'declined') return '';
    const kind = t(`outbox.numberKinds.${end.numberKind}`);
    return t(`outbox.declines.${end.why}`, { kind });
  }

  return { stateOf, stateText, originText, whyText };
}
