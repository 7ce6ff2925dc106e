import { DEFAULT_RESULTS, DEFAULT_TYPES } from '#shared/domain/disposition/defaults.ts';
import { disposed } from '#shared/domain/disposition/disposition.ts';
import { pathTo } from '#shared/domain/disposition/tree.ts';
import type { CallFact, Outcome } from '#shared/domain/call/record.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import { noteOf, TAGS } from './words.ts';

/** One call from its first fact to its last, as a desk has them. */

const SECOND = 1_000;
const MINUTE = 60_000;

const MISSED: readonly (readonly [Outcome, number])[] = [
  ['missed', 0.75],
  ['rejected', 0.08],
  ['answered-elsewhere', 0.12],
  ['failed', 0.05],
];
const UNREACHED: readonly (readonly [Outcome, number])[] = [
  ['missed', 0.6],
  ['busy', 0.2],
  ['cancelled', 0.15],
  ['failed', 0.05],
];

const LEAVES = DEFAULT_TYPES.filter(
  ({ id }) => !DEFAULT_TYPES.some(({ parentId }) => parentId === id),
);

export interface SeedCall {
  readonly at: number;
  readonly person: Person;
  readonly agent: number;
  readonly random: Random;
  /** UUIDv7 of this moment. */
  readonly idAt: (at: number) => string;
}

function weighted<T>(random: Random, choices: readonly (readonly [T, number])[]): T {
  let left = random.next();
  for (const [choice, often] of choices) {
    left -= often;
    if (left < 0) return choice;
  }
  return (choices[0] as readonly [T, number])[0];
}

/** @returns the facts in order; the first is `started` */
export function factsOfCall({ at, person, agent, random, idAt }: SeedCall): CallFact[] {
  const callId = idAt(at);
  const inbound = random.happens(0.68);
  const facts: CallFact[] = [];
  let now = at;
  const add = (fact: object, after = 0): void => {
    now += after;
    facts.push({ id: idAt(now), callId, at: now, ...fact } as CallFact);
  };
  const { name, dialled, e164 } = person;
  add({
    ...{ type: 'started', direction: inbound ? 'inbound' : 'outbound' },
    ...{ address: `sip:${dialled}@pbx.example.com`, dialled, e164, name, rawName: name },
    sipCallId: `${callId}@pbx.example.com`,
    account: `sip:${1_001 + agent}@pbx.example.com`,
    practice: false,
  });
  const answered = random.happens(inbound ? 0.82 : 0.64);
  const ring = 2 * SECOND + random.length(answered ? 7 : 22) * SECOND;
  if (!answered) {
    const outcome = weighted(random, inbound ? MISSED : UNREACHED);
    add({ type: 'ended', outcome, by: 'customer', cause: { code: 'sip.cancel' } }, ring);
    return facts;
  }
  add({ type: 'answered' }, ring);
  const talk = 20 * SECOND + random.length(170) * SECOND;
  if (random.happens(0.22)) {
    add({ type: 'held' }, Math.round(talk / 3));
    add({ type: 'resumed' }, 5 * SECOND + random.length(35) * SECOND);
  }
  const by = random.happens(0.7) ? 'customer' : 'agent';
  add({ type: 'ended', outcome: 'answered', by, cause: { code: 'sip.bye' } }, talk);
  add({ type: 'quality', summary: qualityOf(random) });
  if (random.happens(0.6)) add({ type: 'noted', note: noteOf(random) }, 10 * SECOND);
  if (random.happens(0.85)) {
    const leaf = random.pick(LEAVES);
    const result = random.pick(DEFAULT_RESULTS);
    const disposition = disposed(pathTo(DEFAULT_TYPES, leaf.id), result);
    add({ type: 'disposed', disposition, by: `sip:${1_001 + agent}@pbx.example.com` }, 5 * SECOND);
  }
  if (random.happens(0.08)) add({ type: 'tagged', tags: [random.pick(TAGS)] }, MINUTE);
  return facts;
}

function qualityOf(random: Random): object {
  const bad = random.happens(0.04);
  const mosMean = bad ? 2.2 + random.next() : 4.1 + random.next() * 0.3;
  const round = (value: number): number => Math.round(value * 100) / 100;
  return {
    codec: 'opus',
    lossPercent: bad ? round(3 + random.next() * 8) : round(random.next()),
    lossOutPercent: round(random.next()),
    jitterP95Ms: bad ? 40 + random.below(80) : 3 + random.below(15),
    rttP95Ms: 20 + random.below(80),
    mosMin: round(mosMean - (bad ? 0.8 : 0.2)),
    mosMean: round(mosMean),
    poorS: bad ? 5 + random.below(60) : 0,
    nothingReceived: false,
    microphoneSilent: false,
  };
}
