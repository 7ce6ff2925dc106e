import type { Transport } from 'sip.js';
import { describe, expect, it } from 'vitest';
import { guardFrames, LARGEST_FRAME } from './frameGuard.ts';

function guarded(handle: (frame: string) => void) {
  const transport = { onMessage: handle } as Transport;
  const refused = guardFrames(transport, () => undefined);
  return { receive: (frame: string) => transport.onMessage?.(frame), refused };
}

describe('frames from the socket', () => {
  it('pass unchanged up to 64 kB and are dropped unread above', () => {
    const seen: number[] = [];
    const { receive, refused } = guarded((frame) => seen.push(frame.length));
    receive('x'.repeat(LARGEST_FRAME));
    receive('x'.repeat(LARGEST_FRAME + 1));
    receive('x'.repeat(5_000_000));
    expect(seen).toEqual([LARGEST_FRAME]);
    expect(refused).toEqual({ tooLarge: 2, unreadable: 0 });
  });

  it('on which the stack throws are counted and do not reach the socket', () => {
    const { receive, refused } = guarded(() => {
      throw new Error('parser');
    });
    expect(() => receive('INVITE')).not.toThrow();
    expect(refused.unreadable).toBe(1);
  });
});
