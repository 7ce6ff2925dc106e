import { computed, reactive, ref } from 'vue';
import type { Ref } from 'vue';
import { applyToRun, backOf, nextOf } from '#shared/domain/script/run.ts';
import type { RunFact, RunRow } from '#shared/domain/script/run.ts';
import { fittingFrom, stepOf } from '#shared/domain/script/script.ts';
import type { Abuse, Script, Step, Tone, Trigger } from '#shared/domain/script/script.ts';
import type { TokenValues } from '#shared/domain/script/words.ts';
import type { TrialCourse } from '../guide/guideCourse.ts';

type BodyOf<F> = F extends RunFact ? Omit<F, 'id' | 'runId' | 'at'> : never;

/** By its id a run begins with another sentence; what is written is read in its order. */
const RUN_ID = '00000000-0000-7000-8000-000000000000';

export interface TrialOptions {
  readonly script: () => Script;
  readonly tone: Ref<Tone>;
  readonly abuse: Ref<Abuse | null>;
  readonly recording: Ref<boolean>;
  readonly language: Ref<'ko' | 'en'>;
  readonly values: () => TokenValues;
}

/**
 * A run of a draft by the rule that runs of calls go by (`applyToRun`), kept by nobody.
 * `begin` starts it anew, at a step or where a cause leads to.
 */
export function useTrialRun({ script, tone, abuse, recording, language, values }: TrialOptions) {
  const row = ref<RunRow | null>(null);
  const turns = ref(new Map<string, number>());
  const own = ref(new Map<string, string>());

  const now = computed(() => ({
    ...{ tone: tone.value, abuse: abuse.value },
    recording: recording.value,
  }));
  const run = computed<RunRow | null>(
    () => row.value && { ...row.value, tone: tone.value, abuse: abuse.value },
  );
  const step = computed<Step | null>(() => {
    const id = run.value?.stepId ?? null;
    return id === null ? null : stepOf(script(), id);
  });

  function apply(body: BodyOf<RunFact>): void {
    const { value: before } = row;
    const runId = before?.id ?? RUN_ID;
    row.value = applyToRun(before, { ...body, id: runId, runId, at: Date.now() }, '');
  }

  /** @param from a step; null: where the script begins for this cause */
  function begin(from: string | null, trigger: Trigger | null): void {
    const { id: scriptId, version, situation, start, entries } = script();
    const wanted = from ?? (trigger === null ? undefined : entries[trigger]) ?? start;
    const first = from === null ? fittingFrom(script(), wanted, now.value)?.id : wanted;
    const { value: known } = row;
    const fields = known?.fields ?? {};
    row.value = null;
    own.value.clear();
    apply({
      ...{ type: 'started', callId: null, practice: true, scriptId, version, situation },
      ...{ by: 'key', trigger, abuse: abuse.value, tone: tone.value },
      stepId: first ?? wanted,
    });
    // What was written down is there again: it need not be typed for every look.
    for (const [fieldId, value] of Object.entries(fields)) apply({ type: 'field', fieldId, value });
  }

  function move(
    how: Extract<RunFact, { type: 'moved' }>['how'],
    to: string | null,
    said: string,
    choiceId: string | null = null,
  ): void {
    if (row.value && !row.value.end) apply({ type: 'moved', how, choiceId, to, said });
  }

  const leave = (how: 'next' | 'skip', said: string): void => {
    if (step.value) move(how, nextOf(script(), step.value, now.value), said);
  };

  function choose(number: number, said: string): void {
    const choice = step.value?.choices[number - 1];
    if (!choice) return;
    move('choice', fittingFrom(script(), choice.to, now.value)?.id ?? null, said, choice.id);
    if (choice.trigger) apply({ type: 'trigger', trigger: choice.trigger });
  }

  function back(): void {
    const to = row.value ? backOf(row.value) : null;
    if (to !== null) move('back', to, '');
  }

  const key = (one: RunRow, at: Step): string => `${one.id} ${at.id}`;
  const turnOf = (one: RunRow, at: Step): number => turns.value.get(key(one, at)) ?? 0;
  function nextVariant(): void {
    if (run.value && step.value) {
      turns.value.set(key(run.value, step.value), turnOf(run.value, step.value) + 1);
    }
  }

  const course: TrialCourse = reactive({
    ...{ subject: null, product: '', run, step, now, language },
    script: computed(script),
    values: computed(values),
    fields: computed(() => run.value?.fields ?? {}),
    next: (said: string) => leave('next', said),
    skip: () => leave('skip', ''),
    ...{ choose, back, turnOf, nextVariant },
    jump: (id: string) => {
      if (stepOf(script(), id) && id !== row.value?.stepId) move('jump', id, '');
    },
    setField: (_: string, fieldId: string, value: string) =>
      apply({ type: 'field', fieldId, value }),
    flush: () => undefined,
    end: () => begin(null, row.value?.trigger ?? null),
    putIntoNote: () => false,
    ownOf: (one: RunRow, at: Step) => own.value.get(key(one, at)) ?? '',
    setOwn: (one: RunRow, at: Step, text: string) => {
      own.value.set(key(one, at), text);
    },
  });
  return { course, begin };
}
