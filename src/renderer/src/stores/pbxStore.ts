import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Call } from '#shared/domain/call/call.ts';
import { allowedCommands } from '#shared/domain/call/transition.ts';
import type { Lamp } from '#shared/domain/pbx/dialogInfo.ts';
import type { MessageSummary } from '#shared/domain/pbx/messageSummary.ts';
import { onSlotLamp, parkPlace } from '#shared/domain/pbx/parking.ts';
import type { Parked } from '#shared/domain/pbx/parking.ts';
import { exchangeTarget, slotsOf } from '#shared/domain/pbx/pbxSettings.ts';
import type { Switch } from '#shared/domain/pbx/pbxSettings.ts';
import { newSwitchState, onSwitch, positionOf, viewOf } from '#shared/domain/pbx/switches.ts';
import type {
  Position,
  SwitchInput,
  SwitchState,
  SwitchView,
} from '#shared/domain/pbx/switches.ts';
import { newId } from '../api/host.ts';
import type { PhoneEvent, PhonePort, Watched } from '../phone/port.ts';
import { ServiceCalls } from '../phone/serviceCalls.ts';
import { useOutboundStore } from './outboundStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import type { DialRefusal } from './phoneStore.ts';
import { useSettingsStore } from './settingsStore.ts';

export interface SwitchRow {
  readonly key: string;
  readonly wish: Switch;
  readonly state: SwitchState;
  readonly view: SwitchView;
}

/** What the exchange offers beside calls: who is free, what waits, what is parked and switched. */
export const usePbxStore = defineStore('pbx', () => {
  const outbound = useOutboundStore();
  const phone = usePhoneStore();
  const store = useSettingsStore();

  const summary = shallowRef<MessageSummary | null>(null);
  /** By event package and target. */
  const lamps = shallowRef<ReadonlyMap<string, Lamp>>(new Map());
  const parked = shallowRef<readonly Parked[]>([]);
  const switchStates = shallowRef<ReadonlyMap<string, SwitchState>>(new Map());
  /** Looked at again when an exchange has had its time. */
  const moment = ref(performance.now());

  const wishes = computed(() => store.settings);
  /** The practice exchange has none of this. */
  const port = computed(() => (phone.port?.practice === false ? phone.port : null));
  const registered = computed(() => port.value !== null && phone.line.state === 'registered');

  const targetOf = (code: string): string | null => {
    const target = exchangeTarget(code);
    return target.ok ? target.user : null;
  };
  const slots = computed(() => slotsOf(wishes.value.park));
  const watched = computed<readonly Watched[]>(() => {
    const of = (event: Watched['event'], code: string): Watched[] => {
      const target = targetOf(code);
      return target === null ? [] : [{ event, target }];
    };
    const { colleagues, exchangeSwitches } = wishes.value;
    return [
      { event: 'message-summary', target: null },
      ...exchangeSwitches.flatMap(({ watch: whom, watchEvent = 'dialog' }) =>
        whom === undefined ? [] : of(watchEvent, whom),
      ),
      ...slots.value.flatMap((slot) => of('dialog', slot)),
      ...colleagues.flatMap(({ extension }) => of('dialog', extension)),
    ];
  });

  function lampOf(code: string, event: 'dialog' | 'presence' = 'dialog'): Lamp {
    return lamps.value.get(`${event} ${targetOf(code) ?? ''}`) ?? 'unknown';
  }

  // Switches.
  const keyOf = ({ kind, name, on }: Switch): string => `${kind} ${name} ${on}`;
  const stateOf = (wish: Switch): SwitchState =>
    switchStates.value.get(keyOf(wish)) ?? newSwitchState(wish);
  const switches = computed<readonly SwitchRow[]>(() =>
    wishes.value.exchangeSwitches.map((wish) => {
      const known = stateOf(wish);
      const { watch: whom, watchEvent } = wish;
      const state: SwitchState =
        whom === undefined
          ? { ...known, watched: null }
          : { ...known, watched: positionOf(lampOf(whom, watchEvent), wish) };
      return { key: keyOf(wish), wish, state, view: viewOf(state, moment.value) };
    }),
  );
  watch(switches, (rows) => {
    const waits = rows.flatMap(({ view }) => view.lookAgainMs ?? []);
    if (waits.length > 0) setTimeout(() => (moment.value = performance.now()), Math.min(...waits));
  });
  function tellSwitch(wish: Switch, input: SwitchInput): void {
    moment.value = performance.now();
    const state = onSwitch(stateOf(wish), input, moment.value);
    switchStates.value = new Map(switchStates.value).set(keyOf(wish), state);
  }

  const services = new ServiceCalls({
    newId,
    wallNow: Date.now,
    monotonicNow: () => performance.now(),
    later: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    record: (fact) => phone.record(fact),
    onLive: (callIds) => phone.setServiceLive(callIds),
  });
  /** One at a time: two announcements at once say nothing. */
  const talking = shallowRef<{ readonly key: string; readonly stop: () => void } | null>(null);

  /** Calls the exchange to switch something, because the agent has just asked for it. */
  function press(wish: Switch, wanted: Position): void {
    const code = wanted === 'on' ? wish.on : wish.off;
    const target = targetOf(code);
    if (target === null) return;
    outbound.attempt(target, code, () => {
      callSwitch(wish, wanted, target, code);
      return null;
    });
  }

  function callSwitch(wish: Switch, wanted: Position, target: string, code: string): void {
    const line = port.value;
    if (!line || !registered.value || talking.value) return;
    tellSwitch(wish, { type: 'pressed', wanted });
    let over = false;
    const stop = services.call(line, {
      target,
      code,
      name: wish.name,
      answered: (answer) => tellSwitch(wish, { type: 'answered', answer }),
      over: () => {
        over = true;
        talking.value = null;
      },
    });
    if (!over) talking.value = { key: keyOf(wish), stop };
  }

  // Voicemail.
  const voicemailNumber = computed(() => summary.value?.account ?? wishes.value.voicemailNumber);
  const waitingMessages = computed(() => {
    const known = summary.value;
    if (!known) return null;
    return {
      waiting: known.waiting || (known.fresh ?? 0) > 0,
      fresh: known.fresh,
      urgent: known.urgent,
    };
  });
  /** @param name what the call is called in the record */
  function callVoicemail(name: string): DialRefusal | null {
    const number = voicemailNumber.value;
    const target = number === null ? null : targetOf(number);
    if (number === null || target === null) return 'empty';
    const party = { address: `sip:${target}`, dialled: number, e164: null, name, rawName: null };
    return phone.call(target, { ...party, service: 'voicemail' });
  }

  // Parking. What was handed over is parked once the exchange says that it has it.
  const leaving = new Map<string, Parked>();
  /** Calls that fetch somebody back, with whom. */
  const fetching = new Map<string, string>();
  const canPark = computed(() => port.value !== null && wishes.value.park !== null);

  /** @returns why not, or null */
  function park(call: Call): 'no-slot' | null {
    if (!canPark.value || !allowedCommands(call).includes('transfer')) return null;
    const place = parkPlace(wishes.value.park, lampOf, parked.value);
    if (!place) return 'no-slot';
    const { name, dialled, e164 } = call.party;
    leaving.set(call.id, {
      callId: call.id,
      name,
      dialled,
      e164,
      at: 0,
      slot: place.slot,
      candidates: slots.value.filter((slot) => lampOf(slot) !== 'busy'),
      seen: false,
    });
    const { to, target } = place;
    phone.command(call.id, { type: 'transfer', kind: 'park', to, target });
    return null;
  }
  watch(
    () => phone.lastEnded,
    (call) => {
      const one = call && leaving.get(call.id);
      if (!one) return;
      leaving.delete(call.id);
      if (call.end?.cause.code !== 'parked') return;
      parked.value = [...parked.value, { ...one, at: Date.now() }];
      // The lamp may have been quicker than the answer.
      for (const slot of one.candidates) followSlot(slot, lampOf(slot));
    },
    { flush: 'sync' },
  );
  function followSlot(slot: string, lamp: Lamp): void {
    const next = onSlotLamp(parked.value, slot, lamp, Date.now());
    if (next !== parked.value) parked.value = next;
  }

  /** Calls the slot; whoever is in it is on the line with its answer. */
  function fetchParked(slot: string): DialRefusal | null {
    const target = targetOf(slot);
    if (target === null) return 'empty';
    const one = parked.value.find((known) => known.slot === slot);
    const party = {
      address: `sip:${target}`,
      dialled: slot,
      e164: one?.e164 ?? null,
      name: one?.name ?? null,
      rawName: null,
    };
    return phone.call(target, party, null, () => {
      const call = phone.calls.at(-1);
      if (one && call) fetching.set(call.id, one.callId);
    });
  }
  function dismissParked(callId: string): void {
    parked.value = parked.value.filter((one) => one.callId !== callId);
  }

  // Three in one call with a colleague who is called for it: joined as soon as they answer.
  const bringing = ref<string | null>(null);
  function bringIn(text: string, customer: Call, begun: () => void): DialRefusal | null {
    return phone.dial(text, customer.id, () => {
      bringing.value = customer.id;
      begun();
    });
  }

  watch(
    () => phone.calls,
    (calls) => {
      for (const [callId, parkedId] of fetching) {
        const call = calls.find(({ id }) => id === callId);
        if (call && call.answeredAt === null) continue;
        fetching.delete(callId);
        if (call) dismissParked(parkedId);
      }
      const customer = calls.find(({ id }) => id === bringing.value);
      const colleague = calls.find(({ consultFor }) => consultFor === customer?.id);
      if (!customer || !colleague) {
        bringing.value = null;
        return;
      }
      if (colleague.phase !== 'active' || customer.phase !== 'held') return;
      bringing.value = null;
      phone.join(colleague.id, customer.id);
    },
  );

  function onPhone(line: PhonePort, event: PhoneEvent): void {
    services.onPhone(line, event);
    if (event.type === 'voicemail') summary.value = event.summary;
    if (event.type !== 'lamp') return;
    lamps.value = new Map(lamps.value).set(`${event.event} ${event.target}`, event.lamp);
    const slot = slots.value.find((one) => targetOf(one) === event.target);
    if (slot !== undefined && event.event === 'dialog') followSlot(slot, event.lamp);
  }

  function start(): void {
    watch(
      port,
      (line, _earlier, onCleanup) => {
        summary.value = null;
        lamps.value = new Map();
        parked.value = [];
        switchStates.value = new Map();
        if (!line) return;
        line.watch(watched.value);
        const stopListening = line.listen((event) => onPhone(line, event));
        onCleanup(() => {
          services.abandon(line);
          stopListening();
        });
      },
      { immediate: true, flush: 'sync' },
    );
    watch(watched, (wanted) => port.value?.watch(wanted));
    watch(registered, (now, before) => {
      if (now || !before) return;
      for (const wish of wishes.value.exchangeSwitches) tellSwitch(wish, { type: 'lineLost' });
    });
  }

  return {
    registered,
    /** There is anything to show of the exchange. */
    available: computed(() => port.value !== null),
    waitingMessages,
    voicemailNumber,
    callVoicemail,
    lampOf,
    slots,
    canPark,
    park,
    parked,
    fetchParked,
    dismissParked,
    bringIn,
    switches,
    talkingSwitch: computed(() => talking.value?.key ?? null),
    press,
    hangUpSwitch: () => talking.value?.stop(),
    start,
  };
});
