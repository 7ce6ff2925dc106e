import { describe, expect, it } from 'vitest';
import { randomFrom, seedOf } from '../../../../tests/support/fuzz/random.ts';
import type { Random } from '../../../../tests/support/fuzz/random.ts';
import { DEFAULT_REASONS, PROTECTED_BREAK } from '../availability/reasons.ts';
import { OFFICE_HOURS } from '../hours/businessHours.ts';
import { decideTreatment, misfitsOfRules } from './decide.ts';
import type { CallWhileAway } from './decide.ts';
import { callRuleSchema, RULE_TREATMENTS } from './rules.ts';
import type { CallRule } from './rules.ts';

const SEED = 20_261_126;
const RUNS = 400;
const NUMBERS = ['01012345678', '0212345678', '15881234', '1001'];
const WRITINGS = [
  '010-1234-5678',
  '+82 2-1234-5678',
  '０１０１２３４５６７８',
  '0082 1588-1234',
  '1001',
];
const MIDNIGHT = new Date('2026-11-26T00:00:00').getTime();

function anyRule(random: Random, id: string): CallRule {
  const maybe = <T>(value: () => T): T | undefined => (random.chance(0.3) ? value() : undefined);
  const minute = (): number => random.below(1_440);
  const from = minute();
  return callRuleSchema.parse({
    id,
    name: id,
    on: random.chance(0.8),
    when: {
      caller: maybe(() => ({ [random.pick(['exact', 'prefix'])]: random.pick(WRITINGS) })),
      group: maybe(() => random.pick(['urgent', 'gone'])),
      number: maybe(() => random.pick(['hidden', 'shown'])),
      repeatMinutes: maybe(() => 1 + random.below(60)),
      time: maybe(() => ({ from, to: (from + 1 + random.below(1_439)) % 1_440 })),
      weekdays: maybe(() => [random.below(7), random.below(7)]),
      hours: maybe(() => random.pick(['inside', 'outside'])),
      reasons: maybe(() => [random.pick(DEFAULT_REASONS).id]),
    },
    then: { do: random.pick(RULE_TREATMENTS), to: '1002' },
    urgent: random.chance(0.5),
  });
}

function anyCall(random: Random): CallWhileAway {
  const at = MIDNIGHT + random.below(7 * 86_400_000);
  const hidden = random.chance(0.3);
  return {
    rules: Array.from({ length: random.below(8) }, (_, place) => anyRule(random, `r${place}`)),
    groups: [{ id: 'urgent', name: null, members: [{ exact: random.pick(WRITINGS) }] }],
    hours: OFFICE_HOURS,
    reason: random.pick(DEFAULT_REASONS),
    caller: { e164: null, dialled: hidden ? 'anonymous' : random.pick(NUMBERS) },
    at,
    earlier: random.chance(0.5) ? [at - random.below(7_200_000)] : [],
  };
}

function forAll(check: (call: CallWhileAway, random: Random) => void): void {
  for (let index = 0; index < RUNS; index += 1) {
    const random = randomFrom(seedOf(SEED, index));
    check(anyCall(random), random);
  }
}

describe('whatever the rules and the call', () => {
  it('the first rule in whose way nothing is decides, and no other', () => {
    let decided = 0;
    forAll((call) => {
      const place = misfitsOfRules(call).findIndex((misfits) => misfits.length === 0);
      const decision = decideTreatment(call);
      expect(decision.ruleId).toBe(call.rules[place]?.id ?? null);
      expect(decision.by).toBe(place < 0 ? 'reason' : 'rule');
      if (place >= 0) decided += 1;
    });
    // Neither always nor never: else the property says nothing.
    expect(decided).toBeGreaterThan(RUNS / 10);
    expect(decided).toBeLessThan(RUNS);
  });

  it('what stands behind the rule that decides changes nothing', () => {
    forAll((call, random) => {
      const decision = decideTreatment(call);
      const place = call.rules.findIndex(({ id }) => id === decision.ruleId);
      if (place < 0) return;
      const rules = [...call.rules.slice(0, place + 1), anyRule(random, 'behind')];
      expect(decideTreatment({ ...call, rules })).toEqual(decision);
    });
  });

  it('taking the rule that decides away lets the next that fits decide', () => {
    forAll((call) => {
      const { ruleId } = decideTreatment(call);
      const rules = call.rules.filter(({ id }) => id !== ruleId);
      const next = decideTreatment({ ...call, rules });
      const places = call.rules.map(({ id }) => id);
      if (next.ruleId !== null && ruleId !== null) {
        expect(places.indexOf(next.ruleId)).toBeGreaterThan(places.indexOf(ruleId));
      }
    });
  });

  it('a rule that is off decides nothing: it may as well not be there', () => {
    forAll((call) => {
      const rules = call.rules.filter(({ on }) => on);
      expect(decideTreatment({ ...call, rules })).toEqual(decideTreatment(call));
    });
  });

  it('nobody who withholds their number fits a rule that goes by the number', () => {
    forAll((call) => {
      const caller = { e164: null, dialled: 'anonymous' };
      const { ruleId } = decideTreatment({ ...call, caller });
      const when = call.rules.find(({ id }) => id === ruleId)?.when ?? {};
      expect([when.caller, when.group, when.repeatMinutes]).toEqual(Array(3).fill(undefined));
      expect(when.number).not.toBe('shown');
    });
  });

  it('a time and the rest of the day share every minute between them', () => {
    forAll((call, random) => {
      const { from, to } = anySpan(random);
      const fits = (time: CallRule['when']['time']): boolean => {
        const rule = callRuleSchema.parse({
          id: 'r',
          name: 'r',
          when: { time },
          then: { do: 'busy' },
        });
        return decideTreatment({ ...call, rules: [rule] }).by === 'rule';
      };
      expect(fits({ from, to })).toBe(!fits({ from: to, to: from }));
    });
  });

  it('nothing rings in a protected break, whatever the rules', () => {
    const reason = DEFAULT_REASONS.find(({ id }) => id === PROTECTED_BREAK);
    if (!reason) throw new Error('There is no protected break.');
    forAll((call) => {
      const decision = decideTreatment({ ...call, reason });
      if (decision.by !== 'emergency') expect(decision.treatment).not.toMatch(/^ring/);
    });
  });

  it('a forwarded call has somewhere to go, and no other call has', () => {
    forAll((call) => {
      const { treatment, forwardTo } = decideTreatment(call);
      expect(forwardTo !== null).toBe(treatment === 'forward');
    });
  });
});

function anySpan(random: Random): { from: number; to: number } {
  const from = random.below(1_440);
  return { from, to: (from + 1 + random.below(1_439)) % 1_440 };
}
