import { defineStore } from 'pinia';
import { computed, markRaw, ref, shallowRef, watch } from 'vue';
import type { AttendantEvent, Call, Command, Party } from '#shared/domain/call/call.ts';
import type { FactBody } from '#shared/domain/call/effects.ts';
import { allowedCommands } from '#shared/domain/call/transition.ts';
import type { LineState } from '#shared/domain/line/lineState.ts';
import { houseNames } from '#shared/domain/pbx/callerWay.ts';
import type { Visit } from '#shared/domain/script/run.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import type { CallQuality } from '#shared/domain/quality/callQuality.ts';
import { dialString, parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';
import type { DialString } from '#shared/domain/phone-number/phoneNumber.ts';
import { newId, useHost } from '../api/host.ts';
import { CallCenter } from '../phone/callCenter.ts';
import type { CallCenterDeps, Notice } from '../phone/callCenter.ts';
import { dialogMemory } from '../phone/dialogMemory.ts';
import { createPhones } from '../phone/phones.ts';
import type { PhonePort } from '../phone/port.ts';
import type { Caption, Practice } from '../phone/traineeView.ts';
import { createRecorder } from '../phone/recorder.ts';
import type { RecorderState } from '../phone/recorder.ts';
import { useAccountStore } from './accountStore.ts';
import { useAppStore } from './appStore.ts';
import { useMessageStore } from './messageStore.ts';
import { useAudioStore } from './audioStore.ts';
import { useOutboundStore } from './outboundStore.ts';
import type { Decision } from '#shared/domain/outbound-policy/policy.ts';
import { useSettingsStore } from './settingsStore.ts';

/** `confirm`: nothing yet, the agent is asked first; see `outboundStore.ts`. */
export type DialRefusal =
  Extract<DialString, { ok: false }>['reason'] | 'no-line' | 'denied' | 'confirm';

export interface Consultation {
  readonly customer: Call;
  readonly consult: Call;
}

const LINE_STATES_KEPT = 100;

/** How many captions stay on the screen. */
const CAPTIONS_KEPT = 30;

/** The phone of this page: which exchange it is on, the calls there are, what can be done. */
export const usePhoneStore = defineStore('phone', () => {
  const host = useHost();
  const app = useAppStore();
  const settings = useSettingsStore();
  const account = useAccountStore();
  const audio = useAudioStore();
  const messages = useMessageStore();
  const outbound = useOutboundStore();

  const line = shallowRef<LineState>({ state: 'off' });
  /** For a support bundle, newest last. */
  const lineHistory: { readonly at: number; readonly state: LineState }[] = [];
  const calls = shallowRef<readonly Call[]>([]);
  /** The call that ended last, for the line that says why. */
  const lastEnded = shallowRef<Call | null>(null);
  const notice = shallowRef<Notice | null>(null);
  /** Of each call that is being talked on, by its id; there from its first second on. */
  const quality = shallowRef<ReadonlyMap<string, CallQuality>>(new Map());
  const records = shallowRef<RecorderState>({ state: 'saved' });
  /** Calls of a flood that were told busy without ringing. */
  const floodRefused = ref(0);
  const captions = ref<Caption[]>([]);
  const practice = shallowRef<Practice | null>(null);
  /** `practice.*`: why the simulated customer cannot be heard, for example. */
  const practiceTrouble = ref<string | null>(null);
  const dialText = ref('');

  function log(level: 'info' | 'warn', message: string): void {
    host.call('app.log', { level, message: message.slice(0, 2_000) }).catch(() => undefined);
  }

  const recorder = createRecorder(host, Date.now, (factType, error) =>
    log('warn', `A ${factType} fact could not be stored: ${JSON.stringify(error.details)}`),
  );
  recorder.onState((state) => (records.value = state));

  /** What becomes of a call while the agent is away: `stores/treatmentStore.ts`. */
  let whileAway: Pick<CallCenterDeps, 'treat' | 'attendanceFor'> | null = null;

  const center = markRaw(
    new CallCenter({
      newId,
      wallNow: Date.now,
      monotonicNow: () => performance.now(),
      later: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      signals: audio.signals,
      record: (fact) => void recorder.record(fact),
      log: (message) => log('info', message),
      treat: (party) => whileAway?.treat(party) ?? null,
      attendanceFor: (treated) =>
        whileAway?.attendanceFor(treated) ?? { greetingId: null, until: null, voicemail: false },
      mayReach: outbound.mayReach,
    }),
  );
  center.listen((event) => {
    switch (event.type) {
      case 'line':
        line.value = event.state;
        lineHistory.push({ at: Date.now(), state: event.state });
        if (lineHistory.length > LINE_STATES_KEPT) lineHistory.shift();
        return;
      case 'calls':
        // One that is turned away or sent on the next moment is none that the agent could take.
        calls.value = event.calls.filter((call) => !isUndecided(call));
        undecided = event.calls.filter(isUndecided).map(({ id }) => id);
        beat();
        return;
      case 'notice':
        notice.value = event.notice;
        return;
      case 'flood':
        floodRefused.value = event.refused;
        return;
      case 'notice-over': {
        const shown = notice.value;
        if (shown?.callId === event.callId && shown.code === event.code) notice.value = null;
        return;
      }
      case 'quality':
        quality.value = new Map(quality.value).set(event.callId, event.quality);
        return;
      case 'ended': {
        // One that never asked for the agent is in the list of what came meanwhile, not here.
        const seen = event.call.alert !== 'undecided' || event.call.answeredAt !== null;
        if (seen) lastEnded.value = event.call;
        const others = new Map(quality.value);
        others.delete(event.call.id);
        quality.value = others;
        // The line that says how the call ended says this too.
        if (notice.value?.callId === event.call.id && notice.value.code === 'sound-lost') {
          notice.value = null;
        }
      }
    }
  });

  /** The phone in use, for what the exchange offers beside calls. */
  const port = shallowRef<PhonePort | null>(null);
  /** Calls to the exchange itself, which are none of `calls`. */
  let serviceLive: readonly string[] = [];
  let undecided: readonly string[] = [];
  function beat(): void {
    recorder.setLive([...calls.value.map(({ id }) => id), ...undecided, ...serviceLive]);
  }
  function setServiceLive(callIds: readonly string[]): void {
    serviceLive = callIds;
    beat();
  }
  const houseName = computed(() => houseNames(settings.settings.houseNumbers));

  const phones = createPhones({
    newId,
    dtmf: () => settings.settings.dtmf,
    houseName: (number) => houseName.value(number),
    openMicrophone: audio.openMicrophone,
    remoteAudio: audio.remoteAudio,
    messages: { keep: messages.receive, flooded: messages.flooded },
    dialogs: dialogMemory(host),
    log: (message) => log('warn', message),
  });

  /**
   * The call the bar shows: the one talked on, else the one that rings, else the newest. With two
   * joined it stays the one it was, so that Hang up never changes whom it means under the hand.
   */
  const current = computed<Call | null>((earlier) => {
    const mine = calls.value.filter(({ phase }) => phase !== 'attended');
    const own = mine.filter(({ phase }) => phase !== 'held' && phase !== 'offered');
    const talking = own.filter(({ phase }) => phase !== 'holding');
    const same = talking.find(({ id }) => id === earlier?.id);
    return same ?? talking[0] ?? own[0] ?? mine.at(-1) ?? null;
  });
  const incoming = computed(() => calls.value.filter(({ phase }) => phase === 'offered'));
  /** Those that the app answers for the agent. */
  const attended = computed(() => calls.value.filter(({ phase }) => phase === 'attended'));
  const others = computed(() =>
    calls.value.filter(({ id, phase }) => id !== current.value?.id && phase !== 'attended'),
  );

  /** An account from the administrator needs no choice by the agent. */
  const chosenLine = computed(() => {
    const { line: chosen } = settings.settings;
    return chosen === 'undecided' && account.state?.source === 'provisioned' ? 'account' : chosen;
  });

  /** Connects to what the settings and the account say; called again when they change. */
  async function connectLine(): Promise<void> {
    const earlier = practice.value;
    practice.value = null;
    practiceTrouble.value = null;
    captions.value = [];
    const wanted = app.desk === 'mine' ? chosenLine.value : 'undecided';
    if (wanted === 'practice') {
      const opened = await phones
        .openPractice(addCaption, (code) => (practiceTrouble.value = code))
        .catch(notFetched);
      if (!opened) return;
      port.value = markRaw(opened.phone);
      await use(opened.phone);
      earlier?.close();
      practice.value = opened.practice;
      return;
    }
    const known = account.state;
    if (wanted === 'account' && known?.account && known.hasSecret) {
      const { password } = await host.call('account.secret', { deskId: app.deskId });
      const opened = await phones.openAccount(known.account, password).catch(notFetched);
      if (!opened) return;
      port.value = markRaw(opened);
      await use(opened);
    } else {
      port.value = null;
      await use(null);
    }
    earlier?.close();
  }

  /** The agent reads why there is no line; the line that was there is none any more. */
  async function notFetched(error: unknown): Promise<null> {
    log('warn', `The phone could not be fetched: ${String(error)}`);
    port.value = null;
    await use(null);
    line.value = { state: 'refused', reason: { code: 'not-fetched' } };
    return null;
  }

  async function use(phone: PhonePort | null): Promise<void> {
    // Before the phone starts: nothing it says of its line may be missed.
    messages.use(phone);
    await center.use(phone);
  }

  /** A line the customer is still speaking comes again when it is over, in its final words. */
  function addCaption(caption: Caption): void {
    const first = captions.value.findIndex(({ id }) => id === caption.id);
    captions.value =
      first < 0
        ? [...captions.value, caption].slice(-CAPTIONS_KEPT)
        : captions.value.with(first, { ...caption, at: captions.value[first]?.at ?? caption.at });
  }

  // One change at a time: a second one waits for the first to be put away.
  let changing: Promise<void> = Promise.resolve();
  function connectLineNext(): Promise<void> {
    changing = changing.then(connectLine, connectLine);
    return changing;
  }

  function start(): void {
    watch([() => app.desk, chosenLine, () => account.state], () => void connectLineNext(), {
      immediate: true,
    });
    host.on('power.resumed', () => center.wake());
    window.addEventListener('pagehide', () => recorder.hurry());
  }

  /**
   * Calls what the agent typed.
   * @param consultFor the call of the customer it is about
   * @param begun told once it is called, which may be after the agent was asked
   * @returns why it could not be dialled, or null
   */
  function dial(
    text: string,
    consultFor: string | null = null,
    begun: () => void = () => undefined,
  ): DialRefusal | null {
    const target = dialString(text);
    if (!target.ok) return target.reason;
    const party: Party = {
      address: `sip:${target.user}`,
      dialled: text.trim(),
      e164: parsePhoneNumber(text).e164,
      name: null,
      rawName: null,
    };
    return call(target.user, party, consultFor, begun);
  }

  /** The agent's next step answers a notice, but not one that is still true after it. */
  function clearNotice(): void {
    if (notice.value?.code !== 'sound-lost') notice.value = null;
  }

  /**
   * Calls somebody of whom more is known than what is dialled.
   * @param target a user part or a `sip:` address
   */
  function call(
    target: string,
    party: Party,
    consultFor: string | null = null,
    begun: () => void = () => undefined,
  ): DialRefusal | null {
    const go = (confirmed: Decision | null): DialRefusal | null => {
      clearNotice();
      lastEnded.value = null;
      const callId = center.dial(target, party, consultFor);
      if (callId === null) return 'no-line';
      recordConsent(callId, party.dialled, confirmed);
      begun();
      return null;
    };
    const { e164, dialled } = party;
    const customer =
      consultFor === null ? { e164, dialled, practice: chosenLine.value === 'practice' } : null;
    return outbound.attempt(target, dialled, go, customer);
  }

  /**
   * Hands a customer to what the agent typed, without a word to whoever answers.
   * @returns why it could not be tried, or null
   */
  function transferTo(
    callId: string,
    text: string,
    begun: () => void = () => undefined,
  ): DialRefusal | null {
    const target = dialString(text);
    if (!target.ok) return target.reason;
    const to = text.trim();
    return outbound.attempt(target.user, to, (confirmed) => {
      // The call may have moved on while the agent was asked.
      const call = calls.value.find(({ id }) => id === callId);
      if (!call || !allowedCommands(call).includes('transfer')) return null;
      recordConsent(callId, to, confirmed);
      command(callId, { type: 'transfer', kind: 'blind', to, target: target.user });
      begun();
      return null;
    });
  }

  function recordConsent(callId: string, number: string, decision: Decision | null): void {
    if (!decision) return;
    const fact = { type: 'confirmed', number, reason: decision.reason } as const;
    void recorder.record({ ...fact, id: newId(), callId, at: Date.now() });
  }

  /** The customer and whoever is asked about them, seen from either call. */
  function consultation(call: Call): Consultation | null {
    const isOf = (consult: Call, customer: Call): boolean => consult.consultFor === customer.id;
    const customer = call.consultFor === null ? call : calls.value.find((it) => isOf(call, it));
    const consult = call.consultFor === null ? calls.value.find((it) => isOf(it, call)) : call;
    return customer && consult ? { customer, consult } : null;
  }

  /** Takes a call that waits into the one talked on. */
  function join(callId: string, withId: string): void {
    const both = calls.value.filter(({ id }) => id === callId || id === withId);
    if (both.length !== 2 || !both.every((call) => allowedCommands(call).includes('join'))) return;
    clearNotice();
    center.join(callId, withId);
  }

  /** Brings the two together and leaves them. */
  function completeTransfer({ customer, consult }: Consultation): void {
    const to = consult.party.name ?? consult.party.dialled;
    command(customer.id, { type: 'transfer', kind: 'attended', to, target: consult.id });
  }

  /** A key may come a moment after the call has moved on: what is no longer possible is nothing. */
  function command(callId: string, wanted: Command): void {
    const call = calls.value.find(({ id }) => id === callId);
    if (!call || !allowedCommands(call).includes(wanted.type)) return;
    clearNotice();
    center.command(callId, wanted);
  }

  /**
   * Writes a note, as a fact: earlier ones stay in the call's history. It goes the way of every
   * fact, so that it never reaches the host before the call it belongs to.
   */
  function note(callId: string, text: string): Promise<void> {
    return recorder.record({ id: newId(), callId, at: Date.now(), type: 'noted', note: text });
  }

  /** A fact about a call that is none of its own course. */
  function addFact(callId: string, fact: FactBody): void {
    void recorder.record({ ...fact, id: newId(), callId, at: center.now(callId) });
  }

  /** A simulated customer hears how the agent goes through a guided script; a real one does not. */
  function guided(callId: string, stepId: string, how: NonNullable<Visit['how']>): void {
    const sipCallId = calls.value.find(({ id }) => id === callId)?.sipCallId;
    if (sipCallId != null) practice.value?.guided(sipCallId, stepId, how);
  }

  return {
    guided,
    line,
    calls,
    current,
    incoming,
    others,
    attended,
    lastEnded,
    floodRefused,
    notice,
    quality,
    records,
    chosenLine,
    captions,
    practice,
    practiceTrouble,
    dialText,
    start,
    /** Brings what a line needs before one is opened. */
    prepare: phones.prepare,
    note,
    addFact,
    callTime: (callId: string) => center.now(callId),
    leg: (callId: string) => center.leg(callId),
    report: (callId: string, event: AttendantEvent) => center.report(callId, event),
    warn: (message: string) => log('warn', message),
    port,
    record: (fact: CallFact) => void recorder.record(fact),
    setServiceLive,
    treatBy: (by: NonNullable<typeof whileAway>) => void (whileAway = by),
    dial,
    call,
    transferTo,
    join,
    consultation,
    completeTransfer,
    command,
    lineHistory,
    trace: () => center.trace(),
    retryNow: () => center.retryNow(),
    dismissFlood: () => (floodRefused.value = 0),
    dismissNotice: () => (notice.value = null),
    dismissLastEnded: () => (lastEnded.value = null),
  };
});

/** Nothing is shown of it yet; what is answered in the agent's place is decided. */
function isUndecided({ phase, alert }: Call): boolean {
  return phase === 'offered' && alert === 'undecided';
}
