import { defineStore } from 'pinia';
import { domainOf } from '#shared/domain/account.ts';
import type { AwayReason } from '#shared/domain/availability/reasons.ts';
import { decideOutbound } from '#shared/domain/outbound-policy/policy.ts';
import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';
import { isHidden } from '#shared/domain/treatment/caller.ts';
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

  /** Errors: `storage.*`, and those of the line to the host. */
  async function tryOut({ number, hidden, reason, at }: TrialCall): Promise<Trial> {
    const {
      callRules: rules,
      numberGroups: groups,
      businessHours: hours,
      outbound,
    } = settings.settings;
    const dialled = number.normalize('NFKC').trim();
    const { account } = accounts.state ?? {};
    const caller = { dialled, hidden, e164: parsePhoneNumber(dialled).e164 };
    const minutes = minutesOfLogNeeded(rules);
    const { times: earlier } = await host.call('calls.earlierTimes', {
      e164: caller.e164,
      // A colleague without a public number calls from where this phone is at home.
      address: `sip:${dialled}@${account ? domainOf(account.uri) : ''}`.slice(0, 1_024),
      from: Math.max(0, at - minutes * 60_000),
      before: at,
    });
    const call = {
      ...{ rules, groups, hours, reason, caller, at, earlier },
      mayForward: (to: string) => decideOutbound(outbound, to).verdict === 'allow',
    };
    return {
      decision: decideTreatment(call),
      misfits: misfitsOfRules(call),
      minutes: isHidden(caller) ? 0 : minutes,
      earlier,
    };
  }

  return { tryOut, newId };
});
