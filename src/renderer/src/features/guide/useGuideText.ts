import { textOf } from '#shared/domain/script/summary.ts';
import { useGuideStore } from '../../stores/guideStore.ts';
import { useOutboxStore } from '../../stores/outboxStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { useGuideWords } from './useGuideWords.ts';

/** The text after a call, in the words of the script and with its fields filled in. */
export function useGuideText() {
  const guide = useGuideStore();
  const outbox = useOutboxStore();
  const settings = useSettingsStore();
  const { language, promised, time } = useGuideWords();

  /** @throws AppError when it could not be stored */
  async function write(): Promise<void> {
    const { subject, run, script } = guide;
    if (!subject || !run || !script) return;
    guide.flush(run.id);
    const { company } = settings.settings.missedTexts;
    const promisedAt = promised.value?.window.to ?? time.value;
    const words = { company, promisedAt };
    const body = textOf(script, guide.run ?? run, words, Date.now(), language.value);
    const promiseId = promised.value?.id ?? null;
    const to = { ...subject.party, practice: subject.practice };
    await outbox.put(to, { kind: 'hand', callId: subject.callId, promiseId }, body);
    guide.act(run.id, 'text', null);
  }

  return { write };
}
