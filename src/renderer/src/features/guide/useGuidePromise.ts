import type { PromiseWindow } from '#shared/domain/callback/promiseWindow.ts';
import { fieldOfMoment } from '#shared/domain/script/spokenTime.ts';
import { filledIn } from '#shared/domain/script/summary.ts';
import { useGuideStore } from '../../stores/guideStore.ts';
import { usePromiseStore } from '../../stores/promiseStore.ts';
import { usePromiseForm } from '../promises/usePromiseForm.ts';
import type { PromiseAbout } from '../promises/usePromiseForm.ts';
import { windowUntil } from './guideTimes.ts';
import { useGuideWords } from './useGuideWords.ts';

const LONGEST_TOPIC = 200;
const LONGEST_NOTE = 2_000;

/** 확인하고 {시각}에 전화드리겠습니다: what is said becomes the promise in the same step. */
export function useGuidePromise() {
  const guide = useGuideStore();
  const promises = usePromiseStore();
  const { promiseFrom } = usePromiseForm();
  const { promised, time, timeField, inLanguage } = useGuideWords();

  function about(): { whom: PromiseAbout; topic: string; note: string } | null {
    const { subject, run, script } = guide;
    if (!subject || !run || !script) return null;
    guide.flush(run.id);
    const { address, dialled, e164, name } = subject.party;
    const origin = { kind: 'script', callId: subject.callId, messageId: null } as const;
    const topic = filledIn(script, guide.run ?? run, 'problem') || inLanguage(script.title);
    return {
      whom: { address, dialled, e164, name, practice: subject.practice, origin },
      topic: topic.slice(0, LONGEST_TOPIC),
      note: guide.blockOf(run.id).slice(0, LONGEST_NOTE),
    };
  }

  function keep(runId: string, id: string, at: number): void {
    if (timeField.value) guide.setField(runId, timeField.value.id, fieldOfMoment(at));
    guide.act(runId, 'promise', id);
  }

  /**
   * Made at once, or moved to another time when there is one of this run.
   * @param at epoch milliseconds
   * @throws AppError when it could not be stored
   */
  async function promiseAt(at: number): Promise<void> {
    const { run } = guide;
    const window = windowUntil(at, Date.now());
    const made = about();
    if (!run || !made || !window) return;
    const before = promised.value;
    if (before) {
      await promises.decide(before, { type: 'rescheduled', window, reason: '' });
      keep(run.id, before.id, at);
      return;
    }
    const { whom, topic, note } = made;
    const id = await promises.make({
      ...whom,
      ...{ topic, note, urgency: 'normal', window, owner: null, channel: 'phone' },
      cryAt: Date.now(),
    });
    keep(run.id, id, at);
  }

  /** @throws AppError when it could not be stored */
  async function takeBack(): Promise<void> {
    const { run } = guide;
    const row = promised.value;
    if (!run || !row) return;
    await promises.decide(row, { type: 'closed', reason: 'other', words: '' });
    promises.dismissUndo();
    if (timeField.value) {
      guide.setField(run.id, timeField.value.id, '');
      guide.flush(run.id);
    }
  }

  /** At another time, with more to it. */
  function openForm(): void {
    const { run } = guide;
    const made = about();
    if (!run || !made) return;
    const { whom, topic, note } = made;
    const window: PromiseWindow | null =
      time.value === null ? null : windowUntil(time.value, Date.now());
    promiseFrom({
      ...whom,
      known: { topic, note, window },
      made: (id, { to }) => keep(run.id, id, to),
    });
  }

  return { promised, promiseAt, takeBack, openForm };
}
