import { describe, expect, it } from 'vitest';
import { decideOutbound, outboundPolicySchema } from './policy.ts';
import type { OutboundPolicy } from './policy.ts';
import { reachOf } from './reach.ts';

const policy = (rules: unknown[], otherwise = 'allow'): OutboundPolicy =>
  outboundPolicySchema.parse({ default: otherwise, rules });

const verdict = (rules: unknown[], dialled: string, otherwise?: string): string =>
  decideOutbound(policy(rules, otherwise), dialled).verdict;

describe('what a number is', () => {
  it.each([
    ['112', 'emergency'],
    ['119', 'emergency'],
    ['02-119', 'emergency'],
    ['031119', 'emergency'],
    ['１１９', 'emergency'],
    ['+82119', 'emergency'],
    ['sip:112', 'emergency'],
    ['060-123-4567', 'premium'],
    ['0601', 'premium'],
    ['+82 60 123 4567', 'premium'],
    ['008260-1234567', 'premium'],
    ['82-60-123-4567', 'premium'],
    ['+82(0)601234567', 'premium'],
    ['０６０１２３４５６７', 'premium'],
    ['sip:0601234567@elsewhere.example', 'premium'],
    ['sip:%30%36%301234567@pbx', 'premium'],
    ['tel:060-1234567;ext=1', 'premium'],
    ['0\u200b60 123\u202e4567', 'premium'],
    ['+1 900 555 0199', 'international'],
    ['0019005550199', 'international'],
    ['00700-1-900-555-0199', 'international'],
    ['001', 'international'],
    ['010-1234-5678', 'mobile'],
    ['+821012345678', 'mobile'],
    ['1001', 'internal'],
    ['*72', 'internal'],
    ['kim.minji', 'internal'],
    ['agent-7', 'internal'],
  ])('%j is %s', (dialled, category) => {
    expect(reachOf(dialled).categories).toEqual([category]);
  });

  it.each(['02-123-4567', '1588-1234', '070-1234-5678', '114', '120', ''])(
    '%j has no category of its own',
    (dialled) => {
      expect(reachOf(dialled).categories).toEqual([]);
    },
  );

  it.each([
    ['060CALL123', 'premium'],
    ['sip:0m01234567', 'premium'],
    ['060-HELLO', 'premium'],
    ['*23#0601234567', 'premium'],
    ['%2a23%230601234567', 'premium'],
    ['*23#0019005550199', 'international'],
  ])('%j may be %s', (dialled, category) => {
    expect([...reachOf(dialled).categories, ...reachOf(dialled).mayBeOf]).toContain(category);
  });
});

describe('the outbound policy', () => {
  it('allows what no rule holds back, unless told otherwise', () => {
    expect(verdict([], '0101234')).toBe('allow');
    expect(verdict([], '0101234', 'deny')).toBe('deny');
    expect(verdict([], '0101234', 'confirm')).toBe('confirm');
  });

  it('lets the first rule that fits decide, and says which and why', () => {
    const rules = [
      { match: { exact: '060-111-2222' }, do: 'allow' },
      { match: { category: 'premium' }, do: 'deny', reason: '정보 이용료가 나옵니다.' },
      { match: { prefix: '0' }, do: 'confirm' },
    ];
    expect(decideOutbound(policy(rules), '0601112222')).toMatchObject({
      verdict: 'allow',
      rule: 0,
      by: 'rule',
    });
    expect(decideOutbound(policy(rules), '060-999-8888')).toMatchObject({
      verdict: 'deny',
      rule: 1,
      reason: '정보 이용료가 나옵니다.',
    });
    expect(decideOutbound(policy(rules), '02-123-4567')).toMatchObject({
      verdict: 'confirm',
      rule: 2,
    });
    expect(decideOutbound(policy(rules), '1001')).toMatchObject({ rule: null, by: 'default' });
  });

  it.each(['112', '119', '02-119', '+82119', 'sip:119@elsewhere.example', '１１２'])(
    'never refuses the emergency number %j',
    (dialled) => {
      const rules = [
        { match: { exact: '119' }, do: 'deny' },
        { match: { prefix: '1' }, do: 'deny' },
        { match: { category: 'emergency' }, do: 'confirm' },
        { match: { category: 'internal' }, do: 'deny' },
      ];
      expect(decideOutbound(policy(rules, 'deny'), dialled)).toMatchObject({
        verdict: 'allow',
        by: 'emergency',
      });
    },
  );

  it.each([
    ['02-1234', '02-1234-5678', true],
    ['02-1234', '+82 2 1234 5678', true],
    ['+822 1234', '02)1234-5678', true],
    ['+1', '+14155552671', true],
    ['001', '0014155552671', true],
    ['010', '0082 10 1234 5678', true],
    ['*', '*72', true],
    ['02-1234', '02-1235-5678', false],
    ['82', '021234567', false],
  ])('a rule for the prefix %j and %j: %s', (prefix, dialled, fits) => {
    const rules = [{ match: { prefix }, do: 'deny' }];
    expect(verdict(rules, dialled)).toBe(fits ? 'deny' : 'allow');
  });

  it.each([
    ['010-1234-5678', '+821012345678', true],
    ['+82 10-1234-5678', '01012345678', true],
    ['1588-1234', '15881234', true],
    ['1588-1234', '+8215881234', true],
    ['1001', 'sip:1001@elsewhere.example', true],
    ['1001', '10011', false],
  ])('a rule for exactly %j and %j: %s', (exact, dialled, fits) => {
    expect(verdict([{ match: { exact }, do: 'deny' }], dialled)).toBe(fits ? 'deny' : 'allow');
  });

  it('holds back what an exchange might make of it, and does not allow by that', () => {
    expect(verdict([{ match: { category: 'premium' }, do: 'deny' }], '*23#0601234567')).toBe(
      'deny',
    );
    expect(verdict([{ match: { prefix: '010' }, do: 'allow' }], '*23#01012345678', 'deny')).toBe(
      'deny',
    );
    const house = { match: { category: 'internal' }, do: 'allow' };
    expect(verdict([house], '*23#0601234567', 'deny')).toBe('deny');
    expect(verdict([house], '*23#021234567', 'deny')).toBe('deny');
    expect(verdict([house], '*72', 'deny')).toBe('allow');
    expect(verdict([{ match: { prefix: '+1900' }, do: 'deny' }], '+1900HELLO12')).toBe('deny');
  });

  it.each([
    [{ match: {}, do: 'deny' }],
    [{ match: { prefix: '010', category: 'mobile' }, do: 'deny' }],
    [{ match: { prefix: '' }, do: 'deny' }],
    [{ match: { prefix: 'sip:' }, do: 'deny' }],
    [{ match: { category: 'expensive' }, do: 'deny' }],
    [{ match: { prefix: '010' }, do: 'refuse' }],
    [{ match: { prefix: '010' }, do: 'deny', why: '' }],
  ])('does not take the rule %j', (rule) => {
    expect(outboundPolicySchema.safeParse({ rules: [rule] }).success).toBe(false);
  });

  it('is decided in bounded time for anything', () => {
    const rules = Array.from({ length: 200 }, () => ({ match: { exact: '010' }, do: 'deny' }));
    expect(verdict(rules, '%'.repeat(1_000_000))).toBe('allow');
    expect(verdict(rules, '('.repeat(1_000_000))).toBe('allow');
  });
});
