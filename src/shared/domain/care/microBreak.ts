import { WRAP_UP } from '../availability/reasons.ts';
import type { CareSettings } from './careSettings.ts';

/*
 * When a short break is suggested. It is told from when there were calls and when there were none:
 * nobody is measured or judged, and nothing is stored for it. All times are epoch milliseconds.
 */

const MINUTE_MS = 60_000;

/** A call as long as this is work for two. */
const HEAVY_CALL_MS = 20 * MINUTE_MS;
/** A promised call is prepared in peace. */
const BEFORE_PROMISE_MS = 10 * MINUTE_MS;

interface Stretch {
  readonly from: number;
  /** Null while it goes on. */
  readonly to: number | null;
}

/** What there was of the last hours, as the availability keeps it. */
export interface RecentDesk {
  readonly talks: readonly Stretch[];
  readonly spans: readonly (Stretch & {
    readonly kind: 'available' | 'away' | 'off';
    readonly reasonId: string | null;
  })[];
}

export interface Work {
  /** Calls and what is written after them, since the last break. */
  readonly ms: number;
  /** One of those calls was very long. */
  readonly heavy: boolean;
}

/** Whatever took somebody from the phone for as long as a break is one, also a meal or a meeting. */
export function workSinceBreak(desk: RecentDesk, breakMinutes: number, now: number): Work {
  const since = Math.max(
    0,
    ...desk.spans
      .filter(({ kind, reasonId }) => kind === 'off' || (kind === 'away' && reasonId !== WRAP_UP))
      .filter(({ from, to }) => (to ?? now) - from >= breakMinutes * MINUTE_MS)
      .map(({ to }) => to ?? now),
  );
  const wrapUps = desk.spans.filter(({ reasonId }) => reasonId === WRAP_UP);
  const lengthOf = ({ from, to }: Stretch): number =>
    Math.max(0, (to ?? now) - Math.max(from, since));
  const talks = desk.talks.map(lengthOf);
  return {
    ms: [...talks, ...wrapUps.map(lengthOf)].reduce((sum, ms) => sum + ms, 0),
    heavy: talks.some((ms) => ms >= HEAVY_CALL_MS),
  };
}

export interface BreakMoment {
  readonly settings: Pick<CareSettings, 'on' | 'everyMinutes' | 'breakMinutes'>;
  readonly work: Work;
  readonly kind: 'available' | 'away' | 'wrap-up';
  /** Of every phase: one that rings counts. */
  readonly calls: number;
  /** When the next promise to a customer is due; null without one. One that is late holds nothing. */
  readonly nextDueAt: number | null;
  /** The agent has put it off until then. */
  readonly notBefore: number;
  readonly now: number;
}

export interface BreakSuggestion {
  readonly minutes: number;
  readonly why: 'worked' | 'heavy';
}

/** A break to suggest now, or none: not with a customer there, and not over a promise. */
export function suggestBreak(moment: BreakMoment): BreakSuggestion | null {
  const { settings, work, kind, calls, nextDueAt, notBefore, now } = moment;
  if (!settings.on || kind !== 'available' || calls > 0 || now < notBefore) return null;
  const overAt = now + settings.breakMinutes * MINUTE_MS;
  const promised = nextDueAt !== null && nextDueAt >= now;
  if (promised && overAt > nextDueAt - BEFORE_PROMISE_MS) return null;
  if (work.heavy) return { minutes: settings.breakMinutes, why: 'heavy' };
  if (work.ms < settings.everyMinutes * MINUTE_MS) return null;
  return { minutes: settings.breakMinutes, why: 'worked' };
}
