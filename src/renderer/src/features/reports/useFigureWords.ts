import { useI18n } from 'vue-i18n';
import { differenceOf } from '#shared/domain/reports/compare.ts';
import type { Line, ToldLine, Unit } from './sections.ts';

/** Figures as they are said. What is not known is said so, and is never nought. */
export function useFigureWords() {
  const { t, n } = useI18n();

  function lengthText(ms: number): string {
    const seconds = Math.round(ms / 1_000);
    if (seconds < 60) return t('reports.units.seconds', { s: seconds });
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return t('reports.units.minutes', { m: minutes, s: seconds % 60 });
    return t('reports.units.hours', { h: Math.floor(minutes / 60), m: minutes % 60 });
  }

  const fixed = (value: number, digits: number): string => value.toFixed(digits);

  function valueText(value: number | null, unit: Unit): string {
    if (value === null || !Number.isFinite(value)) return t('reports.none');
    switch (unit) {
      case 'count':
        return t('reports.units.count', { n: n(value) });
      case 'length':
        return lengthText(value);
      case 'share':
        return t('reports.units.percent', { n: fixed(value * 100, 1) });
      case 'percent':
        return t('reports.units.percent', { n: fixed(value, 2) });
      case 'score':
        return fixed(value, 2);
      case 'ms':
        return t('reports.units.ms', { n: Math.round(value) });
    }
  }

  /** A share has not grown by percent but by points. */
  const byText = (by: number, unit: Unit): string =>
    unit === 'share' || unit === 'percent'
      ? t('reports.units.points', { n: fixed(unit === 'share' ? by * 100 : by, 1) })
      : valueText(by, unit);

  function told(line: Line): ToldLine {
    const found = differenceOf(line.value, line.before);
    const by = found ? byText(found.by, line.unit) : '';
    // What rounds to nothing is no difference.
    const same = found === null || by === byText(0, line.unit);
    const difference = found && same ? { ...found, way: 'same' as const } : found;
    return {
      ...{ ...line, difference },
      text: valueText(line.value, line.unit),
      beforeText: valueText(line.before, line.unit),
      differenceText: difference ? t(`reports.ways.${difference.way}`, { by }) : t('reports.none'),
    };
  }

  return { valueText, told };
}
