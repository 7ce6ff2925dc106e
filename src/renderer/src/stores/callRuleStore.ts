import { defineStore } from 'pinia';
import { domainOf } from '#shared/domain/account.ts';
import type { AwayReason } from '#shared/domain/availability/reasons.ts';
import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';
import { isHidden } from '#shared/domain/treatment/caller.ts';
import type { Caller } from '#shared/domain/treatment/caller.ts';
import { decideTreatment, misfitsOfRules } from '#shared/domain/treatment/decide.ts';
import type { TreatmentDecision } from '#shared/domain/treatment/decide.ts';
import type { Misfit } from '#shared/domain/treatment/fit.ts';
import { minutesOfLogNeeded } from '#shared/domain/treatment/rules.ts';
import { newId, useHost } from '../api/host.ts';
import { useAccountStore } from './accountStore.ts';
import { useSettingsStore } from './settingsStore.ts';

/** What would happen to a call, and why not something else. */
export interface Trial {
  readonly decision: TreatmentDecision;
  /** Of each rule, in order; nothing where it fits. */
  readonly misfits: readonly (readonly Misfit[])[];
  /** How many minutes back the log was looked at; 0: not at all. */
  readonly minutes: number;
  /** When this caller called in that time, newest first. */
  readonly earlier: readonly number[];
}

export interface TrialCall {
  /** As somebody typed it. */
  readonly number: string;
  readonly hidden: boolean;
  readonly reason: AwayReason;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The rules for calls while away, at work with the log. */
export const useCallRuleStore = defineStore('callRules', () => {
  const host = useHost();
  const settings = useSettingsStore();
  const accounts = useAccountStore();

  /**
   * When the caller called before, as far back as the rules look: epoch milliseconds, newest first.
   * Errors: `storage.*`, and those of the line to the host.
   */
  async function earlierTimes(
    caller: Caller & { readonly address: string },
    before: number,
  ): Promise<readonly number[]> {
    const minutes = minutesOfLogNeeded(settings.settings.callRules);
    if (minutes === 0 || isHidden(caller)) return [];
    const { e164, address } = caller;
    const from = Math.max(0, before - minutes * 60_000);
    return (await host.call('calls.earlierTimes', { e164, address, from, before })).times;
  }

  /** Errors: as of `earlierTimes`. */
  async function tryOut({ number, hidden, reason, at }: TrialCall): Promise<Trial> {
    const { callRules: rules, numberGroups: groups, businessHours: hours } = settings.settings;
    const dialled = number.normalize('NFKC').trim();
    const { account } = accounts.state ?? {};
    const caller = {
      ...{ dialled, hidden, e164: parsePhoneNumber(dialled).e164 },
      // A colleague without a public number calls from where this phone is at home.
      address: `sip:${dialled}@${account ? domainOf(account.uri) : ''}`.slice(0, 1_024),
    };
    const earlier = await earlierTimes(caller, at);
    const call = { rules, groups, hours, reason, caller, at, earlier };
    return {
      decision: decideTreatment(call),
      misfits: misfitsOfRules(call),
      minutes: minutesOfLogNeeded(rules),
      earlier,
    };
  }

  return { earlierTimes, tryOut, newId };
});
