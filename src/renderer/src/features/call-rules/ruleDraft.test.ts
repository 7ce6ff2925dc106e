import { describe, expect, it } from 'vitest';
import { callRuleSchema, DEFAULT_RULES } from '#shared/domain/treatment/rules.ts';
import type { CallRule } from '#shared/domain/treatment/rules.ts';
import { checkRule, draftOf } from './ruleDraft.ts';
import type { RuleDraft, RuleFault } from './ruleDraft.ts';

const KNOWN = { groups: ['urgent', 'vip'], reasons: ['meeting', 'meal', 'rest'] };
const draft = (change: Partial<RuleDraft> = {}, asks: Partial<RuleDraft['asks']> = {}) => {
  const empty = draftOf(null, '', 'urgent');
  return { ...empty, ...change, asks: { ...empty.asks, ...asks } };
};

describe('a rule in the form', () => {
  it.each<[string, CallRule['when'], CallRule['then']]>([
    ['of every call', {}, { do: 'busy' }],
    ['by number', { caller: { exact: '010-1234-5678' } }, { do: 'ring' }],
    ['by the beginning of one', { caller: { prefix: '02-12' } }, { do: 'ring-quietly' }],
    [
      'with everything',
      {
        ...{ caller: { exact: '1' }, group: 'vip', number: 'shown', repeatMinutes: 3 },
        ...{ time: { from: 1_320, to: 360 }, weekdays: [0, 6], hours: 'inside' },
        reasons: ['meeting', 'rest'],
      },
      { do: 'forward', to: '1002' },
    ],
  ])('comes back as it was: %s', (_, when, then) => {
    const rule = callRuleSchema.parse({ id: 'r', name: 'r', when, then, urgent: true });
    const checked = checkRule(draftOf(rule, 'r', 'urgent'), KNOWN);
    expect(checked).toEqual({ when, then, faults: new Set() });
  });

  it('comes back as it was for those that come with the app', () => {
    for (const rule of DEFAULT_RULES) {
      const { when, then } = checkRule(draftOf(rule, '', 'urgent'), KNOWN);
      expect({ when, then }).toEqual({ when: rule.when, then: rule.then });
    }
  });

  it('leaves out what is not asked for, whatever is typed there', () => {
    const typed = draft({ callerNumber: '010', weekdays: [1], repeatMinutes: 'x', to: '' });
    expect(checkRule(typed, KNOWN)).toEqual({ when: {}, then: { do: 'ring' }, faults: new Set() });
  });

  it.each<[RuleFault, Partial<RuleDraft>, Partial<RuleDraft['asks']>]>([
    ['caller', { callerNumber: '' }, { caller: true }],
    ['caller', { callerNumber: '김철수' }, { caller: true }],
    ['group', { group: 'gone' }, { group: true }],
    ['repeatMinutes', { repeatMinutes: '' }, { repeatMinutes: true }],
    ['repeatMinutes', { repeatMinutes: '0' }, { repeatMinutes: true }],
    ['repeatMinutes', { repeatMinutes: '1441' }, { repeatMinutes: true }],
    ['repeatMinutes', { repeatMinutes: '1.5' }, { repeatMinutes: true }],
    ['time', { from: '', to: '09:00' }, { time: true }],
    ['time', { from: '09:00', to: '09:00' }, { time: true }],
    ['weekdays', { weekdays: [] }, { weekdays: true }],
    ['reasons', { reasons: ['gone'] }, { reasons: true }],
    ['forwardTo', { do: 'forward', forwardTo: ' ' }, {}],
    ['forwardTo', { do: 'forward', forwardTo: '옆자리' }, {}],
  ])('says what is wrong with %s: %j', (fault, change, asks) => {
    expect([...checkRule(draft(change, asks), KNOWN).faults]).toEqual([fault]);
  });

  it('takes full-width figures', () => {
    const typed = draft({ repeatMinutes: '１５' }, { repeatMinutes: true });
    expect(checkRule(typed, KNOWN).when).toEqual({ repeatMinutes: 15 });
  });
});
