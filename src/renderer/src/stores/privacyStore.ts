import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { IeumContract } from '#shared/contract/index.ts';
import type {
  AccessReview,
  AccessRow,
  Certificate,
  Hold,
  RetentionPlan,
} from '#shared/contract/privacy.ts';
import type { AccessKind } from '#shared/domain/privacy/accessKinds.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { newId, useHost } from '../api/host.ts';

type Months = OutputOf<IeumContract, 'privacy.months'>;
type Month = OutputOf<IeumContract, 'privacy.month'>;
type Retention = OutputOf<IeumContract, 'privacy.retention'>;

/** Access log, terms, holds and certificates, as the host has them. Every action throws AppError. */
export const usePrivacyStore = defineStore('privacy', () => {
  const host = useHost();
  const months = shallowRef<Months | null>(null);
  const retention = shallowRef<Retention | null>(null);
  const plan = shallowRef<RetentionPlan | null>(null);
  const holds = shallowRef<readonly Hold[]>([]);
  const certificates = shallowRef<readonly Certificate[]>([]);
  let listening = false;

  async function load(): Promise<void> {
    [months.value, retention.value, holds.value, certificates.value] = await Promise.all([
      host.call('privacy.months', {}),
      host.call('privacy.retention', {}),
      host.call('privacy.holds', {}).then((found) => found.holds),
      host.call('privacy.certificates', {}).then((found) => found.certificates),
    ]);
  }

  return {
    months,
    retention,
    plan,
    holds,
    certificates,
    /** A run that has begun and is not over. */
    running: computed(() => retention.value?.runs.find(({ endedAt }) => endedAt === null) ?? null),
    async open(): Promise<void> {
      if (!listening) {
        listening = true;
        // What cannot be read now is read with the next change, or when the screen is opened again.
        host.on('privacy.changed', () => void load().catch(() => undefined));
      }
      await load();
    },
    month: (month: string): Promise<Month> => host.call('privacy.month', { month }),
    async entries(wish: {
      readonly month: string;
      readonly kind: AccessKind | null;
      readonly actor: string | null;
      readonly after: { at: number; id: string } | null;
    }): Promise<{ rows: AccessRow[]; next: { at: number; id: string } | null }> {
      return host.call('privacy.log', { ...wish, limit: 100 });
    },
    review: (wish: Pick<AccessReview, 'month' | 'who' | 'remark'>): Promise<AccessReview> =>
      host.call('privacy.review', { id: newId(), ...wish }),
    logFile: (month: string, reason: string, language: 'ko' | 'en') =>
      host.call('privacy.logFile', { month, reason, language }),
    async dryRun(): Promise<void> {
      plan.value = null;
      plan.value = await host.call('privacy.dryRun', {});
    },
    async run(who: string): Promise<void> {
      const id = plan.value?.id;
      if (id === undefined) return;
      await host.call('privacy.run', { plan: id, who });
      plan.value = null;
    },
    async hold(wish: {
      readonly subjectKind: Hold['subjectKind'];
      readonly subjectId: string | null;
      readonly numbers: { number: string; e164: string | null }[];
      readonly who: string;
      readonly reason: string;
      readonly until: number | null;
    }): Promise<void> {
      holds.value = (await host.call('privacy.hold', { id: newId(), ...wish })).holds;
    },
    async release(holdId: string, who: string, reason: string): Promise<void> {
      holds.value = (await host.call('privacy.release', { holdId, who, reason })).holds;
    },
  };
});
