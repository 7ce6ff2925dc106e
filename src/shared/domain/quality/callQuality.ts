import { impairmentOf, mosOf, rFactor } from './eModel.ts';
import { FAIR_FROM_R, FIRST_GRADE, GOOD_FROM_R, nextGrade } from './grade.ts';
import type { Grade, GradeState } from './grade.ts';
import { isLossBad, likelyCause } from './likelyCause.ts';
import type { LikelyCause } from './likelyCause.ts';
import { lossPercent } from './sample.ts';
import type { QualitySample } from './sample.ts';
import { isSilent, silenceOn } from './silentMicrophone.ts';
import type { QualitySummary } from './summary.ts';

/** Milliseconds that R and the figures on the screen are of. */
export const WINDOW_MS = 5_000;
/** Milliseconds that the line on the screen shows. */
export const SHOWN_MS = 60_000;

/**
 * Milliseconds. The far end does not tell how long its jitter buffer is: twice its jitter, and no
 * less than two packets of 20 ms.
 */
const FAR_BUFFER_LEAST_MS = 40;

/** What is known now, as the screen shows it. Null is what cannot be told. */
export interface QualityFigures {
  readonly lossPercent: number | null;
  readonly lossOutPercent: number | null;
  readonly jitterMs: number | null;
  readonly rttMs: number | null;
  readonly codec: string | null;
  /** Of the worse direction. */
  readonly mos: number | null;
}

export interface CallQuality {
  readonly grade: Grade;
  /** Said only when the grade is not good. */
  readonly cause: LikelyCause;
  /** Nobody hears the agent, who has not muted it. */
  readonly microphoneSilent: boolean;
  readonly figures: QualityFigures;
  /** The last 60 s, oldest first. A moment of which nothing is known is left out. */
  readonly course: readonly { readonly at: number; readonly mos: number }[];
  /** The last 5 s. */
  readonly window: readonly QualitySample[];
  readonly grading: GradeState;
  /** Milliseconds so far without any sound from the microphone. */
  readonly silentMs: number;
  readonly tally: Tally;
}

/** What the summary is made of. Whole milliseconds are counted, so that a long call is no larger. */
interface Tally {
  readonly received: number;
  readonly lost: number;
  readonly lossOutSum: number;
  readonly lossOutSeconds: number;
  readonly jitter: ReadonlyMap<number, number>;
  readonly rtt: ReadonlyMap<number, number>;
  readonly mosMin: number | null;
  readonly mosSum: number;
  readonly mosCount: number;
  readonly poorMs: number;
  readonly nothingReceived: boolean;
  readonly microphoneSilent: boolean;
}

export const UNKNOWN_QUALITY: CallQuality = {
  grade: 'good',
  cause: 'unknown',
  microphoneSilent: false,
  figures: {
    lossPercent: null,
    lossOutPercent: null,
    jitterMs: null,
    rttMs: null,
    codec: null,
    mos: null,
  },
  course: [],
  window: [],
  grading: FIRST_GRADE,
  silentMs: 0,
  tally: {
    received: 0,
    lost: 0,
    lossOutSum: 0,
    lossOutSeconds: 0,
    jitter: new Map(),
    rtt: new Map(),
    mosMin: null,
    mosSum: 0,
    mosCount: 0,
    poorMs: 0,
    nothingReceived: false,
    microphoneSilent: false,
  },
};

/** What a call's quality becomes with the next second of it. */
export function addSample(
  state: CallQuality,
  sample: QualitySample,
  { muted }: { readonly muted: boolean },
): CallQuality {
  const window = [...state.window, sample].filter(({ at }) => at > sample.at - WINDOW_MS);
  const silentMs = silenceOn(state.silentMs, sample, muted);
  const microphoneSilent = isSilent(silentMs);
  const { r, inLoss, outLoss } = judge(window);
  const mos = r === null ? null : mosOf(r);
  const grading = r === null ? state.grading : nextGrade(state.grading, r, sample.at);
  const figures: QualityFigures = {
    lossPercent: lossPercent(window),
    lossOutPercent: outLoss,
    jitterMs: sample.jitterMs,
    rttMs: sample.rttMs,
    codec: sample.codec,
    mos,
  };
  const course = mos === null ? state.course : [...state.course, { at: sample.at, mos }];
  return {
    grade: grading.grade,
    cause: likelyCause({
      inBad: inLoss === null ? null : isLossBad(inLoss, sample.codec),
      outBad: outLoss === null ? null : isLossBad(outLoss, sample.codec),
      microphoneSilent,
    }),
    microphoneSilent,
    figures,
    course: course.filter(({ at }) => at > sample.at - SHOWN_MS),
    window,
    grading,
    silentMs,
    tally: count(state.tally, sample, mos, grading.grade, microphoneSilent),
  };
}

/** The agent was told that nothing comes from the other side (`call/mediaWatch.ts` decides that). */
export function noteNothingReceived(state: CallQuality): CallQuality {
  return { ...state, tally: { ...state.tally, nothingReceived: true } };
}

/** Nobody is to be heard now, on hold for example: what was begun to be counted is void. */
export function pauseQuality(state: CallQuality): CallQuality {
  const undecided = { worseSince: null, betterSince: null };
  return {
    ...state,
    microphoneSilent: false,
    window: [],
    grading: { ...state.grading, ...undecided },
    silentMs: 0,
  };
}

function judge(window: readonly QualitySample[]): {
  readonly r: number | null;
  readonly inLoss: number | null;
  readonly outLoss: number | null;
} {
  const last = window.at(-1);
  const codec = impairmentOf(last?.codec ?? null);
  const halfTrip = (last?.rttMs ?? 0) / 2;
  const inLoss = lossPercent(window, true);
  const outLoss = last?.lossOutPercent ?? null;
  const farBuffer = Math.max(FAR_BUFFER_LEAST_MS, 2 * (last?.jitterOutMs ?? 0));
  const directions = [
    ...(inLoss === null ? [] : [rFactor(inLoss, halfTrip + (last?.bufferMs ?? 0), codec)]),
    ...(outLoss === null ? [] : [rFactor(outLoss, halfTrip + farBuffer, codec)]),
  ];
  return { r: directions.length === 0 ? null : Math.min(...directions), inLoss, outLoss };
}

function count(
  tally: Tally,
  sample: QualitySample,
  mos: number | null,
  grade: Grade,
  microphoneSilent: boolean,
): Tally {
  const out = sample.lossOutPercent;
  return {
    ...tally,
    received: tally.received + sample.received,
    lost: tally.lost + sample.lost,
    lossOutSum: tally.lossOutSum + (out ?? 0),
    lossOutSeconds: tally.lossOutSeconds + (out === null ? 0 : 1),
    jitter: counted(tally.jitter, sample.received > 0 ? sample.jitterMs : null),
    rtt: counted(tally.rtt, sample.rttMs),
    mosMin: mos === null ? tally.mosMin : Math.min(mos, tally.mosMin ?? mos),
    mosSum: tally.mosSum + (mos ?? 0),
    mosCount: tally.mosCount + (mos === null ? 0 : 1),
    poorMs: tally.poorMs + (grade === 'poor' ? sample.durationMs : 0),
    microphoneSilent: tally.microphoneSilent || microphoneSilent,
  };
}

function counted(
  counts: ReadonlyMap<number, number>,
  value: number | null,
): ReadonlyMap<number, number> {
  if (value === null) return counts;
  const whole = Math.min(600_000, Math.max(0, Math.round(value)));
  return new Map(counts).set(whole, (counts.get(whole) ?? 0) + 1);
}

/** The smallest value that `share` of all values do not exceed (nearest rank). */
export function percentile(counts: ReadonlyMap<number, number>, share: number): number | null {
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  let seen = 0;
  for (const [value, n] of [...counts].sort(([a], [b]) => a - b)) {
    seen += n;
    if (seen >= share * total) return value;
  }
  return null;
}

/** @returns null when nothing of the call was ever measured */
export function summaryOf({ tally, figures }: CallQuality): QualitySummary | null {
  const { received, mosCount, nothingReceived, microphoneSilent } = tally;
  if (mosCount === 0 && !nothingReceived && !microphoneSilent) return null;
  const lost = Math.max(0, tally.lost);
  return {
    codec: figures.codec?.slice(0, 40) ?? null,
    lossPercent: received + lost === 0 ? null : round((100 * lost) / (received + lost), 1),
    lossOutPercent:
      tally.lossOutSeconds === 0 ? null : round(tally.lossOutSum / tally.lossOutSeconds, 1),
    jitterP95Ms: percentile(tally.jitter, 0.95),
    rttP95Ms: percentile(tally.rtt, 0.95),
    mosMin: tally.mosMin === null ? null : round(tally.mosMin, 2),
    mosMean: mosCount === 0 ? null : round(tally.mosSum / mosCount, 2),
    poorS: Math.round(tally.poorMs / 1_000),
    nothingReceived,
    microphoneSilent,
  };
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

/** One word for a call that is over: no better than fair when any second of it was poor. */
export function gradeOfSummary({ mosMean, poorS }: QualitySummary): Grade | null {
  if (mosMean === null) return null;
  if (mosMean < mosOf(FAIR_FROM_R)) return 'poor';
  return mosMean < mosOf(GOOD_FROM_R) || poorS > 0 ? 'fair' : 'good';
}
