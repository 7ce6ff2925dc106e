import { z } from 'zod';
import { timeSchema } from '../call/record.ts';
import { csvText } from '../text/csv.ts';
import type { RunRow } from './run.ts';
import { skippedIn } from './run.ts';
import { TRIGGERS, triggerSchema } from './script.ts';
import type { Trigger } from './script.ts';
import { productIn } from './summary.ts';

/*
 * What repeats in hard calls, for whoever can change its cause: what they are about, and where scripts
 * are left or passed over. It is about calls and scripts: nothing in it knows an agent or a customer.
 */

const count = z.number().int().min(0);

const placeSchema = z.object({ scriptId: z.string(), stepId: z.string(), runs: count });

export const patternsSchema = z.object({
  runs: count,
  /** Most first; null: nobody said what it was about. */
  triggers: z.array(z.object({ trigger: triggerSchema.nullable(), runs: count, finished: count })),
  /** Most first. A product that one run alone names is among the others: its words may name somebody. */
  products: z.array(z.object({ product: z.string(), runs: count, finished: count })),
  /** Runs whose product is not named above, though something was written. */
  otherProducts: count,
  /** The steps in which scripts were left before their end, most first. */
  leftAt: z.array(placeSchema),
  /** The steps that were passed over, most first. */
  skipped: z.array(placeSchema),
  /** Weeks from Monday 00:00 by the clock on the wall, oldest first, those without a run too. */
  weeks: z.array(z.object({ from: timeSchema, runs: z.partialRecord(triggerSchema, count) })),
});
export type Patterns = z.infer<typeof patternsSchema>;

export type PatternRun = Pick<
  RunRow,
  'startedAt' | 'scriptId' | 'trigger' | 'stepId' | 'visits' | 'fields' | 'end' | 'practice'
>;

/** How many places of each kind, and products, are told. */
const PLACES = 20;
/** Runs from which on a product is called by its name. */
const NAMED_FROM = 2;
/** Weeks a trend goes back at most: a year and a bit. */
const WEEKS = 60;

/**
 * @param rows runs of any time; practice and work are never mixed
 * @param from epoch milliseconds
 * @param to not included
 */
export function patternsOf(
  rows: readonly PatternRun[],
  { from, to, practice }: { from: number; to: number; practice: boolean },
): Patterns {
  const real = rows.filter(
    (row) => row.practice === practice && row.startedAt >= from && row.startedAt < to,
  );
  const finished = (row: PatternRun): boolean => row.stepId === null || row.end?.how === 'finished';
  const left = real.filter((row) => row.end !== null && !finished(row));
  return {
    runs: real.length,
    triggers: [...TRIGGERS, null]
      .map((trigger) => {
        const about = real.filter((row) => row.trigger === trigger);
        return { trigger, runs: about.length, finished: about.filter(finished).length };
      })
      .filter(({ runs }) => runs > 0)
      .toSorted((a, b) => b.runs - a.runs),
    ...productsOf(real, finished),
    leftAt: placesOf(
      left.flatMap(({ scriptId, stepId }) => (stepId === null ? [] : [{ scriptId, stepId }])),
    ),
    skipped: placesOf(
      real.flatMap((row) =>
        // However often one run came by.
        [...new Set(skippedIn(row))].map((stepId) => ({ scriptId: row.scriptId, stepId })),
      ),
    ),
    weeks: weeksOf(real, from, to),
  };
}

/** However it is spelt: capitals and spaces make no other product. */
function productsOf(
  rows: readonly PatternRun[],
  finished: (row: PatternRun) => boolean,
): Pick<Patterns, 'products' | 'otherProducts'> {
  const found = new Map<string, Patterns['products'][number]>();
  for (const row of rows) {
    const product = productIn(row).normalize('NFC');
    if (product === '') continue;
    const key = product.toLowerCase().replaceAll(' ', '');
    const known = found.get(key) ?? { product, runs: 0, finished: 0 };
    const done = known.finished + (finished(row) ? 1 : 0);
    found.set(key, { ...known, runs: known.runs + 1, finished: done });
  }
  const all = [...found.values()].toSorted((a, b) => b.runs - a.runs);
  const products = all.filter(({ runs }) => runs >= NAMED_FROM).slice(0, PLACES);
  const others = all.filter((one) => !products.includes(one));
  return { products, otherProducts: others.reduce((sum, { runs }) => sum + runs, 0) };
}

type Place = Omit<z.infer<typeof placeSchema>, 'runs'>;

function placesOf(places: readonly Place[]): Patterns['leftAt'] {
  const found = new Map<string, Patterns['leftAt'][number]>();
  for (const place of places) {
    const key = `${place.scriptId} ${place.stepId}`;
    found.set(key, { ...place, runs: (found.get(key)?.runs ?? 0) + 1 });
  }
  return [...found.values()].toSorted((a, b) => b.runs - a.runs).slice(0, PLACES);
}

function weeksOf(rows: readonly PatternRun[], from: number, to: number): Patterns['weeks'] {
  const weeks: { from: number; runs: Partial<Record<Trigger, number>> }[] = [];
  for (let week = mondayOf(from); week < to && weeks.length < WEEKS; week = mondayOf(week, 1)) {
    weeks.push({ from: week, runs: {} });
  }
  for (const { startedAt, trigger } of rows) {
    const week = weeks.findLast((one) => one.from <= startedAt);
    if (week && trigger !== null) week.runs[trigger] = (week.runs[trigger] ?? 0) + 1;
  }
  return weeks;
}

/** Counted in days of the calendar: a week in which the clocks change is no whole number of hours. */
function mondayOf(at: number, weeksOn = 0): number {
  const day = new Date(at);
  const sinceMonday = (day.getDay() + 6) % 7;
  return new Date(
    ...([day.getFullYear(), day.getMonth(), day.getDate() - sinceMonday + 7 * weeksOn] as const),
  ).getTime();
}

/**
 * The trend as a table for a spreadsheet: a week a row, a trouble a column.
 * @param words headings, in the reader's language
 * @param dayText a week's first day
 */
export function patternsCsv(
  { weeks }: Patterns,
  words: { readonly week: string; readonly triggers: Readonly<Record<Trigger, string>> },
  dayText: (at: number) => string,
): string {
  return csvText([
    [words.week, ...TRIGGERS.map((trigger) => words.triggers[trigger])],
    ...weeks.map((week) => [
      dayText(week.from),
      ...TRIGGERS.map((trigger) => String(week.runs[trigger] ?? 0)),
    ]),
  ]);
}

/** The products as a table: a product a row, with its calls and those of them that went to the end. */
export function productsCsv(
  { products, otherProducts }: Patterns,
  words: Readonly<Record<'product' | 'runs' | 'finished' | 'others', string>>,
): string {
  return csvText([
    [words.product, words.runs, words.finished],
    ...products.map(({ product, runs, finished }) => [product, String(runs), String(finished)]),
    ...(otherProducts === 0 ? [] : [[words.others, String(otherProducts), '']]),
  ]);
}
