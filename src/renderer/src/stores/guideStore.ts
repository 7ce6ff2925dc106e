import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { IeumContract } from '#shared/contract/index.ts';
import type { Party } from '#shared/domain/call/call.ts';
import { applyToRun, backOf, nextOf } from '#shared/domain/script/run.ts';
import type { RunFact, RunRow } from '#shared/domain/script/run.ts';
import { fittingFrom, stepOf } from '#shared/domain/script/script.ts';
import type {
  Abuse,
  Action,
  Circumstances,
  Script,
  Step,
  Tone,
  Trigger,
} from '#shared/domain/script/script.ts';
import {
  PRODUCT_FIELD,
  productIn,
  noteOf,
  noteWith,
  noteWithout,
} from '#shared/domain/script/summary.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { createFactQueue } from '../api/factQueue.ts';
import type { QueueState } from '../api/factQueue.ts';
import { newId, useHost } from '../api/host.ts';
import { useCallerStore } from './callerStore.ts';
import { useNoteStore } from './noteStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useRecordingStore } from './recordingStore.ts';
import { useSettingsStore } from './settingsStore.ts';

/** Milliseconds without a key until what was typed is stored. */
const PAUSE_MS = 700;
const LARGEST_BATCH = 100;
const LONGEST_FIELD = 2_000;
const LONGEST_NOTE = 10_000;

/** Who is guided about: the call that is shown, or one that broke off with the page. */
export interface GuideSubject {
  readonly callId: string;
  readonly party: Pick<Party, 'address' | 'dialled' | 'e164' | 'name'>;
  readonly practice: boolean;
}

export interface StartOf {
  readonly script: Script;
  readonly by: Extract<RunFact, { type: 'started' }>['by'];
  readonly trigger?: Trigger | null;
  readonly abuse?: Abuse | null;
}

type BodyOf<F> = F extends RunFact ? Omit<F, 'id' | 'runId' | 'at'> : never;
type Body = BodyOf<RunFact>;

/**
 * The scripts and the runs of them. Scripts are read before anybody needs them, and what happens in
 * a run is applied here by the host's own rule and stored behind the screen: a key shows the next
 * sentence whether the host answers or not.
 */
export const useGuideStore = defineStore('guide', () => {
  const host = useHost();
  const phone = usePhoneStore();
  const callers = useCallerStore();
  const settings = useSettingsStore();
  const notes = useNoteStore();
  const recordings = useRecordingStore();

  const scripts = shallowRef<readonly Script[]>([]);
  /** Files that are not used, and why. */
  const refused = shallowRef<OutputOf<IeumContract, 'scripts.list'>['refused']>([]);
  /** Every version that a run here goes by, `id@version`: a newer one changes no sentence in a call. */
  const versions = shallowRef<ReadonlyMap<string, Script>>(new Map());
  const rows = shallowRef<ReadonlyMap<string, RunRow>>(new Map());
  const typed = shallowRef<ReadonlyMap<string, string>>(new Map());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Whether the panel is open, by the call. */
  const panels = ref(new Map<string, boolean>());
  /** How often another sentence was asked for, by run and step. */
  const turns = ref(new Map<string, number>());
  /** Sentences of the agent's own, by run and step. They are stored as what was said there. */
  const own = ref(new Map<string, string>());
  /** What was put into the note of the call, by the run. */
  const inNote = shallowRef<ReadonlyMap<string, string>>(new Map());
  const resumed = shallowRef<GuideSubject | null>(null);
  const tone = ref<Tone>('emotional');
  const records = shallowRef<QueueState>({ state: 'saved' });
  /** Counts the wishes of the agent to have the panel's keys. */
  const focusWishes = ref(0);

  const queue = createFactQueue<RunFact>({
    store: (facts) => host.call('runs.append', { facts: [...facts] }),
    largestBatch: LARGEST_BATCH,
    unstorable: ['input.invalid', 'run.unknown'],
    onUnstorable: ({ type }, error) =>
      phone.warn(`A ${type} fact of a run could not be stored: ${JSON.stringify(error.details)}`),
  });
  queue.onState((state) => (records.value = state));

  const subject = computed<GuideSubject | null>(() => {
    const onLine = callers.subject;
    // Whoever is asked about a customer is told of that customer's run.
    const call = phone.calls.find(({ id }) => id === onLine?.consultFor) ?? onLine;
    if (!call) return resumed.value;
    if (call.phase === 'offered') return null;
    return { callId: call.id, party: call.party, practice: call.practice };
  });
  const run = computed(() => (subject.value ? runOf(subject.value.callId) : null));
  const script = computed(() => (run.value ? scriptOf(run.value) : null));
  const step = computed(() => {
    const id = run.value?.stepId ?? null;
    return script.value && id !== null ? stepOf(script.value, id) : null;
  });
  /** As things stand for the sentences of the run that is shown. */
  const now = computed<Circumstances>(() => circumstancesOf(run.value));
  const isOpen = computed(() => {
    const { value } = subject;
    return value !== null && (panels.value.get(value.callId) ?? run.value !== null);
  });

  /** The newest of a call. */
  function runOf(callId: string): RunRow | null {
    return [...rows.value.values()].findLast((row) => row.callId === callId) ?? null;
  }

  function scriptOf({ scriptId, version }: RunRow): Script | null {
    return versions.value.get(`${scriptId}@${version}`) ?? null;
  }

  function circumstancesOf(row: RunRow | null): Circumstances {
    const call = phone.calls.find(({ id }) => id === row?.callId);
    const recording = call !== undefined && recordings.known(call).phase === 'recording';
    return { tone: row?.tone ?? tone.value, abuse: row?.abuse ?? null, recording };
  }

  function know(found: readonly Script[]): void {
    const next = new Map(versions.value);
    for (const one of found) next.set(`${one.id}@${one.version}`, one);
    versions.value = next;
  }

  async function loadScripts(): Promise<void> {
    try {
      const { scripts: found, refused: faulty } = await host.call('scripts.list', {});
      know(found);
      scripts.value = found;
      refused.value = faulty;
    } catch {
      // What was there stays; the next open line asks again.
    }
  }

  /** Where the agent was when the page went away. What is known here is never older. */
  async function loadRuns(): Promise<void> {
    try {
      const found = (await host.call('runs.open', {})).rows.filter(({ id }) => !rows.value.has(id));
      const next = new Map(rows.value);
      for (const row of found.toReversed()) next.set(row.id, row);
      rows.value = next;
      for (const row of found) await resume(row);
    } catch {
      // As above.
    }
  }

  async function resume(row: RunRow): Promise<void> {
    if (!scriptOf(row)) {
      const { scriptId: id, version } = row;
      know([await host.call('scripts.version', { id, version })]);
    }
    tone.value = row.tone;
    const { callId } = row;
    if (callId === null || resumed.value || phone.calls.some(({ id }) => id === callId)) return;
    const { row: call } = await host.call('calls.get', { id: callId });
    const { address, dialled, e164, name, practice, note } = call;
    notes.know(callId, note);
    resumed.value = { callId, party: { address, dialled, e164, name }, practice };
  }

  function start(): void {
    host.on('scripts.changed', () => void loadScripts());
    host.onState((state) => {
      if (state === 'open') void loadScripts().then(loadRuns);
    });
    watch(
      () => phone.calls.map(({ id }) => id),
      (ids, before) => {
        for (const id of before) if (!ids.includes(id)) onCallOver(id);
      },
    );
    window.addEventListener('pagehide', () => {
      flushAll();
      queue.hurry();
    });
    void loadScripts().then(loadRuns);
  }

  /** What was typed is not lost with the call; what the agent has written stays as it is. */
  function onCallOver(callId: string): void {
    const row = runOf(callId);
    if (!row || row.end) return;
    flush(row.id);
    putIntoNote(row.id);
    apply(row.id, { type: 'ended', how: row.stepId === null ? 'finished' : 'call-over' });
  }

  function apply(runId: string, body: Body): void {
    const fact = { ...body, id: newId(), runId, at: Date.now() };
    // Whose it is the host knows; nothing on the screen asks.
    const next = applyToRun(rows.value.get(runId) ?? null, fact, '');
    if (next) rows.value = new Map(rows.value).set(runId, next);
    void queue.put(fact);
  }

  /** Of the subject. @returns whether there is somebody to begin it with */
  function begin({ script: chosen, by, trigger = null, abuse = null }: StartOf): boolean {
    const about = subject.value;
    const at = { tone: tone.value, abuse, recording: now.value.recording };
    const entry = (trigger === null ? undefined : chosen.entries[trigger]) ?? chosen.start;
    const first = fittingFrom(chosen, entry, at);
    if (!about || !first) return false;
    const before = run.value;
    if (before && !before.end) finish(before, 'left');
    apply(newId(), {
      ...{ type: 'started', callId: about.callId, practice: about.practice },
      ...{ scriptId: chosen.id, version: chosen.version, situation: chosen.situation },
      ...{ by, trigger, abuse, tone: tone.value, stepId: first.id },
    });
    panels.value.set(about.callId, true);
    return true;
  }

  /** What was said is what stood there, in the words that were read. */
  function move(
    how: Extract<Body, { type: 'moved' }>['how'],
    to: string | null,
    said: string,
    choiceId: string | null = null,
  ): void {
    const row = run.value;
    if (!row || row.end) return;
    flush(row.id);
    apply(row.id, { type: 'moved', how, choiceId, to, said: said.slice(0, LONGEST_FIELD) });
    // A simulated customer answers to what was said.
    if (row.callId !== null && row.stepId !== null) phone.guided(row.callId, row.stepId, how);
  }

  function leave(how: 'next' | 'skip', said: string): void {
    if (!script.value || !step.value) return;
    move(how, nextOf(script.value, step.value, now.value), how === 'skip' ? '' : said);
  }

  /** @param number from 1, as on the key */
  function choose(number: number, said: string): void {
    const choice = step.value?.choices[number - 1];
    const row = run.value;
    if (!choice || !script.value || !row || row.end) return;
    const to = fittingFrom(script.value, choice.to, now.value)?.id ?? null;
    move('choice', to, said, choice.id);
    if (choice.trigger) apply(row.id, { type: 'trigger', trigger: choice.trigger });
  }

  function back(): void {
    const to = run.value ? backOf(run.value) : null;
    if (to !== null) move('back', to, '');
  }

  function jump(stepId: string): void {
    if (script.value && stepOf(script.value, stepId) && stepId !== run.value?.stepId) {
      move('jump', stepId, '');
    }
  }

  function setTone(wanted: Tone): void {
    tone.value = wanted;
    const row = run.value;
    if (row && !row.end && row.tone !== wanted) apply(row.id, { type: 'tone', tone: wanted });
  }

  const placeOf = (runId: string, fieldId: string): string => `${runId} ${fieldId}`;

  /** Kept as it is typed; stored after a short pause and on leaving. */
  function setField(runId: string, fieldId: string, value: string): void {
    const place = placeOf(runId, fieldId);
    typed.value = new Map(typed.value).set(place, value.slice(0, LONGEST_FIELD));
    clearTimeout(timers.get(place));
    timers.set(
      place,
      setTimeout(() => flush(runId), PAUSE_MS),
    );
  }

  function flush(runId: string): void {
    const rest = new Map(typed.value);
    for (const [place, value] of typed.value) {
      const [id = '', fieldId = ''] = place.split(' ');
      if (id !== runId) continue;
      clearTimeout(timers.get(place));
      rest.delete(place);
      if ((rows.value.get(id)?.fields[fieldId] ?? '') !== value) {
        apply(id, { type: 'field', fieldId, value });
      }
    }
    typed.value = rest;
  }

  function flushAll(): void {
    for (const id of rows.value.keys()) flush(id);
  }

  /** With what is being typed. */
  const fields = computed<Readonly<Record<string, string>>>(() => {
    const row = run.value;
    if (!row) return {};
    const mine = [...typed.value].flatMap(([place, value]) =>
      place.startsWith(`${row.id} `) ? [[place.slice(row.id.length + 1), value] as const] : [],
    );
    return { ...row.fields, ...Object.fromEntries(mine) };
  });

  /** What the trouble is with, as it was written in this run or in one before it in the same call. */
  const product = computed(() => {
    const callId = run.value?.callId ?? null;
    const ofCall = [...rows.value.values()].filter((row) => row.callId === callId);
    const before = callId === null ? undefined : ofCall.findLast((row) => productIn(row) !== '');
    return fields.value[PRODUCT_FIELD]?.trim() || (before ? productIn(before) : '');
  });

  /** What was answered in the runs of a call, as it stands. */
  const answersIn = (callId: string): readonly string[] =>
    [...rows.value.values()]
      .filter((row) => row.callId === callId)
      .flatMap((row) => Object.values(row.fields));

  function act(runId: string, action: Action, reference: string | null): void {
    flush(runId);
    apply(runId, { type: 'acted', action, ref: reference });
  }

  function finish(row: RunRow, how: 'finished' | 'left'): void {
    flush(row.id);
    if (!row.end) apply(row.id, { type: 'ended', how });
    if (resumed.value?.callId === row.callId) resumed.value = null;
  }

  /** Ends the run that is shown and puts the panel away. */
  function end(): void {
    const row = run.value;
    if (!row) return;
    const about = subject.value;
    finish(row, row.stepId === null ? 'finished' : 'left');
    if (about) panels.value.set(about.callId, false);
  }

  const blockOf = (runId: string): string => {
    const row = rows.value.get(runId);
    const by = row && scriptOf(row);
    return row && by ? noteOf(by, row, Date.now(), settings.settings.language) : '';
  };

  /** @returns whether it stands in the note now; what was written there is left as it is */
  function putIntoNote(runId: string): boolean {
    flush(runId);
    const callId = rows.value.get(runId)?.callId;
    const block = blockOf(runId);
    if (callId == null || block === '') return false;
    const before = notes.of(callId)?.text ?? '';
    const after = noteWith(before, block, inNote.value.get(runId) ?? null);
    if (after.length > LONGEST_NOTE) return false;
    if (after !== before) notes.edit(callId, after);
    inNote.value = new Map(inNote.value).set(runId, block);
    return true;
  }

  function takeOutOfNote(runId: string): void {
    const callId = rows.value.get(runId)?.callId;
    const block = inNote.value.get(runId);
    if (callId == null || block === undefined) return;
    notes.edit(callId, noteWithout(notes.of(callId)?.text ?? '', block));
    const rest = new Map(inNote.value);
    rest.delete(runId);
    inNote.value = rest;
  }

  function setOpen(open: boolean): void {
    if (subject.value) panels.value.set(subject.value.callId, open);
  }

  const turnOf = (row: RunRow, at: Step): number => turns.value.get(`${row.id} ${at.id}`) ?? 0;

  const ownKey = (row: RunRow, at: Step): string => `${row.id} ${at.id}`;
  /** What the agent would rather say in a step; empty: what the script says. */
  const ownOf = (row: RunRow, at: Step): string => own.value.get(ownKey(row, at)) ?? '';
  function setOwn(row: RunRow, at: Step, text: string): void {
    own.value.set(ownKey(row, at), text);
  }

  function nextVariant(): void {
    if (!run.value || !step.value) return;
    turns.value.set(`${run.value.id} ${step.value.id}`, turnOf(run.value, step.value) + 1);
  }

  return {
    scripts,
    refused,
    records,
    subject,
    run,
    script,
    step,
    now,
    tone,
    fields,
    product,
    isOpen,
    focusWishes,
    resumed,
    start,
    begin,
    next: (said: string) => leave('next', said),
    skip: () => leave('skip', ''),
    choose,
    back,
    jump,
    setTone,
    setField,
    flush,
    answersIn,
    act,
    end,
    setOpen,
    turnOf,
    nextVariant,
    ownOf,
    setOwn,
    blockOf,
    isInNote: (runId: string): boolean => {
      const block = inNote.value.get(runId);
      return block !== undefined && block === blockOf(runId);
    },
    putIntoNote,
    takeOutOfNote,
  };
});
