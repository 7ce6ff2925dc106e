import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../tests/support/fuzz/random.ts';
import type { Random } from '../../../../tests/support/fuzz/random.ts';
import { CONSENT_KINDS, NO_PREFERENCES } from './customer.ts';
import type { CustomerFact } from './customer.ts';
import { rowOf } from './record.ts';
import { unite } from './unite.ts';

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  return items.map(() => left.splice(random.below(left.length), 1)[0] as T);
}

/** Anything that may be said of one customer, several things at one moment too. */
function story(customerId: string, random: Random): CustomerFact[] {
  const numberOf = (n: number) => ({ number: `010-0000-000${n}`, e164: `+82100000000${n}` });
  return Array.from({ length: 1 + random.below(25) }, (_, index): CustomerFact => {
    const fact = { id: `${customerId}-${index}`, customerId, at: random.below(12) };
    const noteId = `${customerId}-note-${random.below(3)}`;
    const text = `말 ${random.below(9)}`;
    switch (random.below(11)) {
      case 0:
        return { ...fact, type: 'created', numbers: [numberOf(random.below(5))] };
      case 1:
        return { ...fact, type: 'named', name: text };
      case 2:
        return { ...fact, type: 'number-added', number: numberOf(random.below(5)) };
      case 3:
        return { ...fact, type: 'number-removed', key: numberOf(random.below(5)).e164 };
      case 4:
        return {
          ...fact,
          type: 'preferred',
          preferences: { ...NO_PREFERENCES, age: text, days: [random.below(7)] },
        };
      case 5:
        return { ...fact, type: 'addressed', kind: 'mail', address: text };
      case 6: {
        const kind = CONSENT_KINDS[random.below(CONSENT_KINDS.length)] ?? 'newsletter';
        return {
          ...fact,
          type: 'consented',
          kind,
          given: random.below(2) === 0,
          on: random.below(9),
          source: text,
        };
      }
      case 7:
        return { ...fact, type: 'noted', noteId, text, callId: null };
      case 8:
        return { ...fact, type: 'note-edited', noteId, text };
      case 9:
        return random.below(4) === 0
          ? { ...fact, type: 'erased', reason: text }
          : { ...fact, type: 'note-removed', noteId };
      default:
        return random.below(2) === 0
          ? { ...fact, type: 'merged', into: 'somebody', reason: 'hand' }
          : { ...fact, type: 'unmerged', merge: `${customerId}-${random.below(index + 1)}` };
    }
  });
}

const RUNS = 400;

describe('whatever is said of a customer', () => {
  it('adds up to the same in any order, told any number of times', () => {
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const random = randomFrom(seed);
      const facts = story('kim', random);
      const again = facts.filter(() => random.below(3) === 0);
      const row = rowOf('kim', facts, 'agent');
      expect(rowOf('kim', shuffled([...facts, ...again], random), 'agent'), `seed ${seed}`).toEqual(
        row,
      );
    }
  });

  it('is the same on both cards again when a merge is taken back', () => {
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const random = randomFrom(seed);
      const [kim, lee] = [story('kim', random), story('lee', random)].map((facts) =>
        facts.filter(({ type }) => type !== 'merged' && type !== 'unmerged'),
      );
      const rowsOf = (extra: CustomerFact[]) => ({
        kim: rowOf('kim', kim ?? [], 'agent'),
        lee: rowOf('lee', [...(lee ?? []), ...extra], 'agent'),
      });
      const before = rowsOf([]);
      if (!before.kim || !before.lee) continue;
      const merged = {
        id: 'm',
        customerId: 'lee',
        at: 50,
        type: 'merged',
        into: 'kim',
        reason: 'hand',
      } as const;
      const joined = rowsOf([merged]);
      // Joining changes nothing of the one joined with, and loses nothing of the other.
      expect(joined.kim).toEqual(before.kim);
      const card = unite(before.kim, joined.lee ? [joined.lee] : []);
      const said = (notes: readonly { id: string }[]) => notes.map(({ id }) => id).sort();
      expect(said(card.notes)).toEqual(said([...before.kim.notes, ...before.lee.notes]));
      const undone = { id: 'u', customerId: 'lee', at: 60, type: 'unmerged', merge: 'm' } as const;
      const { lee: back } = rowsOf([merged, undone]);
      expect({ ...back, changedAt: 0 }, `seed ${seed}`).toEqual({ ...before.lee, changedAt: 0 });
      expect(unite(before.kim, [])).toEqual(unite(rowsOf([merged, undone]).kim ?? before.kim, []));
    }
  });
});
