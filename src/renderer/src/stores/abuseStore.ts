import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Call, Party } from '#shared/domain/call/call.ts';
import { PROTECTED_BREAK } from '#shared/domain/availability/reasons.ts';
import { missingFor, nextRung, pulse, saysLaw } from '#shared/domain/abuse/ladder.ts';
import type { LadderState, Missing, Rung } from '#shared/domain/abuse/ladder.ts';
import { applyToCase, reachedIn } from '#shared/domain/abuse/record.ts';
import type { AbuseDecision, AbuseRow } from '#shared/domain/abuse/record.ts';
import { dayAfter } from '#shared/domain/hours/businessHours.ts';
import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';
import { addressOfWritten } from '#shared/domain/message/thread.ts';
import type { Abuse } from '#shared/domain/script/script.ts';
import { createFactQueue } from '../api/factQueue.ts';
import { newId, useHost } from '../api/host.ts';
import { useAvailabilityStore } from './availabilityStore.ts';
import { useMessageStore } from './messageStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useRecordingStore } from './recordingStore.ts';
import { useSettingsStore } from './settingsStore.ts';

/** How far back the records are shown, in days with today. */
export const SHOWN_DAYS = ['1', '30', '365'] as const;
const LARGEST_BATCH = 100;
/** Milliseconds between two looks at how long a call has been. */
const LOOK_EVERY_MS = 1_000;

type BodyOf<F> = F extends AbuseDecision ? Omit<F, 'id' | 'caseId' | 'at'> : never;
type Body = BodyOf<AbuseDecision>;

/**
 * The cases of abuse that the agent is not done with. What is done is applied here by the host's own
 * rule and stored behind the screen: a key shows the next sentence whether the host answers or not.
 */
export const useAbuseStore = defineStore('abuse', () => {
  const host = useHost();
  const phone = usePhoneStore();
  const recordings = useRecordingStore();
  const settings = useSettingsStore();
  const availability = useAvailabilityStore();
  const messages = useMessageStore();

  const rows = shallowRef<readonly AbuseRow[]>([]);
  const policy = computed(() => settings.settings.abuse);
  /** The panel of which call is open, and which one's end is being given a reason. */
  const openCallId = ref<string | null>(null);
  const endingCallId = ref<string | null>(null);
  /** How often another sentence was asked for, by case and rung. */
  const turns = ref(new Map<string, number>());
  /** Counts the looks at the clock: the time of a call is not reactive. */
  const looks = ref(0);
  /** Counts what may have changed behind the screen, for whoever shows a case of the log. */
  const changes = ref(0);
  /** Not yet stored: what the host says is older than what is shown. */
  let unsent = 0;

  const queue = createFactQueue<AbuseDecision>({
    store: (facts) => host.call('abuse.append', { facts: [...facts] }),
    largestBatch: LARGEST_BATCH,
    unstorable: ['input.invalid', 'abuse.unknown'],
    onUnstorable: ({ type }, error) =>
      phone.warn(`A ${type} fact of a case could not be stored: ${JSON.stringify(error.details)}`),
  });

  async function load(): Promise<void> {
    try {
      const found = await host.call('abuse.open', {});
      changes.value += 1;
      if (unsent === 0) rows.value = found.rows;
    } catch {
      // What is shown stays; the next open line asks again.
    }
  }

  function start(): void {
    host.on('abuse.changed', () => void load());
    host.onState((state) => {
      if (state === 'open') void load();
    });
    watch(
      () => phone.calls.filter(({ answeredAt }) => answeredAt !== null),
      (calls) => {
        for (const call of calls) if (!earlier.value.has(call.id)) void ask(call);
      },
      { immediate: true },
    );
    window.addEventListener('pagehide', () => queue.hurry());
    setInterval(() => {
      if (phone.calls.some(({ answeredAt }) => answeredAt !== null)) looks.value += 1;
    }, LOOK_EVERY_MS);
    void load();
  }

  const ofCall = (callId: string): AbuseRow | null =>
    rows.value.find((row) => row.callId === callId) ?? null;

  /** @returns when the host has stored it */
  async function add(row: AbuseRow | null, caseId: string, body: Body): Promise<void> {
    const fact = { ...body, id: newId(), caseId, at: Date.now() };
    const next = applyToCase(row, fact, '');
    if (next) rows.value = [next, ...rows.value.filter(({ id }) => id !== caseId)];
    unsent += 1;
    await queue.put(fact);
    unsent -= 1;
    if (unsent === 0) await load();
  }

  function talkedMs({ id, answeredAt }: Call): number {
    void looks.value;
    return answeredAt === null ? 0 : Math.max(0, phone.callTime(id) - answeredAt);
  }

  function stateOf(call: Call, row: AbuseRow): LadderState {
    return { kind: row.kind, reached: reachedIn(row), talkedMs: talkedMs(call) };
  }

  /** Only while what is said really goes into a file. */
  const isRecording = (call: Call): boolean => recordings.known(call).phase === 'recording';

  /** By the call: the customer's ladder that broke off before it. */
  const earlier = ref(new Map<string, AbuseRow | null>());

  async function ask({ id: callId, party: { e164, dialled, address } }: Call): Promise<void> {
    earlier.value.set(callId, null);
    try {
      const { row } = await host.call('abuse.earlier', { callId, e164, dialled, address });
      earlier.value.set(callId, row);
    } catch {
      // The ladder begins at its first step.
    }
  }

  /** Goes on where the customer's call before this one broke off. */
  function goOn(call: Call, before: AbuseRow): void {
    const goesOn = { caseId: before.id, reached: [...reachedIn(before)] };
    openCallId.value = call.id;
    void add(null, newId(), { type: 'begun', callId: call.id, kind: before.kind, goesOn });
  }

  function begin(call: Call, kind: Abuse): void {
    const row = ofCall(call.id);
    openCallId.value = call.id;
    if (!row) void add(null, newId(), { type: 'begun', callId: call.id, kind });
    else if (row.kind !== kind) void add(row, row.id, { type: 'kind-changed', kind });
  }

  /** @param said as it was read out */
  function say(call: Call, row: AbuseRow, rung: Rung, said: string): void {
    const law = saysLaw(rung, row.kind, policy.value);
    void add(row, row.id, { type: 'rung', rung, said, recording: isRecording(call), law });
  }

  function override(row: AbuseRow, why: string, missing: Missing): void {
    void add(row, row.id, { type: 'override', why, missing });
  }

  const turnKey = (row: AbuseRow, rung: Rung): string => `${row.id} ${rung}`;

  /** @throws AppError where the host could not keep it */
  async function takeBreak(row: AbuseRow): Promise<void> {
    const minutes = policy.value.breakMinutes;
    await availability.takeBreak(minutes);
    const { span, reserved } = availability;
    const begun = span?.reasonId === PROTECTED_BREAK ? span.until : null;
    const until = begun ?? (reserved ? Date.now() + minutes * 60_000 : null);
    if (until !== null) await add(row, row.id, { type: 'break', until });
  }

  /** @throws AppError when the message could not be stored: then nothing is sent */
  async function tellLead(row: AbuseRow, how: 'message' | 'copied', text: string): Promise<void> {
    const { name, number } = policy.value.lead;
    if (how === 'message') {
      const { e164 } = parsePhoneNumber(number);
      const address = addressOfWritten(number, messages.domain);
      const party: Party = { address, dialled: number, e164, name: name || null, rawName: null };
      await messages.send(party, text);
    }
    await add(row, row.id, { type: 'told-lead', how, name: name || number, text });
  }

  return {
    rows,
    policy,
    openCallId,
    endingCallId,
    changes,
    start,
    ofCall,
    earlierOf: (callId: string): AbuseRow | null => earlier.value.get(callId) ?? null,
    begin,
    goOn,
    say,
    override,
    isRecording,
    talkedMs,
    next: (call: Call, row: AbuseRow) => nextRung(stateOf(call, row), policy.value),
    missing: (call: Call, row: AbuseRow) => missingFor(stateOf(call, row), policy.value),
    pulse: (call: Call) => pulse(talkedMs(call), policy.value),
    turnOf: (row: AbuseRow, rung: Rung): number => turns.value.get(turnKey(row, rung)) ?? 0,
    nextVariant(row: AbuseRow, rung: Rung): void {
      turns.value.set(turnKey(row, rung), (turns.value.get(turnKey(row, rung)) ?? 0) + 1);
    },
    takeBreak,
    tellLead,
    saveReport: (row: AbuseRow, text: string) => add(row, row.id, { type: 'report', text }),
    close: (row: AbuseRow) => add(row, row.id, { type: 'closed' }),
    /** Of a call of the log, done with or not. @throws AppError */
    find: async (callId: string) => (await host.call('abuse.ofCall', { callId })).row,
    /** Those begun in so many days up to now, newest first. @throws AppError */
    since: async (days: (typeof SHOWN_DAYS)[number]) => {
      const to = Date.now() + 1;
      const from = dayAfter(to, 1 - Number(days));
      return (await host.call('abuse.list', { from, to })).rows;
    },
    draft: async (id: string) =>
      (await host.call('abuse.draft', { id, language: settings.settings.language })).text,
    evidence: (id: string, reason: string) =>
      host.call('abuse.evidence', { id, reason, language: settings.settings.language }),
  };
});
