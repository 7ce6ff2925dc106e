import { useI18n } from 'vue-i18n';
import { shareOf } from '#shared/domain/reports/compare.ts';
import { offered, serviceLevel } from '#shared/domain/reports/inbound.ts';
import type { ReportPolicy } from '#shared/domain/reports/policy.ts';
import { handlingParts, REPORT_TEXTS } from '#shared/domain/reports/report.ts';
import type { Report } from '#shared/domain/reports/report.ts';
import { TRIGGERS } from '#shared/domain/script/script.ts';
import { useReasonWords } from '../availability/useReasonWords.ts';
import type { Line, Section, Tone, Unit } from './sections.ts';

type Get = (report: Report) => number | null;

const ENDS = [
  ['answered', 'good'],
  ['missed', 'bad'],
  ['abandoned', 'waits'],
  ['shortAbandoned', 'plain'],
  ['turnedAway', 'after'],
  ['elsewhere', 'call'],
  ['failed', 'plain'],
] as const;

const TEXT_TONES: Readonly<Record<(typeof REPORT_TEXTS)[number], Tone>> = {
  ...{ delivered: 'good', accepted: 'call', handed: 'after', reached: 'after', waiting: 'waits' },
  ...{ sending: 'waits', unsure: 'waits', failed: 'bad', cancelled: 'plain', declined: 'plain' },
};

/** The parts of a report, each with what it counts. */
export function useSections() {
  const { t } = useI18n();
  const { reasonName } = useReasonWords();

  function sectionsOf(
    report: Report,
    before: Report | null,
    policy: ReportPolicy,
  ): readonly Section[] {
    const both = (get: Get): Pick<Line, 'value' | 'before'> => ({
      value: get(report),
      before: before && get(before),
    });
    const line = (
      ...[id, label, tone, get, unit = 'count', more = {}]: [
        id: string,
        label: string,
        tone: Tone,
        get: Get,
        unit?: Unit,
        more?: Pick<Line, 'figure' | 'target'>,
      ]
    ): Line => ({ ...{ id, label, tone, unit }, ...both(get), ...more });
    const section = (id: string, of: (report: Report) => number, lines: Line[]): Section => ({
      ...{ id, lines, title: t(`reports.${id}.title`) },
      terms: termsOf(id, policy),
      ...{ cases: of(report), casesBefore: before && of(before) },
    });
    const figure = { figure: true } as const;

    return [
      section('inbound', ({ inbound }) => inbound.total, [
        ...ENDS.map(([end, tone]) =>
          line(end, t(`reports.inbound.${end}`), tone, ({ inbound }) => inbound[end]),
        ),
        line(
          'inbound',
          t('reports.inbound.total'),
          'plain',
          (r) => r.inbound.total,
          'count',
          figure,
        ),
        line('outbound', t('reports.inbound.outbound'), 'plain', (r) => r.outbound.total, 'count', {
          ...figure,
        }),
        line(
          ...(['outboundAnswered', t('reports.inbound.outboundAnswered'), 'plain'] as const),
          ...([(r: Report) => r.outbound.answered, 'count', figure] as const),
        ),
      ]),
      section('service', ({ inbound }) => offered(inbound), [
        line('level', t('reports.service.level'), 'good', (r) => serviceLevel(r.inbound), 'share', {
          target: policy.targetPercent / 100,
        }),
        line(
          ...(['rate', t('reports.service.rate'), 'call'] as const),
          ...([(r: Report) => shareOf(r.inbound.answered, offered(r.inbound)), 'share'] as const),
        ),
        line(
          ...(['abandoned', t('reports.service.abandoned'), 'waits'] as const),
          ...([(r: Report) => shareOf(r.inbound.abandoned, offered(r.inbound)), 'share'] as const),
        ),
        line('offered', t('reports.service.offered'), 'plain', (r) => offered(r.inbound), 'count', {
          ...figure,
        }),
        line(
          'inTime',
          t('reports.service.inTime'),
          'plain',
          (r) => r.inbound.answeredInTime,
          'count',
          {
            ...figure,
          },
        ),
      ]),
      section('handling', ({ handling }) => handling.calls, [
        line('talk', t('reports.handling.talk'), 'call', (r) => handlingParts(r).talk, 'length'),
        line('hold', t('reports.handling.hold'), 'waits', (r) => handlingParts(r).hold, 'length'),
        line(
          'wrapUp',
          t('reports.handling.wrapUp'),
          'after',
          (r) => handlingParts(r).wrapUp,
          'length',
        ),
        line(
          'all',
          t('reports.handling.all'),
          'plain',
          (r) => handlingParts(r).all,
          'length',
          figure,
        ),
      ]),
      section('promises', promisesIn, [
        line('inTime', t('reports.promises.inTime'), 'good', (r) => r.promises.inTime),
        line('late', t('reports.promises.late'), 'waits', (r) => r.promises.late),
        line('broken', t('reports.promises.broken'), 'bad', (r) => r.promises.broken),
        line('closed', t('reports.promises.closed'), 'plain', (r) => r.promises.closed),
        line(
          ...(['share', t('reports.promises.share'), 'plain'] as const),
          ...([
            (r: Report) => shareOf(r.promises.inTime, promisesIn(r) - r.promises.closed),
            'share',
            figure,
          ] as const),
        ),
      ]),
      section('callback', ({ callback }) => callback.missed.n + callback.other.n, [
        ...(['missed', 'other'] as const).flatMap((from) =>
          (['median', 'p90'] as const).map((rank) =>
            line(
              ...([`${from}-${rank}`, t(`reports.callback.${from}.${rank}`)] as const),
              ...([from === 'missed' ? 'bad' : 'call'] as const),
              ...([(r: Report) => r.callback[from][rank], 'length'] as const),
            ),
          ),
        ),
        ...(['missed', 'other'] as const).map((from) =>
          line(from, t(`reports.callback.${from}.n`), 'plain', (r) => r.callback[from].n, 'count', {
            ...figure,
          }),
        ),
      ]),
      section('away', ({ away }) => away.reduce((all, { times }) => all + times, 0), awayLines()),
      section(
        'texts',
        ({ texts }) => texts.reduce((all, { n }) => all + n, 0),
        REPORT_TEXTS.filter((state) => has((r) => textsIn(r, state))).map((state) =>
          line(state, t(`outbox.states.${state}`), TEXT_TONES[state], (r) => textsIn(r, state)),
        ),
      ),
      section(
        'triggers',
        ({ triggers }) => triggers.reduce((all, { n }) => all + n, 0),
        [...TRIGGERS, null]
          .filter((trigger) => has((r) => triggersIn(r, trigger)))
          .map((trigger) =>
            line(
              trigger ?? 'unsaid',
              trigger === null ? t('patterns.unsaid') : t(`guide.triggers.${trigger}`),
              trigger === null ? 'plain' : 'after',
              (r) => triggersIn(r, trigger),
            ),
          ),
      ),
      section('quality', ({ quality: { good, fair, poor } }) => good + fair + poor, [
        line('good', t('quality.grades.good'), 'good', (r) => r.quality.good),
        line('fair', t('quality.grades.fair'), 'waits', (r) => r.quality.fair),
        line('poor', t('quality.grades.poor'), 'bad', (r) => r.quality.poor),
        line('unknown', t('reports.quality.unknown'), 'plain', (r) => r.quality.unknown),
        ...(
          [
            ['lossPercent', 'percent'],
            ['lossOutPercent', 'percent'],
            ['mos', 'score'],
            ['rttMs', 'ms'],
            ['jitterMs', 'ms'],
          ] as const
        ).map(([id, unit]) =>
          line(id, t(`reports.quality.${id}`), 'plain', (r) => r.quality[id], unit, figure),
        ),
      ]),
    ];

    function has(get: (report: Report) => number): boolean {
      return get(report) + (before ? get(before) : 0) > 0;
    }

    function awayLines(): Line[] {
      const rows = [...report.away, ...(before?.away ?? [])];
      const names = new Map(
        rows.map((row) => [
          `${row.reasonId}-${row.reasonName ?? ''}`,
          reasonName({ id: row.reasonId, name: row.reasonName }),
        ]),
      );
      const of = (id: string, r: Report) =>
        r.away.find((row) => `${row.reasonId}-${row.reasonName ?? ''}` === id);
      return [...names].flatMap(([id, label]) => [
        line(id, label, 'waits', (r) => of(id, r)?.ms ?? 0, 'length'),
        line(
          ...([`${id}-times`, t('reports.away.times', { reason: label }), 'plain'] as const),
          ...([(r: Report) => of(id, r)?.times ?? 0, 'count', figure] as const),
        ),
      ]);
    }
  }

  function termsOf(id: string, { answerWithinS, shortAbandonS, targetPercent }: ReportPolicy) {
    const words = { within: answerWithinS, short: shortAbandonS, target: targetPercent };
    const terms = [t(`reports.${id}.terms`, words)];
    if (id !== 'service') return terms;
    return [
      ...terms,
      t(shortAbandonS === 0 ? 'reports.service.noShort' : 'reports.service.short', words),
    ];
  }

  return { sectionsOf };
}

const promisesIn = ({ promises: { inTime, late, broken, closed } }: Report): number =>
  inTime + late + broken + closed;
const textsIn = ({ texts }: Report, state: string): number =>
  texts.find((one) => one.state === state)?.n ?? 0;
const triggersIn = ({ triggers }: Report, trigger: string | null): number =>
  triggers.find((one) => one.trigger === trigger)?.n ?? 0;
