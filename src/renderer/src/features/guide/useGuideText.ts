import { agreedOf, textOf } from '#shared/domain/script/summary.ts';
import { useGuideStore } from '../../stores/guideStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { useComposeFor } from '../composer/useComposeFor.ts';
import { useGuideWords } from './useGuideWords.ts';

/** The text after a call, in the words of the script and with its fields filled in. */
export function useGuideText() {
  const guide = useGuideStore();
  const settings = useSettingsStore();
  const { prepared } = useComposeFor();
  const { language, promised, time } = useGuideWords();

  function write(): void {
    const { subject, run, script } = guide;
    if (!subject || !run || !script) return;
    guide.flush(run.id);
    const { company } = settings.settings.missedTexts;
    const promisedAt = promised.value?.window.to ?? time.value;
    const words = { company, promisedAt };
    const row = guide.run ?? run;
    const now = Date.now();
    const to = { ...subject.party, practice: subject.practice };
    const promiseId = promised.value?.id ?? null;
    prepared(
      to,
      { kind: 'summary', callId: subject.callId, promiseId },
      textOf(script, row, words, now, language.value),
      {
        agreed: agreedOf(script, row, promisedAt, now, language.value),
        topic: script.title[language.value],
        window: promised.value?.window ?? null,
        runId: run.id,
      },
    );
  }

  return { write };
}
