import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWebSocketPort } from '../../src/renderer/src/api/webSocketPort.ts';
import type { LineEvents } from '../../src/renderer/src/api/webSocketPort.ts';

/** Lines that do what the test says. */
function createFakeLines() {
  const lines: { events: LineEvents; sent: string[]; closed: boolean }[] = [];
  return {
    lines,
    last: () => {
      const line = lines.at(-1);
      if (!line) throw new Error('No line was opened.');
      return line;
    },
    open: (events: LineEvents) => {
      const line = { events, sent: [] as string[], closed: false };
      lines.push(line);
      return {
        send: (text: string) => void line.sent.push(text),
        close: () => (line.closed = true),
      };
    },
  };
}

describe('the page’s loopback port', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function createPort(stillWelcome: () => Promise<boolean> = () => Promise.resolve(true)) {
    const fake = createFakeLines();
    const states: string[] = [];
    const messages: unknown[] = [];
    const port = createWebSocketPort({ open: fake.open, stillWelcome, random: () => 1 });
    port.onState((state) => states.push(state));
    port.onMessage((message) => messages.push(message));
    return { ...fake, port, states, messages };
  }

  it('is down until its line is open, and drops what is sent meanwhile', () => {
    const { port, last, states, messages } = createPort();
    expect(port.state).toBe('down');
    port.send({ id: '1' });
    last().events.opened();
    port.send({ id: '2' });
    last().events.message('{"id":"2"}');
    expect([last().sent, messages, states]).toEqual([['{"id":"2"}'], [{ id: '2' }], ['open']]);
  });

  it('tries again for ever, less and less often, at most every five seconds', async () => {
    const { lines, last } = createPort(() => Promise.reject(new Error('no host')));
    const waits: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) {
      const before = lines.length;
      last().events.ended();
      let waited = 0;
      while (lines.length === before) {
        await vi.advanceTimersByTimeAsync(50);
        waited += 50;
      }
      waits.push(waited);
    }
    expect(waits.slice(0, 7)).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    last().events.opened();
    last().events.ended();
    await vi.advanceTimersByTimeAsync(200);
    expect(lines).toHaveLength(14);
  });

  it('closes for good when the host refuses its token', async () => {
    const { port, lines, last, states } = createPort(() => Promise.resolve(false));
    last().events.opened();
    last().events.ended();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([port.state, states, lines.length]).toEqual(['closed', ['open', 'down', 'closed'], 1]);
  });

  it('finds a line that no longer answers', async () => {
    const { last, lines, states } = createPort();
    last().events.opened();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(last().sent).toEqual(['ping']);
    last().events.message('pong');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(states).toEqual(['open']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(states).toEqual(['open', 'down']);
    expect(lines[0]?.closed).toBe(true);
    // The end of a line that was given up says nothing about the next.
    await vi.advanceTimersByTimeAsync(200);
    last().events.opened();
    lines[0]?.events.ended();
    expect(states).toEqual(['open', 'down', 'open']);
  });

  it('refuses a request too large for the line, instead of breaking it for ever', () => {
    const { port, last, messages } = createPort();
    last().events.opened();
    port.send({ id: 'big', input: '가'.repeat(400_000) });
    expect(last().sent).toEqual([]);
    expect(messages).toMatchObject([{ id: 'big', ok: false, error: { code: 'input.invalid' } }]);
  });

  it('stays closed', async () => {
    const { port, lines, states } = createPort();
    port.close();
    lines[0]?.events.opened();
    lines[0]?.events.ended();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([lines.length, lines[0]?.closed, states]).toEqual([1, true, ['closed']]);
  });
});
