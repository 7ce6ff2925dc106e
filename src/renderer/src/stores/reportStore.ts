import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { dayOf } from '#shared/domain/history/span.ts';
import {
  comparedWith,
  periodSchema,
  stretchOf,
  USUAL_PERIODS,
} from '#shared/domain/reports/period.ts';
import type { Comparison, Period, Stretch } from '#shared/domain/reports/period.ts';
import type { ReportPolicy } from '#shared/domain/reports/policy.ts';
import type { Report } from '#shared/domain/reports/report.ts';
import { AppError } from '#shared/errors.ts';
import { useHost } from '../api/host.ts';
import { useSettingsStore } from './settingsStore.ts';

/** The two times with their figures, as they were asked for together. */
export interface Figures {
  readonly time: Stretch;
  readonly report: Report;
  /** Null: compared with nothing. */
  readonly earlier: { readonly time: Stretch; readonly report: Report } | null;
  /** What was counted as in time, and whether practice is in it. */
  readonly policy: ReportPolicy;
  readonly practice: boolean;
}

export const PERIODS = [...USUAL_PERIODS, 'days'] as const;

/** What a desk did over a time, for whoever works at it and for its lead. */
export const useReportStore = defineStore('report', () => {
  const host = useHost();
  const settings = useSettingsStore();

  const kind = ref<(typeof PERIODS)[number]>('thisWeek');
  const days = ref({ from: dayOf(Date.now()), to: dayOf(Date.now()) });
  const comparison = ref<Comparison>('before');
  const practice = ref(false);
  const figures = shallowRef<Figures | null>(null);
  const loading = ref(false);
  /** Why there are none; null where there is nothing to say. */
  const fault = ref<string | null>(null);
  let asked = 0;

  /** Null while the days are being written. */
  const period = computed<Period | null>(
    () =>
      periodSchema.safeParse(
        kind.value === 'days' ? { kind: 'days', ...days.value } : { kind: kind.value },
      ).data ?? null,
  );

  async function load(): Promise<void> {
    const question = ++asked;
    if (period.value === null) return;
    const now = Date.now();
    const policy = settings.settings.reports;
    const time = stretchOf(period.value, now);
    const before = comparedWith(period.value, comparison.value, now);
    const withPractice = practice.value;
    const ask = (one: Stretch): Promise<Report> =>
      host.call('reports.figures', {
        ...one,
        practice: withPractice,
        policy: { answerWithinS: policy.answerWithinS, shortAbandonS: policy.shortAbandonS },
      });
    loading.value = true;
    fault.value = null;
    try {
      const [report, earlier] = await Promise.all([ask(time), before && ask(before)]);
      if (question !== asked) return;
      figures.value = {
        ...{ time, report, policy, practice: withPractice },
        earlier: before && earlier && { time: before, report: earlier },
      };
    } catch (error) {
      if (question === asked) fault.value = error instanceof AppError ? error.code : 'unknown';
    } finally {
      if (question === asked) loading.value = false;
    }
  }
  watch([period, comparison, practice, () => settings.settings.reports], () => void load());

  return { kind, days, period, comparison, practice, figures, loading, fault, load };
});
