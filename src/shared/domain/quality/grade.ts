/**
 * The word for a call's quality. The limits are those of ITU-T G.109, table 1: from R 80 (MOS 4.0)
 * users are satisfied, below 70 (MOS 3.6) many are not.
 */
export const GRADES = ['good', 'fair', 'poor'] as const;
export type Grade = (typeof GRADES)[number];

export const GOOD_FROM_R = 80;
export const FAIR_FROM_R = 70;

/** R. So far past a limit a call must be before it is called better again. */
const MARGIN_R = 2;

/**
 * Milliseconds that another grade has to last. R itself is that of the last 5 s, so that a change
 * of the network is in words 10 s later at the latest.
 */
export const WORSE_AFTER_MS = 2_000;
export const BETTER_AFTER_MS = 3_000;

export interface GradeState {
  readonly grade: Grade;
  /** Since when R has said worse, or better, than `grade`. */
  readonly worseSince: number | null;
  readonly betterSince: number | null;
}

export const FIRST_GRADE: GradeState = { grade: 'good', worseSince: null, betterSince: null };

export function gradeOf(r: number): Grade {
  if (r >= GOOD_FROM_R) return 'good';
  return r >= FAIR_FROM_R ? 'fair' : 'poor';
}

/** @param at milliseconds on a clock that does not jump */
export function nextGrade(state: GradeState, r: number, at: number): GradeState {
  const { grade } = state;
  const worse = rank(gradeOf(r)) > rank(grade);
  const better = rank(gradeOf(r - MARGIN_R)) < rank(grade);
  const worseSince = worse ? (state.worseSince ?? at) : null;
  const betterSince = better ? (state.betterSince ?? at) : null;
  if (worseSince !== null && at - worseSince >= WORSE_AFTER_MS) {
    return { grade: gradeOf(r), worseSince: null, betterSince: null };
  }
  if (betterSince !== null && at - betterSince >= BETTER_AFTER_MS) {
    return { grade: gradeOf(r - MARGIN_R), worseSince: null, betterSince: null };
  }
  return { grade, worseSince, betterSince };
}

function rank(grade: Grade): number {
  return GRADES.indexOf(grade);
}
