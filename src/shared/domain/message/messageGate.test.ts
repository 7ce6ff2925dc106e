import { describe, expect, it } from 'vitest';
import { admitMessage, MESSAGES_A_MINUTE } from './messageGate.ts';
import type { AdmittedMessages } from './messageGate.ts';

function offer(messages: readonly (readonly [sender: string, at: number])[]): boolean[] {
  let admitted: AdmittedMessages = [];
  return messages.map(([sender, at]) => {
    const decision = admitMessage(admitted, sender, at);
    admitted = decision.admitted;
    return decision.admit;
  });
}
const admittedOf = (decisions: readonly boolean[]): number => decisions.filter(Boolean).length;

describe('a flood of messages', () => {
  it('of one sender is let through up to twenty a minute, and others still are', () => {
    const flood = Array.from({ length: 500 }, (_, index) => ['a', index * 10] as const);
    const decisions = offer([...flood, ['b', 5_001]]);
    expect(admittedOf(decisions.slice(0, -1))).toBe(MESSAGES_A_MINUTE.sender);
    expect(decisions.at(-1)).toBe(true);
  });

  it('under a new name each time is let through up to sixty a minute', () => {
    const flood = Array.from({ length: 500 }, (_, index) => [`s${index}`, index * 10] as const);
    expect(admittedOf(offer(flood))).toBe(MESSAGES_A_MINUTE.all);
  });

  it('is over a minute later', () => {
    const full = Array.from({ length: MESSAGES_A_MINUTE.sender + 1 }, () => ['a', 0] as const);
    expect(offer([...full, ['a', 59_999], ['a', 60_000]]).slice(-3)).toEqual([false, false, true]);
  });
});
