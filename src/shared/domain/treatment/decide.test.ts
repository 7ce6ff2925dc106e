import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_REASONS, PROTECTED_BREAK } from '../availability/reasons.ts';
import type { AwayReason } from '../availability/reasons.ts';
import { OFFICE_HOURS } from '../hours/businessHours.ts';
import { decideTreatment, misfitsOfRules, treatmentDecisionSchema } from './decide.ts';
import type { CallWhileAway } from './decide.ts';
import { DEFAULT_GROUPS, numberGroupsSchema } from './groups.ts';
import type { NumberGroup } from './groups.ts';
import { callRuleSchema, callRulesSchema, DEFAULT_RULES, minutesOfLogNeeded } from './rules.ts';
import type { CallRule } from './rules.ts';

const zone = process.env.TZ;
afterEach(() => (process.env.TZ = zone));

const at = (text: string): number => new Date(text).getTime();
/** A Thursday, in office hours. */
const NOON = at('2026-11-26T12:00:00');
const CUSTOMER = { e164: '+821012345678', dialled: '01012345678' };
const HIDDEN = { e164: null, dialled: 'anonymous' };
const minutesBefore = (minutes: number, moment = NOON): number => moment - minutes * 60_000;

function reason(id: string, change: Partial<AwayReason> = {}): AwayReason {
  const found = DEFAULT_REASONS.find((one) => one.id === id);
  if (!found) throw new Error(`There is no reason ${id}.`);
  return { ...found, ...change };
}

let made = 0;
function rule(change: Record<string, unknown>): CallRule {
  made += 1;
  return callRuleSchema.parse({
    ...{ id: `r${made}`, name: `규칙 ${made}`, when: {}, then: { do: 'ring' } },
    ...change,
  });
}

function call(change: Partial<CallWhileAway> = {}): CallWhileAway {
  return {
    rules: [],
    groups: [],
    hours: OFFICE_HOURS,
    reason: reason('meeting'),
    caller: CUSTOMER,
    at: NOON,
    earlier: [],
    ...change,
  };
}

/** What is in the way of a single rule with this condition. */
function misfits(when: Record<string, unknown>, change: Partial<CallWhileAway> = {}) {
  return misfitsOfRules(call({ rules: [rule({ when })], ...change }))[0];
}

describe('without a rule that fits', () => {
  it.each([
    ['meeting', 'greet'],
    ['focus', 'ring-quietly'],
    ['outage', 'busy'],
  ])('the reason %s decides: %s', (id, treatment) => {
    expect(decideTreatment(call({ reason: reason(id) }))).toEqual({
      ...{ treatment, forwardTo: null, urgent: false, by: 'reason' },
      ...{ ruleId: null, ruleName: null, why: ['no-rule'] },
    });
  });

  it('the reason may forward', () => {
    const forwarding = reason('meeting', { treatment: 'forward', forwardTo: ' 1002 ' });
    expect(decideTreatment(call({ reason: forwarding }))).toMatchObject({
      ...{ treatment: 'forward', forwardTo: '1002', by: 'reason' },
    });
  });
});

describe('the first rule that fits', () => {
  it('decides, and is named', () => {
    const rules = [
      rule({ when: { caller: { exact: '02-111-2222' } }, then: { do: 'busy' } }),
      rule({
        id: 'mine',
        name: '단골',
        when: { caller: { prefix: '010-1234' }, hours: 'inside' },
        then: { do: 'ring-quietly' },
        urgent: true,
      }),
      rule({ then: { do: 'busy' } }),
    ];
    const decision = decideTreatment(call({ rules }));
    expect(decision).toEqual({
      ...{ treatment: 'ring-quietly', forwardTo: null, urgent: true, by: 'rule' },
      ...{ ruleId: 'mine', ruleName: '단골', why: ['caller', 'hours'] },
    });
    expect(treatmentDecisionSchema.parse(decision)).toEqual(decision);
  });

  it('with no condition decides about every call, hidden numbers too', () => {
    const rules = [rule({ then: { do: 'busy' } })];
    expect(decideTreatment(call({ rules, caller: HIDDEN }))).toMatchObject({
      ...{ treatment: 'busy', by: 'rule', why: ['every-call'] },
    });
  });

  it('never is one that is off', () => {
    const rules = [rule({ on: false }), rule({ then: { do: 'busy' } })];
    expect(decideTreatment(call({ rules })).treatment).toBe('busy');
    expect(misfitsOfRules(call({ rules }))).toEqual([['off'], []]);
  });

  it('has all its conditions met, and says each that is not', () => {
    const when = {
      ...{ caller: { exact: '1001' }, hours: 'outside', reasons: ['meal'] },
      ...{ repeatMinutes: 5, weekdays: [0] },
    };
    expect(misfits(when)).toEqual(['caller', 'repeatMinutes', 'weekdays', 'hours', 'reasons']);
    expect(misfits({ hours: 'inside', reasons: ['meal', 'meeting'], weekdays: [4] })).toEqual([]);
  });
});

describe('a caller', () => {
  const vip: NumberGroup = {
    ...{ id: 'vip', name: '단골' },
    members: [{ exact: '+82 10 1234 5678' }, { prefix: '1588' }],
  };

  it.each([
    ['in the group', CUSTOMER, []],
    ['in the group by a beginning', { e164: '+8215889999', dialled: '15889999' }, []],
    ['not in the group', { e164: null, dialled: '1001' }, ['group']],
    ['without a number', HIDDEN, ['withheld']],
  ])('%s', (_, caller, expected) => {
    expect(misfits({ group: 'vip' }, { groups: [vip], caller })).toEqual(expected);
  });

  it('fits no group that has been taken away, and no empty one', () => {
    expect(misfits({ group: 'vip' })).toEqual(['group-gone']);
    expect(misfits({ group: 'urgent' }, { groups: DEFAULT_GROUPS })).toEqual(['group']);
  });

  it('is looked for in at most a thousand numbers, of all groups together', () => {
    const group = (id: string, count: number): NumberGroup => ({
      ...{ id, name: id },
      members: Array.from({ length: count }, () => ({ exact: '1001' })),
    });
    expect(numberGroupsSchema.safeParse([group('a', 500), group('b', 500)]).success).toBe(true);
    expect(numberGroupsSchema.safeParse([group('a', 500), group('b', 501)]).success).toBe(false);
    expect(numberGroupsSchema.safeParse([group('a', 1), group('a', 1)]).success).toBe(false);
  });

  it.each([
    [{ number: 'hidden' }, HIDDEN, []],
    [{ number: 'hidden' }, CUSTOMER, ['number']],
    [{ number: 'shown' }, CUSTOMER, []],
    [{ number: 'shown' }, HIDDEN, ['number']],
    [{ caller: { exact: '0' } }, HIDDEN, ['withheld']],
    [{ caller: { prefix: '0' }, group: 'vip', repeatMinutes: 9 }, HIDDEN, ['withheld']],
  ])('who shows a number or not: %j', (when, caller, expected) => {
    expect(misfits(when, { groups: [vip], caller, earlier: [NOON - 1] })).toEqual(expected);
  });
});

describe('a second call', () => {
  it.each([
    ['none before', [], false],
    ['just before', [NOON - 1], true],
    ['at the very end of the time', [minutesBefore(10)], true],
    ['too long ago', [minutesBefore(10) - 1], false],
    ['one of several, in any order', [minutesBefore(300), minutesBefore(3)], true],
    ['this call itself, which is in the log too', [NOON], false],
    ['one from the future, after the clock was set back', [NOON + 60_000], false],
  ])('%s', (_, earlier, fits) => {
    expect(misfits({ repeatMinutes: 10 }, { earlier })).toEqual(fits ? [] : ['repeatMinutes']);
  });

  it('is nobody’s where the number is withheld: it may be two people', () => {
    const hidden = { caller: HIDDEN, earlier: [NOON - 1] };
    expect(misfits({ repeatMinutes: 10 }, hidden)).toEqual(['withheld']);
  });

  it('says how much of the log it needs', () => {
    expect(minutesOfLogNeeded([])).toBe(0);
    expect(minutesOfLogNeeded(DEFAULT_RULES)).toBe(10);
    const off = rule({ on: false, when: { repeatMinutes: 60 } });
    expect(minutesOfLogNeeded([off, rule({ when: { repeatMinutes: 20 } })])).toBe(20);
  });
});

describe('a time of day', () => {
  const night = { from: 22 * 60, to: 6 * 60 };
  it.each([
    ['2026-11-26T21:59:59.999', night, false],
    ['2026-11-26T22:00:00', night, true],
    ['2026-11-26T23:59:59.999', night, true],
    ['2026-11-27T00:00:00', night, true],
    ['2026-11-27T05:59:59.999', night, true],
    ['2026-11-27T06:00:00', night, false],
    ['2026-11-26T08:59:59', { from: 540, to: 720 }, false],
    ['2026-11-26T09:00:00', { from: 540, to: 720 }, true],
    ['2026-11-26T12:00:00', { from: 540, to: 720 }, false],
    ['2026-11-26T23:59:59', { from: 1_320, to: 1_440 }, true],
    ['2026-11-27T00:00:00', { from: 1_320, to: 1_440 }, false],
    ['2026-11-27T00:00:00', { from: 1_320, to: 0 }, false],
  ])('%s in %j: %s', (text, time, inside) => {
    expect(misfits({ time }, { at: at(text) })).toEqual(inside ? [] : ['time']);
  });

  it.each([
    // Thursday night, which goes on into Friday morning.
    ['2026-11-26T23:00:00', []],
    ['2026-11-27T02:00:00', []],
    // Thursday morning belongs to Wednesday night, Friday evening to Friday's.
    ['2026-11-26T02:00:00', ['weekdays']],
    ['2026-11-27T23:00:00', ['weekdays']],
    ['2026-11-26T12:00:00', ['time']],
  ])('of Thursday night, at %s: %j', (text, expected) => {
    expect(misfits({ time: night, weekdays: [4] }, { at: at(text) })).toEqual(expected);
  });

  it('of Saturday night goes on into Sunday', () => {
    const when = { time: night, weekdays: [6] };
    expect(misfits(when, { at: at('2026-11-29T03:00:00') })).toEqual([]);
    expect(misfits(when, { at: at('2026-11-30T03:00:00') })).toEqual(['weekdays']);
  });

  it.each([
    ['2026-11-26T23:59:59', []],
    ['2026-11-27T00:00:00', ['weekdays']],
  ])('a weekday alone ends at midnight: %s', (text, expected) => {
    expect(misfits({ weekdays: [4] }, { at: at(text) })).toEqual(expected);
  });

  it('is the wall clock’s on a day of 25 hours: an hour that comes twice fits twice', () => {
    process.env.TZ = 'America/New_York';
    const first = at('2026-11-01T05:30:00Z');
    const [hour, day] = [{ from: 60, to: 120 }, [0]];
    for (const moment of [first, first + 3_600_000]) {
      expect(new Date(moment).getHours()).toBe(1);
      expect(misfits({ time: hour, weekdays: day }, { at: moment })).toEqual([]);
    }
    expect(misfits({ time: hour }, { at: first + 7_200_000 })).toEqual(['time']);
  });

  it('is the wall clock’s on a day of 23 hours: nine stays nine', () => {
    process.env.TZ = 'America/New_York';
    const nine = new Date(2026, 2, 8, 9).getTime();
    const when = { time: { from: 540, to: 600 }, weekdays: [0] };
    expect(misfits(when, { at: nine })).toEqual([]);
    expect(misfits(when, { at: nine - 1 })).toEqual(['time']);
    // 02:00 to 03:00 does not happen on that day.
    const moments = Array.from({ length: 23 * 60 }, (_, minute) => {
      return new Date(2026, 2, 8).getTime() + minute * 60_000;
    });
    const gone = { time: { from: 120, to: 180 } };
    expect(moments.filter((moment) => misfits(gone, { at: moment })?.length === 0)).toEqual([]);
  });

  it.each([
    ['2026-11-26T17:59:59', 'inside', []],
    ['2026-11-26T18:00:00', 'inside', ['hours']],
    ['2026-11-26T18:00:00', 'outside', []],
    ['2026-11-28T12:00:00', 'outside', []],
  ])('business hours at %s, %s: %j', (text, hours, expected) => {
    expect(misfits({ hours }, { at: at(text) })).toEqual(expected);
  });
});

describe('forwarding', () => {
  it.each([
    ['a colleague', '1002', 'forward', '1002', ['every-call']],
    ['a number', '02-123-4567', 'forward', '02-123-4567', ['every-call']],
    [
      'an address',
      'sip:1002@pbx.example.com',
      'forward',
      'sip:1002@pbx.example.com',
      ['every-call'],
    ],
    ['whoever calls', '+82 10-1234-5678', 'greet', null, ['every-call', 'forward-caller']],
    ['an emergency number', '119', 'greet', null, ['every-call', 'forward-emergency']],
  ])('to %s', (_, to, treatment, forwardTo, why) => {
    const rules = [rule({ then: { do: 'forward', to } })];
    const decision = decideTreatment(call({ rules }));
    expect(decision).toMatchObject({ treatment, forwardTo, why, by: 'rule' });
  });

  it.each([
    ['', 'forward-missing'],
    ['  ', 'forward-missing'],
    ['옆자리 동료', 'forward-invalid'],
  ])('of a reason to %j: the caller is greeted', (forwardTo, code) => {
    const broken = reason('meeting', { treatment: 'forward', forwardTo });
    expect(decideTreatment(call({ reason: broken }))).toMatchObject({
      ...{ treatment: 'greet', forwardTo: null, by: 'reason', why: ['no-rule', code] },
    });
  });

  it('of somebody without a number works', () => {
    const rules = [rule({ then: { do: 'forward', to: '1002' } })];
    expect(decideTreatment(call({ rules, caller: HIDDEN })).treatment).toBe('forward');
  });
});

describe('the rules that come with the app', () => {
  const urgent: NumberGroup = { id: 'urgent', name: null, members: [{ exact: '010-1234-5678' }] };

  it('let the urgent group through, as urgent', () => {
    const decision = decideTreatment(call({ rules: DEFAULT_RULES, groups: [urgent] }));
    expect(decision).toMatchObject({ treatment: 'ring', urgent: true, ruleId: 'urgent-group' });
  });

  it('let a second call within ten minutes through', () => {
    const again = { rules: DEFAULT_RULES, groups: DEFAULT_GROUPS, earlier: [minutesBefore(9)] };
    expect(decideTreatment(call(again))).toMatchObject({
      ...{ treatment: 'ring', urgent: false, ruleId: 'second-call', ruleName: null },
    });
  });

  it('let nobody else through', () => {
    const others = { rules: DEFAULT_RULES, groups: DEFAULT_GROUPS };
    expect(decideTreatment(call(others)).by).toBe('reason');
    expect(decideTreatment(call({ ...others, caller: HIDDEN })).by).toBe('reason');
  });

  it('fit their own schema', () => {
    expect(callRulesSchema.parse(DEFAULT_RULES)).toEqual(DEFAULT_RULES);
  });
});

describe('a protected break', () => {
  const resting = { reason: reason(PROTECTED_BREAK), earlier: [minutesBefore(1)] };
  const group: NumberGroup = { id: 'urgent', name: null, members: [{ exact: '010-1234-5678' }] };

  it('is not ended by whoever calls again', () => {
    const rules = DEFAULT_RULES;
    expect(decideTreatment(call({ ...resting, rules }))).toMatchObject({ treatment: 'greet' });
    expect(misfitsOfRules(call({ ...resting, rules, groups: DEFAULT_GROUPS }))).toEqual([
      ['group'],
      ['protected'],
    ]);
  });

  it('says of a rule first what does not fit anyway', () => {
    expect(misfits({ repeatMinutes: 10 }, { ...resting, earlier: [] })).toEqual(['repeatMinutes']);
  });

  it.each([
    ['the urgent group', { group: 'urgent' }],
    ['the urgent group calling again', { group: 'urgent', repeatMinutes: 10 }],
    ['somebody named calling again', { caller: { exact: '010-1234-5678' }, repeatMinutes: 10 }],
    ['a time of day', { time: { from: 0, to: 1_440 } }],
  ])('is not ended by a rule either: %s', (_, when) => {
    const rules = [rule({ when })];
    const decision = decideTreatment(call({ ...resting, rules, groups: [group] }));
    expect(decision.treatment).toBe('greet');
  });

  it.each(['ring', 'ring-quietly'])('no rule makes a call %s in it', (treatment) => {
    const rules = [rule({ then: { do: treatment } })];
    const quiet = { ...reason(PROTECTED_BREAK), treatment: 'ring-quietly' as const };
    expect(decideTreatment(call({ ...resting, rules, reason: quiet }))).toMatchObject({
      treatment: 'greet',
      by: 'reason',
    });
  });

  it.each(['busy', 'greet'])('a second call may be treated as %s', (treatment) => {
    const rules = [rule({ when: { repeatMinutes: 10 }, then: { do: treatment } })];
    expect(decideTreatment(call({ ...resting, rules }))).toMatchObject({ treatment, by: 'rule' });
  });
});

describe('the emergency service calling back', () => {
  it('rings whatever the rules, the reason and the number say', () => {
    const rules = [rule({ then: { do: 'busy' } })];
    for (const id of ['outage', PROTECTED_BREAK]) {
      const back = { rules, reason: reason(id), caller: HIDDEN, emergencyCallback: true };
      expect(decideTreatment(call(back))).toEqual({
        ...{ treatment: 'ring', forwardTo: null, urgent: true, by: 'emergency' },
        ...{ ruleId: null, ruleName: null, why: ['emergency-callback'] },
      });
    }
  });
});

describe('a rule is refused', () => {
  it.each([
    ['without an id', { id: '' }],
    ['with a name of blanks', { name: ' ' }],
    ['with a condition nobody knows', { when: { colour: 'red' } }],
    ['with a time of no length', { when: { time: { from: 60, to: 60 } } }],
    ['with a minute no day has', { when: { time: { from: 0, to: 1_441 } } }],
    ['with no weekday', { when: { weekdays: [] } }],
    ['with an eighth weekday', { when: { weekdays: [7] } }],
    ['with a repeat longer than a day', { when: { repeatMinutes: 1_441 } }],
    ['forwarding to nobody', { then: { do: 'forward' } }],
    ['forwarding to words', { then: { do: 'forward', to: '옆자리 동료' } }],
    ['doing something else', { then: { do: 'hang-up' } }],
  ])('%s', (_, change) => {
    expect(() => rule(change)).toThrow();
  });

  it('twice with the same id', () => {
    const one = rule({});
    expect(callRulesSchema.safeParse([one, one]).success).toBe(false);
  });
});
