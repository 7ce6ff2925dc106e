import { describe, expect, it } from 'vitest';
import { headsetShape } from '../../../../tests/support/headsetShapes.ts';
import type { Shape } from '../../../../tests/support/headsetShapes.ts';
import { callIn } from '../../../../scripts/call-table.ts';
import type { Call, Phase } from '../call/call.ts';
import {
  commandFor,
  HEADSET_TABLE,
  lightsFor,
  LONG_PRESS_MS,
  NEW_HEADSET,
  onReadings,
  onSituation,
  situationOf,
} from './headset.ts';
import type { HeadsetInput, SituationKind } from './headset.ts';
import { readLayout } from './layout.ts';
import { decodeInput } from './reports.ts';

const call = (id: string, phase: Phase, more: Partial<Call> = {}): Call => ({
  ...callIn(phase),
  id,
  muted: false,
  transfer: null,
  ...more,
});

const SITUATIONS: Readonly<Record<SituationKind, readonly Call[]>> = {
  idle: [],
  ringing: [call('new', 'offered')],
  talking: [call('one', 'active')],
  second: [call('one', 'active'), call('new', 'offered')],
  waiting: [call('one', 'held')],
  waitingAndRinging: [call('one', 'held'), call('new', 'offered')],
};

/** Every input against every situation. – nothing; otherwise what is done to which call. */
const SPECIFICATION: Readonly<Record<HeadsetInput, string>> = {
  //          idle ringing talking second waiting waitingAndRinging
  offHook: '– answer:new – – resume:one answer:new',
  onHook: '– – hangUp:one answer:new – –',
  hookPress: '– answer:new hangUp:one answer:new resume:one answer:new',
  flash: '– answer:new hold:one answer:new resume:one answer:new',
  flashLong: '– reject:new – reject:new – reject:new',
  hold: '– – hold:one answer:new resume:one –',
  drop: '– reject:new hangUp:one reject:new – reject:new',
  reject: '– reject:new – reject:new – reject:new',
  redial: '– – – – – –',
};

describe('every input in every situation', () => {
  it.each(Object.keys(HEADSET_TABLE) as HeadsetInput[])('%s', (input) => {
    const row = Object.values(SITUATIONS).map((calls) => {
      const found = commandFor(input, situationOf(calls));
      return found ? `${found.command.type}:${found.callId}` : '–';
    });
    expect(row.join(' ')).toBe(SPECIFICATION[input]);
  });

  it('flash switches to the other while one waits', () => {
    const calls = [call('one', 'held'), call('two', 'active')];
    expect(commandFor('flash', situationOf(calls))).toEqual({
      callId: 'one',
      command: { type: 'resume' },
    });
  });

  it('a customer who is being handed over is not taken back by a button', () => {
    const transfer = { kind: 'blind', to: '1', target: '1', state: 'asked' } as const;
    expect(commandFor('flash', situationOf([call('one', 'held', { transfer })]))).toBeNull();
  });
});

describe('the lights', () => {
  it.each([
    ['idle', ''],
    ['ringing', 'ring'],
    ['talking', 'offHook microphone'],
    ['second', 'offHook ring microphone'],
    // The hook is down: the headset lets its radio link rest.
    ['waiting', 'hold'],
    ['waitingAndRinging', 'ring hold'],
  ] as const)('%s: %s', (kind, expected) => {
    expect(litIn(SITUATIONS[kind])).toBe(expected);
  });

  it('are those of a call from the moment the agent answers or dials', () => {
    expect(litIn([call('one', 'answering')])).toBe('offHook');
    expect(litIn([call('one', 'dialling')])).toBe('offHook');
    expect(litIn([call('one', 'holding')])).toBe('hold');
  });

  it('show the mute of the call talked on, and no other', () => {
    expect(litIn([call('one', 'active', { muted: true })])).toBe('offHook mute');
    expect(litIn([call('one', 'held', { muted: true })])).toBe('hold');
  });

  function litIn(calls: readonly Call[]): string {
    return Object.entries(lightsFor(situationOf(calls)))
      .filter(([, on]) => on)
      .map(([light]) => light)
      .join(' ');
  }
});

/** A headset that was plugged in long ago. */
const desk = (shape: Shape, ...calls: Call[]) => deskWith(10_000, shape, ...calls);

/** A headset of a shape, the calls, and what the app was asked to do. */
function deskWith(pluggedInForMs: number, shape: Shape, ...calls: Call[]) {
  const { collections, reports } = headsetShape(shape);
  const layout = readLayout(collections)!;
  let state = NEW_HEADSET;
  let now = 0;
  let lines = calls;
  const asked: string[] = [];
  /** Off-hook and mute light as they are written: `up`, `down`, `mute`. */
  const written: string[] = [];

  function follow(): void {
    const step = onSituation(layout, state, situationOf(lines), now);
    state = step.state;
    if (step.write) {
      written.push(`${step.write.offHook ? 'up' : 'down'}${step.write.mute ? ' mute' : ''}`);
    }
    if (step.command) run(step.command.callId, step.command.command.type);
  }
  function run(callId: string, type: string): void {
    asked.push(`${type}:${callId}`);
    if (type === 'mute' || type === 'unmute') {
      lines = lines.map((one) => (one.id === callId ? { ...one, muted: type === 'mute' } : one));
    }
    if (type === 'hold') lines = lines.map((one) => ({ ...one, phase: 'holding' as const }));
    if (type === 'hangUp') lines = lines.filter(({ id }) => id !== callId);
    if (type === 'answer') {
      lines = lines.map((one) => ({ ...one, phase: one.id === callId ? 'active' : 'held' }));
    }
    follow();
  }
  follow();
  written.length = 0;
  now = pluggedInForMs;
  return {
    asked,
    written,
    says: (...names: string[]): void => {
      for (const name of names) {
        const [reportId = 0, ...data] = reports[name]!;
        const readings = decodeInput(layout, reportId, Uint8Array.from(data));
        const step = onReadings(layout, state, readings, situationOf(lines), now);
        state = step.state;
        if (step.command) run(step.command.callId, step.command.command.type);
        follow();
      }
    },
    wait: (ms: number): void => {
      now += ms;
    },
    become: (...next: Call[]): void => {
      lines = next;
      follow();
    },
    get muted() {
      return lines.some((one) => one.muted);
    },
  };
}

describe('a headset that repeats our own off-hook', () => {
  it('neither hangs up nor answers by it', () => {
    const { asked, says, become } = desk('jabra', call('one', 'offered'));
    become(call('one', 'active'));
    says('hookUp');
    become();
    says('idle');
    expect(asked).toEqual([]);
  });

  it('nor by one that comes after the next customer rings', () => {
    const { asked, says, become } = desk('jabra', call('one', 'active'));
    become();
    become(call('two', 'active'));
    become();
    become(call('three', 'offered'));
    // Both are the headset's answers to what it was told before.
    says('hookUp', 'idle');
    expect(asked).toEqual([]);
  });

  it('and is heard again when its echo does not come', () => {
    const { asked, says, wait, become } = desk('jabra', call('one', 'active'));
    become();
    wait(5_000);
    become(call('two', 'offered'));
    wait(5_000);
    says('hookUp');
    expect(asked).toEqual(['answer:two']);
  });
});

describe('the hook', () => {
  it('answers, and hangs up when the agent presses again', () => {
    const { asked, says, wait } = desk('jabra', call('one', 'offered'));
    says('hookUp');
    wait(200);
    says('idle');
    expect(asked).toEqual(['answer:one', 'hangUp:one']);
  });

  it('hangs up in the very second it was plugged in: being on the hook is not repeated', () => {
    const { asked, says } = deskWith(0, 'poly', call('one', 'offered'));
    says('hookUp', 'hookDown');
    expect(asked).toEqual(['answer:one', 'hangUp:one']);
  });

  it('without a state of its own acts on the press, not on the release', () => {
    const { asked, says } = desk('array', call('one', 'offered'));
    says('hook', 'none', 'hook', 'none');
    expect(asked).toEqual(['answer:one', 'hangUp:one']);
  });

  it('put down while another rings answers it, and the headset is told to stay off the hook', () => {
    const { asked, written, says } = desk('jabra', call('one', 'active'), call('two', 'offered'));
    says('idle');
    expect(asked).toEqual(['answer:two']);
    expect(written.at(-1)).toBe('up');
  });

  it('lifted without a call is answered with on-hook, as the headset waits for', () => {
    const { asked, written, says } = desk('jabra');
    says('hookUp');
    expect(asked).toEqual([]);
    expect(written).toEqual(['down']);
  });

  it('a report that only repeats what is known rejects nobody', () => {
    const { asked, says } = desk('poly', call('one', 'offered'));
    says('hookDown', 'hookDown');
    expect(asked).toEqual([]);
  });
});

describe('mute', () => {
  it('as a pulse turns what the app says, wherever it was muted', () => {
    const one = desk('poly', call('one', 'active'));
    one.says('mutePress', 'muteRelease');
    expect(one.asked).toEqual(['mute:one']);
    expect(one.written).toEqual(['up mute']);
    one.become(call('one', 'active'));
    expect(one.written).toEqual(['up mute', 'up']);
    one.says('mutePress', 'muteRelease');
    expect(one.asked).toEqual(['mute:one', 'mute:one']);
  });

  it('as a state is taken as it is, once, and its echo changes nothing', () => {
    const one = desk('epos', call('one', 'active'));
    one.wait(5_000);
    one.says('hookUpMuted', 'hookUpMuted');
    expect(one.asked).toEqual(['mute:one']);
    one.says('hookUp');
    expect(one.asked).toEqual(['mute:one', 'unmute:one']);
    one.wait(5_000);
    one.become(call('one', 'active', { muted: true }));
    one.says('hookUpMuted');
    expect(one.asked).toEqual(['mute:one', 'unmute:one']);
  });

  it('muted and unmuted in the app at once does not swing to and fro by late echoes', () => {
    const one = desk('epos', call('one', 'active'));
    one.become(call('one', 'active', { muted: true }));
    one.become(call('one', 'active'));
    one.says('hookUpMuted', 'hookUp');
    expect(one.asked).toEqual([]);
    expect(one.muted).toBe(false);
  });

  it('that the headset had before the call is shown in it: nobody would hear the agent', () => {
    const one = desk('epos');
    one.wait(5_000);
    one.says('muted');
    one.become(call('one', 'offered'));
    one.become(call('one', 'answering'));
    one.become(call('one', 'active'));
    expect(one.asked).toEqual(['mute:one']);
    expect(one.written.at(-1)).toBe('up mute');
  });

  it('of the call before is not the next one’s', () => {
    const one = desk('epos', call('one', 'active'));
    one.wait(5_000);
    one.says('hookUpMuted');
    one.become();
    one.become(call('two', 'active'));
    expect(one.asked).toEqual(['mute:one']);
    expect(one.muted).toBe(false);
  });

  it('without a call means nothing', () => {
    const one = desk('poly', call('one', 'offered'));
    one.says('mutePress', 'muteRelease');
    expect(one.asked).toEqual([]);
  });
});

describe('flash', () => {
  it('holds at the press; a headset that puts its own hook down with it hangs nobody up', () => {
    const { asked, says, wait } = desk('yealink', call('one', 'active'));
    wait(5_000);
    says('hookUp', 'flash', 'idle');
    expect(asked).toEqual(['hold:one']);
  });

  it.each([
    [LONG_PRESS_MS - 1, 'answer:two'],
    [LONG_PRESS_MS, 'reject:two'],
  ])('held for %d ms while another rings: %s', (ms, expected) => {
    const { asked, says, wait } = desk('poly', call('one', 'active'), call('two', 'offered'));
    says('flashPress');
    expect(asked).toEqual([]);
    wait(ms);
    says('flashRelease');
    expect(asked).toEqual([expected]);
  });
});

it.each([
  ['jabra', ['reject', 'idle'], 'reject:two'],
  ['yealink', ['reject', 'idle'], 'reject:two'],
  ['poly', ['dropPress', 'dropRelease'], 'reject:two'],
  ['array', ['drop', 'none'], 'reject:two'],
] as const)('%s turns the second call down by its own button', (shape, reports, expected) => {
  const { asked, says } = desk(shape, call('one', 'active'), call('two', 'offered'));
  if (shape === 'yealink' || shape === 'jabra') says('hookUp');
  says(reports[0]);
  expect(asked).toEqual([expected]);
});
