import type { Difference } from '#shared/domain/reports/compare.ts';

/** What a bar says by its colour, and by the pattern over it. */
export type Tone = 'good' | 'waits' | 'bad' | 'call' | 'after' | 'plain';
export type Unit = 'count' | 'length' | 'share' | 'percent' | 'score' | 'ms';

/** One figure, then and now; null where there is none. */
export interface Line {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  readonly tone: Tone;
  readonly value: number | null;
  readonly before: number | null;
  /** Left out of the chart: a sum or a figure of another kind. */
  readonly figure?: boolean;
  /** A mark on the bar that is meant to be reached, in the unit of the value. */
  readonly target?: number;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  /** What is counted, and how. */
  readonly terms: readonly string[];
  readonly lines: readonly Line[];
  /** How many cases the figures are of, now and then. */
  readonly cases: number;
  readonly casesBefore: number | null;
}

/** A line with its words. */
export interface ToldLine extends Line {
  readonly text: string;
  readonly beforeText: string;
  readonly difference: Difference | null;
  readonly differenceText: string;
}
