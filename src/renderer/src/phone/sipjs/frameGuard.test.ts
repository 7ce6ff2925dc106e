import type { Transport } from 'sip.js';
import { describe, expect, it } from 'vitest';
import { guardFrames, isWithinBounds, LARGEST_FRAME } from './frameGuard.ts';

function guarded(handle: (frame: string) => void) {
  const transport = { onMessage: handle } as Transport;
  const refused = guardFrames(transport, () => undefined);
  return { receive: (frame: string) => transport.onMessage?.(frame), refused };
}

describe('frames from the socket', () => {
  it('pass unchanged up to 64 kB and are dropped unread above', () => {
    const seen: number[] = [];
    const { receive, refused } = guarded((frame) => seen.push(frame.length));
    receive(`\r\n\r\n${'x'.repeat(LARGEST_FRAME - 4)}`);
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

describe('what the parser may see', () => {
  const line = 'INVITE sip:1001@x SIP/2.0';
  const frame = (headers: readonly string[], body = ''): string =>
    [line, ...headers, '', body].join('\r\n');

  it.each([
    ['a frame as it comes', frame(['Via: x', 'To: y'], 'v=0\r\n'), true],
    ['a long body', frame(['Via: x'], 'a=x\r\n'.repeat(8_000)), true],
    ['a frame above 64 kB', frame(['Via: x'], 'x'.repeat(65_536)), false],
    ['headers of 15 kB', frame([`X: ${'x'.repeat(15_000)}`]), true],
    ['headers above 16 kB', frame([`X: ${'x'.repeat(17_000)}`]), false],
    ['two hundred headers', frame(Array.from({ length: 200 }, () => 'Via: x')), true],
    ['three hundred headers', frame(Array.from({ length: 300 }, () => 'Via: x')), false],
    ['one header in three hundred lines', frame([`X:${'\r\n x'.repeat(300)}`]), false],
    ['headers that never end', `${line}${'\r\nVia: x'.repeat(300)}`, false],
  ])('%s: %s', (_what, given, expected) => {
    expect(isWithinBounds(given)).toBe(expected);
  });
});
