import { describe, expect, it } from 'vitest';
import { outboundPolicySchema } from '#shared/domain/outbound-policy/policy.ts';
import { OutboundGate } from './outboundGate.ts';

function gateWith(rules: unknown[]) {
  let policy = outboundPolicySchema.parse({ rules });
  return {
    gate: new OutboundGate(() => policy),
    change: (changed: unknown[]) => (policy = outboundPolicySchema.parse({ rules: changed })),
  };
}

const DENY = { match: { category: 'premium' }, do: 'deny' };
const ASK = { match: { category: 'international' }, do: 'confirm' };

describe('the gate', () => {
  it('lets through what is allowed, and nothing that is denied, whatever was said', () => {
    const { gate } = gateWith([DENY]);
    expect(gate.passes('01012345678')).toBe(true);
    gate.consent('0601234567');
    expect(gate.passes('0601234567')).toBe(false);
  });

  it('lets through once what the agent said yes to', () => {
    const { gate } = gateWith([ASK]);
    expect(gate.passes('+14155552671')).toBe(false);
    gate.consent('+14155552671');
    expect(gate.passes('+14155552671')).toBe(true);
    expect(gate.passes('+14155552671')).toBe(false);
  });

  it('does not take a yes to one number for a yes to another', () => {
    const { gate } = gateWith([ASK]);
    gate.consent('+14155552671');
    expect(gate.passes('+14155552672')).toBe(false);
    expect(gate.passes('+14155552671')).toBe(false);
  });

  it('goes by the policy of now', () => {
    const { gate, change } = gateWith([ASK]);
    gate.consent('+14155552671');
    change([{ ...ASK, do: 'deny' }]);
    expect(gate.passes('+14155552671')).toBe(false);
    change([]);
    expect(gate.passes('+14155552671')).toBe(true);
  });
});
