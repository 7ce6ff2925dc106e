import { defineStore } from 'pinia';
import { watch } from 'vue';
import type { Attendance, Party } from '#shared/domain/call/call.ts';
import { STEPPED_OUT } from '#shared/domain/availability/reasons.ts';
import { decideOutbound } from '#shared/domain/outbound-policy/policy.ts';
import { decideTreatment } from '#shared/domain/treatment/decide.ts';
import { minutesOfLogNeeded } from '#shared/domain/treatment/rules.ts';
import { lastEmergencyCall, mayBeEmergencyCallback } from '#shared/domain/treatment/emergency.ts';
import type { Treated } from '#shared/domain/treatment/treated.ts';
import { useHost } from '../api/host.ts';
import { useAvailabilityStore } from './availabilityStore.ts';
import { useGreetingStore } from './greetingStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useSettingsStore } from './settingsStore.ts';

/** Milliseconds the log may take to say when somebody called before; then it is done without. */
const LOG_LIMIT_MS = 300;

/** What becomes of a call while the agent is away. */
export const useTreatmentStore = defineStore('treatment', () => {
  const host = useHost();
  const phone = usePhoneStore();
  const availability = useAvailabilityStore();
  const settings = useSettingsStore();
  const greetings = useGreetingStore();

  /** When 112 or 119 was called last, from this page or before it was opened. */
  let emergencyAt: number | null = null;
  function noteEmergency(at: number | null): void {
    if (at !== null) emergencyAt = Math.max(at, emergencyAt ?? 0);
  }

  async function lookIntoLog(): Promise<void> {
    try {
      const filter = { direction: 'outbound' } as const;
      noteEmergency(lastEmergencyCall((await host.call('calls.list', { filter })).rows));
    } catch {
      // The next open line asks again.
    }
  }

  function start(): void {
    phone.treatBy({ treat, attendanceFor });
    watch(
      () => phone.calls,
      (calls) =>
        noteEmergency(
          lastEmergencyCall(calls.map((call) => ({ ...call, dialled: call.party.dialled }))),
        ),
    );
    host.onState((state) => {
      if (state === 'open') void lookIntoLog();
    });
    void lookIntoLog();
  }

  function treat(party: Party): Promise<Treated> | null {
    if (availability.kind === 'available') return null;
    return decide(party, Date.now());
  }

  async function decide(party: Party, at: number): Promise<Treated> {
    const {
      callRules: rules,
      numberGroups: groups,
      businessHours: hours,
      outbound,
    } = settings.settings;
    const { id: spanId, reasonId, reasonName, until } = availability.span ?? {};
    // One that has been taken off the list since it was chosen greets, as stepping out does.
    const reason = availability.reason ?? {
      id: reasonId ?? STEPPED_OUT,
      treatment: 'greet',
      forwardTo: '',
    };
    const earlier = await earlierTimes(party, at, minutesOfLogNeeded(rules));
    const decision = decideTreatment({
      ...{ rules, groups, hours, reason, caller: party, at, earlier },
      emergencyCallback: mayBeEmergencyCallback(emergencyAt, at),
      mayForward: (to) => decideOutbound(outbound, to).verdict === 'allow',
    });
    return {
      ...decision,
      reasonId: reasonId ?? reason.id,
      reasonName: reasonName ?? null,
      until: until ?? null,
      ...(spanId === undefined ? {} : { spanId }),
    };
  }

  async function earlierTimes(party: Party, before: number, minutes: number): Promise<number[]> {
    if (minutes === 0) return [];
    const { e164, address } = party;
    const from = Math.max(0, before - minutes * 60_000);
    const asked = host.call('calls.earlierTimes', { e164, address, from, before });
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), LOG_LIMIT_MS));
    try {
      return (await Promise.race([asked, late]))?.times ?? [];
    } catch {
      return [];
    }
  }

  function attendanceFor({ reasonId, until }: Treated): Attendance {
    const greeting = greetings.of(reasonId) ?? greetings.of(null);
    return {
      greetingId: greeting?.id ?? null,
      // A time that has passed promises nothing.
      until: until !== null && until > Date.now() ? until : null,
      voicemail: settings.settings.attendant.takeMessages,
    };
  }

  return { start };
});
