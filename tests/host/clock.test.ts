import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#host/newId.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import { durations } from '#shared/domain/call/record.ts';
import { startCallClock } from '../../src/renderer/src/phone/callClock.ts';
import { either, SEED, writeFigure } from '../soak/figureFile.ts';
import { randomFrom } from '../support/fuzz/random.ts';
import { ended, later, started, TEN_O_CLOCK } from './facts.ts';
import { makeTempDir, startHost } from './support.ts';

const HOUR = 3_600_000;
const CALLS = either(40, 2_000);
/** Where clocks change: an hour is there twice, or not at all. */
const CHANGES = [
  ['New York, back', Date.UTC(2026, 10, 1, 5, 50)],
  ['New York, forward', Date.UTC(2026, 2, 8, 6, 50)],
  ['Seoul, which has none', TEN_O_CLOCK],
] as const;

let dir: ReturnType<typeof makeTempDir>;
beforeEach(() => {
  dir = makeTempDir();
});
afterEach(() => dir.remove());

describe('a clock that is set during a call', () => {
  it.each(CHANGES)(
    'makes no duration negative, nor wrong by more than a second: %s',
    { timeout: either(30_000, 600_000) },
    async (name, at) => {
      const chance = randomFrom(SEED);
      const time = { wall: at, monotonic: 0 };
      const pass = (ms: number): void => {
        time.wall += ms;
        time.monotonic += ms;
      };
      const { host, connect } = startHost(dir.path, {
        clock: () => time.wall,
        uptime: () => time.monotonic,
      });
      const { client } = connect();
      const wrong: number[] = [];
      for (let n = 0; n < CALLS; n += 1) {
        const callId = newId();
        const clock = startCallClock(
          () => time.wall,
          () => time.monotonic,
        );
        const [ring, talk, held, rest] = [20, 300, 60, 100].map((most) =>
          chance.below(most * 1_000),
        );
        /** Somebody sets the clock, or a server of time does: two hours at the most. */
        const set = (): void => {
          if (chance.chance(0.5)) time.wall += Math.round((chance.next() * 4 - 2) * HOUR);
        };
        const append = async (
          fact: Parameters<typeof client.call<'calls.append'>>[1]['facts'][0],
        ) => client.call('calls.append', { facts: [fact] });
        await append(started({ callId, at: clock() }));
        await append(later(callId, 'ringing', clock()));
        pass(ring ?? 0);
        set();
        await append(later(callId, 'answered', clock()));
        pass(talk ?? 0);
        set();
        await append(later(callId, 'held', clock()));
        pass(held ?? 0);
        set();
        await append(later(callId, 'resumed', clock()));
        pass(rest ?? 0);
        set();
        await append(ended(callId, clock(), { outcome: 'answered' }));
        const { row } = await client.call('calls.get', { id: callId });
        const found = durations(row, clock());
        const error = Math.max(
          Math.abs(found.ringMs - (ring ?? 0)),
          Math.abs(found.talkMs - (talk ?? 0) - (rest ?? 0)),
          Math.abs(found.heldMs - (held ?? 0)),
        );
        expect(Math.min(found.ringMs, found.talkMs, found.heldMs)).toBeGreaterThanOrEqual(0);
        wrong.push(error);
        pass(chance.below(10_000));
      }
      await host.stop();
      writeFigure({
        ...{ measure: `Clock set in a call, ${name}: duration wrong by`, unit: 'ms', reach: 1_000 },
        ...{ values: wrong, note: `seed ${SEED}` },
      });
      expect(Math.max(...wrong)).toBeLessThanOrEqual(1_000);
    },
  );

  it.each([2 * HOUR, -2 * HOUR])(
    'and the app then dies: closed at its last heartbeat, never before it began (%d ms)',
    async (jump) => {
      let wall = TEN_O_CLOCK;
      const first = startHost(dir.path, { clock: () => wall });
      const call = started({ at: wall });
      const { client } = first.connect();
      await client.call('calls.append', {
        facts: [call, later(call.callId, 'answered', wall + 5_000)],
      });
      wall += 60_000 + jump;
      await client.call('calls.heartbeat', { callIds: [call.callId], at: TEN_O_CLOCK + 60_000 });
      await first.host.stop();
      const second = startHost(dir.path, { clock: () => wall });
      const { row } = await second.connect().client.call('calls.get', { id: call.callId });
      const { ringMs, talkMs } = durations(row, wall);
      expect(ringMs).toBe(5_000);
      expect(talkMs).toBeGreaterThanOrEqual(0);
      expect(talkMs).toBeLessThanOrEqual(60_000);
      expect((row satisfies CallRow).endedAt).toBeGreaterThanOrEqual(row.startedAt);
      await second.host.stop();
    },
  );
});
