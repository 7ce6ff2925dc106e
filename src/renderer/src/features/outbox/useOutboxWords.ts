import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { quietUntil } from '#shared/domain/outbox/quietHours.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import type { Hold } from '#shared/domain/outbox/holds.ts';
import { useAppStore } from '../../stores/appStore.ts';
import { useOutboxStore } from '../../stores/outboxStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { useReasonWords } from '../availability/useReasonWords.ts';
import { usePromiseWords } from '../promises/usePromiseWords.ts';
import { textStateOf } from './outboxLooks.ts';

/** Texts of the outbox as they are spoken of. */
export function useOutboxWords() {
  const { t, te } = useI18n();
  const app = useAppStore();
  const outbox = useOutboxStore();
  const settings = useSettingsStore();
  const { reasonName } = useReasonWords();
  const { pointText } = usePromiseWords();

  const stateOf = (row: TextRow): ReturnType<typeof textStateOf> =>
    textStateOf(row, settings.settings.missedTexts, outbox.now);

  function stateText(row: TextRow): string {
    const state = stateOf(row);
    const until = quietUntil(settings.settings.missedTexts, outbox.now);
    if (state === 'held' && until !== null) {
      return t('outbox.heldUntil', { time: pointText(until, outbox.now) });
    }
    const by = row.end?.how === 'handed' ? row.end.by : undefined;
    if (by !== undefined) return t(`outbox.handedBy.${by}`);
    const hold = state === 'waiting' ? outbox.holds.get(row.id) : undefined;
    return hold ? holdText(hold) : t(`outbox.states.${state}`);
  }

  /** What keeps it; without a gateway nothing does, and the lead says so. */
  function holdText({ why, until }: { why: Hold; until: number | null }): string {
    const time = until === null ? '' : pointText(until, outbox.now);
    return t(`sending.holds.${why}`, { time });
  }

  /** What is true of all of them: by what they leave, or that they do not. */
  const leadText = computed(() => {
    const { settings: set } = settings;
    const until = quietUntil(set.missedTexts, outbox.now);
    const names = outbox.ways.map(({ name }) => name).join(', ');
    const parts = [
      app.storage?.state === 'volatile' && t('sending.lead.memory'),
      names === '' ? t('outbox.lead') : t('sending.lead.ways', { names }),
      names !== '' &&
        until !== null &&
        t('sending.lead.quiet', { time: pointText(until, outbox.now) }),
      set.line === 'practice' && t('sending.lead.practice'),
    ];
    return parts.filter((part) => part !== false).join(' ');
  });

  /** What it was written for. */
  function originText({ origin: { kind, reasonId, reasonName: name } }: TextRow): string {
    if (kind !== 'missed' || reasonId === null) return t(`outbox.origins.${kind}`);
    return t('outbox.origins.missed', { reason: reasonName({ id: reasonId, name }) });
  }

  /** What is the matter with one that was tried; empty where nothing is. */
  function troubleText({ end, delivery }: TextRow): string {
    const code = end === null ? (delivery?.code ?? null) : null;
    if (code === null) return '';
    const key = code.startsWith('outbox.') ? `sending.codes.${code.slice(7)}` : `${code}`;
    const known = [key, `gateways.codes.${code.slice(8)}`].find((one) => te(one));
    return [known && t(known), delivery?.words].filter((part) => !!part).join(' · ');
  }

  /** Why there is none; empty for one that was written. */
  function whyText({ end }: TextRow): string {
    if (end?.how !== 'declined') return '';
    const kind = t(`outbox.numberKinds.${end.numberKind}`);
    return t(`outbox.declines.${end.why}`, { kind });
  }

  return { stateOf, stateText, leadText, originText, troubleText, whyText };
}
