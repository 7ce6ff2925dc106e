import type { Strategy } from './content.ts';

/*
 * How much a text says, and which strategy is advised. The ratings are those of DOMAIN.md's table;
 * what is known of the call says which of the ten criteria count. It is advice: whoever writes
 * chooses.
 */

export const CRITERIA = [
  'speed',
  'detail',
  'convenience',
  'efficiency',
  'errorRisk',
  'satisfaction',
  'cost',
  'time',
  'extraWork',
  'integration',
] as const;
export type Criterion = (typeof CRITERIA)[number];

/** 1 to 5, where 5 is most; an amount for what is not rated. With `errorRisk` 5 is riskiest. */
export type Rating = 1 | 2 | 3 | 4 | 5 | 'low' | 'medium' | 'high';

type Ratings = Readonly<Record<Criterion, Rating>>;

export const RATINGS: Readonly<Record<Strategy, Ratings>> = {
  confirmation: {
    ...{ speed: 5, detail: 1, convenience: 4, efficiency: 5, errorRisk: 3, satisfaction: 4 },
    ...{ cost: 'low', time: 'low', extraWork: 'low', integration: 'low' },
  },
  detail: {
    ...{ speed: 3, detail: 5, convenience: 4, efficiency: 2, errorRisk: 2, satisfaction: 4 },
    ...{ cost: 'medium', time: 'high', extraWork: 'high', integration: 'medium' },
  },
  reservation: {
    ...{ speed: 4, detail: 3, convenience: 5, efficiency: 3, errorRisk: 4, satisfaction: 5 },
    ...{ cost: 'medium', time: 'medium', extraWork: 'medium', integration: 'high' },
  },
};

/** What is good to have much of; of everything else little is good. */
const MORE_IS_BETTER: ReadonlySet<Criterion> = new Set([
  ...(['speed', 'detail', 'convenience', 'efficiency', 'satisfaction'] as const),
]);
const AMOUNTS = { low: 1, medium: 3, high: 5 } as const;

/** 1 to 5: how well a strategy does by a criterion. */
function merit(strategy: Strategy, criterion: Criterion): number {
  const rating = RATINGS[strategy][criterion];
  const amount = typeof rating === 'number' ? rating : AMOUNTS[rating];
  return MORE_IS_BETTER.has(criterion) ? amount : 6 - amount;
}

/** What makes some criteria count. */
export const SITUATIONS = [
  /** A day, a place or a visit was spoken of. */
  'appointment',
  /** A contract, terms, money: what a customer has to be able to read again. */
  'contract',
  /** More was agreed than fits one short text. */
  'long',
  'short',
  /** They will be called again: a word of confirmation will do until then. */
  'promise',
  /** Nothing fills a reservation in: it is typed by hand. */
  'by-hand',
] as const;
export type Situation = (typeof SITUATIONS)[number];

type Weights = Readonly<Partial<Record<Criterion, number>>>;

/** How much each criterion counts in a situation. */
const WEIGHTS: Readonly<Record<Situation, Weights>> = {
  appointment: { convenience: 7, satisfaction: 7, detail: 2 },
  contract: { detail: 7, errorRisk: 2 },
  long: { detail: 2, errorRisk: 1 },
  short: { speed: 2, efficiency: 2, time: 1, cost: 1, extraWork: 1 },
  promise: { speed: 1, efficiency: 1 },
  'by-hand': { integration: 1 },
};

export interface KnownOfCall {
  /** What it was about, and what was agreed, in whatever words. */
  readonly words: string;
  readonly promise: boolean;
  /** Of a reservation: a notice of its change can be nothing else. */
  readonly reservation: boolean;
  /** A booking system fills reservations in. */
  readonly booking: boolean;
}

const APPOINTMENT =
  /예약|방문|내원|내방|진료|검진|상담일|설치일|약속 ?장소|appointment|reservation|booking|\bvisit/i;
const CONTRACT =
  /계약|약관|계좌|보험|대출|해지|위약금|요금제|청구|환불|보증|contract|\bterms\b|account|insurance|refund|warranty/i;
/** Characters of Korean that still leave room for a greeting and a time in one SMS. */
const SHORT = 30;

function situationsOf({ words, promise, reservation, booking }: KnownOfCall): readonly Situation[] {
  const appointment = reservation || APPOINTMENT.test(words);
  return SITUATIONS.filter((situation) => {
    switch (situation) {
      case 'appointment':
        return appointment;
      case 'contract':
        return CONTRACT.test(words);
      case 'long':
        return words.trim().length > SHORT;
      case 'short':
        return words.trim().length <= SHORT;
      case 'promise':
        return promise;
      case 'by-hand':
        return appointment && !booking;
    }
  });
}

export interface Reason {
  readonly situation: Situation;
  /** What counts because of it, the weightiest first. */
  readonly criteria: readonly Criterion[];
}

export interface Advice {
  /** The best first. */
  readonly order: readonly Strategy[];
  readonly reasons: readonly Reason[];
  /** What counts here, and how much; the others do not. */
  readonly weights: Weights;
}

/** @returns all three strategies, and why they stand in this order */
export function advise(known: KnownOfCall): Advice {
  const situations = situationsOf(known);
  const weights: Partial<Record<Criterion, number>> = {};
  for (const situation of situations) {
    for (const criterion of CRITERIA) {
      const weight = WEIGHTS[situation][criterion];
      if (weight !== undefined) weights[criterion] = (weights[criterion] ?? 0) + weight;
    }
  }
  const total = (strategy: Strategy): number =>
    CRITERIA.reduce((sum, one) => sum + (weights[one] ?? 0) * merit(strategy, one), 0);
  const strategies: readonly Strategy[] = ['confirmation', 'detail', 'reservation'];
  const order = strategies.toSorted((a, b) => total(b) - total(a));
  return {
    order: known.reservation
      ? ['reservation', ...order.filter((one) => one !== 'reservation')]
      : order,
    reasons: situations.map((situation) => ({
      situation,
      criteria: CRITERIA.filter((one) => WEIGHTS[situation][one] !== undefined).toSorted(
        (a, b) => (WEIGHTS[situation][b] ?? 0) - (WEIGHTS[situation][a] ?? 0),
      ),
    })),
    weights,
  };
}
