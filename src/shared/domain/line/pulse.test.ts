import { describe, expect, it } from 'vitest';
import { askNow, heard, newPulse, PULSE_TICK_MS, tickPulse } from './pulse.ts';
import type { Pulse } from './pulse.ts';

const START = 1_000_000;

/** Lets the clock tick until something is to be done. */
function until(pulse: Pulse, from: number, limitMs = 60_000) {
  let current = pulse;
  for (let now = from + PULSE_TICK_MS; now <= from + limitMs; now += PULSE_TICK_MS) {
    const step = tickPulse(current, now);
    if (step.do !== 'nothing') return { ...step, afterMs: now - from };
    current = step.pulse;
  }
  return { pulse: current, do: 'nothing' as const, afterMs: limitMs };
}

const known = heard(newPulse(START, true), START);

describe('the pulse of a connection', () => {
  it('asks a server that has said nothing for six seconds', () => {
    expect(until(known, START)).toMatchObject({ do: 'ask', afterMs: 6_000 });
  });

  it('does not ask one that is talking anyway', () => {
    let pulse = known;
    for (let now = START; now < START + 60_000; now += PULSE_TICK_MS) {
      const step = tickPulse(heard(pulse, now), now);
      expect(step.do).toBe('nothing');
      pulse = step.pulse;
    }
  });

  it('gives up when the answer has not come four seconds later: within fifteen in all', () => {
    const asked = until(known, START);
    const given = until(asked.pulse, START + asked.afterMs);
    expect(given.do).toBe('give-up');
    expect(asked.afterMs + given.afterMs).toBeLessThanOrEqual(15_000 - 2 * PULSE_TICK_MS);
  });

  it('takes anything that comes for an answer', () => {
    const asked = until(known, START);
    const answered = heard(asked.pulse, START + 7_000);
    expect(until(answered, START + 7_000)).toMatchObject({ do: 'ask', afterMs: 6_000 });
  });

  it('waits ten seconds for the first answer to REGISTER', () => {
    const silent = until(newPulse(START, true), START);
    expect(silent).toMatchObject({ do: 'give-up', afterMs: 10_000 });
  });

  it('asks by REGISTER where OPTIONS was never answered: no later within fifteen in all', () => {
    const unknown = heard(newPulse(START, false), START);
    const asked = until(unknown, START);
    expect(asked).toMatchObject({ do: 'ask', afterMs: 6_000, pulse: { ask: 'register' } });
    expect(until(asked.pulse, START + 6_000)).toMatchObject({ do: 'give-up', afterMs: 4_000 });
  });

  it('asks by REGISTER after a first OPTIONS without an answer, before it gives up', () => {
    const options = askNow(heard(newPulse(START, false), START), START);
    const register = until(options, START);
    expect(register).toMatchObject({ do: 'ask', afterMs: 4_000, pulse: { ask: 'register' } });
    expect(until(register.pulse, START + 4_000)).toMatchObject({ do: 'give-up', afterMs: 4_000 });
  });
});

describe('a jump of time', () => {
  it.each([
    ['forward, as after sleep', START + 3_600_000],
    ['backward, as when the clock is set', START - 3_600_000],
  ])('%s: asks at once, and gives up two seconds later', (_what, now) => {
    const jumped = tickPulse(known, now);
    expect(jumped.do).toBe('ask');
    expect(until(jumped.pulse, now)).toMatchObject({ do: 'give-up', afterMs: 2_000 });
  });

  it('is not a tick that is a little late', () => {
    expect(tickPulse(known, START + 4_000).do).toBe('nothing');
  });

  it('costs a connection that still answers nothing', () => {
    const jumped = tickPulse(known, START + 3_600_000);
    const answered = heard(jumped.pulse, START + 3_600_100);
    expect(until(answered, START + 3_600_100)).toMatchObject({ do: 'ask', afterMs: 6_000 });
  });

  it('leads to giving up also where the timers of a hidden page come once a minute', () => {
    const jumped = tickPulse(known, START + 60_000);
    expect(tickPulse(jumped.pulse, START + 120_000).do).toBe('give-up');
    const answered = heard(jumped.pulse, START + 60_100);
    expect(tickPulse(answered, START + 120_000).do).toBe('ask');
  });

  it('can be taken for one by whoever knows: the network says that it has changed', () => {
    expect(until(askNow(known, START, 2_000), START)).toMatchObject({
      do: 'give-up',
      afterMs: 2_000,
    });
  });
});
