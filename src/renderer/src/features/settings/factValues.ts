import { clockOf } from '../../ui/clockField.ts';

/** What the words of a default are filled with. */
export type FactValues = Readonly<Record<string, string | number>>;

export interface FactWords {
  readonly on: string;
  readonly off: string;
  readonly none: string;
}

/** Minutes of a day (0 is midnight) and not a length. */
const CLOCKS = /^(from|to|quietFrom|quietTo|nightFrom|nightTo|fromMinute|toMinute|checkInMinute)$/;

/**
 * The value of a setting as named pieces, so that the words of a default never say another figure
 * than the code has: a plain value is `value` (a share of one also `percent`), a list is `n`, and an
 * object's fields stand under their names, those of an object in it as `outer_inner`.
 */
export function factValues(value: unknown, words: FactWords): FactValues {
  if (Array.isArray(value)) return { n: value.length };
  if (typeof value === 'object' && value !== null) return fieldsOf(value, '', words);
  const shown = plainValue(value, words);
  return typeof value === 'number'
    ? { value: shown, percent: Math.round(value * 100) }
    : { value: shown };
}

function fieldsOf(fields: object, before: string, words: FactWords): FactValues {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]: [string, unknown]) => {
      const at = before + name;
      if (Array.isArray(value)) {
        const figures = value.every((one) => typeof one === 'number');
        return [[at, figures ? value.join(', ') : value.length]];
      }
      if (typeof value === 'object' && value !== null)
        return Object.entries(fieldsOf(value, `${at}_`, words));
      if (typeof value === 'number' && CLOCKS.test(name)) return [[at, clockOf(value)]];
      return [[at, plainValue(value, words)]];
    }),
  );
}

function plainValue(value: unknown, { on, off, none }: FactWords): string | number {
  if (typeof value === 'boolean') return value ? on : off;
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value !== '' ? value : none;
}
