import { describe, expect, it } from 'vitest';
import type { RecordingPolicy } from './policy.ts';
import { NO_RECORDING } from './policy.ts';
import {
  isRecordedAfter,
  NOT_RECORDED,
  noticeOf,
  phaseOf,
  recordingCommands,
  RECORDING_FACTS,
  stepRecording,
} from './recording.ts';
import type { Recording, RecordingEffect, RecordingInput } from './recording.ts';

const AGENT: RecordingPolicy = { ...NO_RECORDING, mode: 'agent' };
const ALWAYS: RecordingPolicy = { ...NO_RECORDING, mode: 'always' };
const SILENT: RecordingPolicy = { ...ALWAYS, notice: 'none' };

const TALKING = { type: 'call', talking: true, joined: false } as const;
const HELD = { type: 'call', talking: false, joined: false } as const;
const STRANGER = { type: 'company', told: false } as const;
const JOINED = { type: 'call', talking: true, joined: true } as const;

function run(
  policy: RecordingPolicy,
  inputs: readonly RecordingInput[],
): { readonly recording: Recording; readonly effects: readonly string[]; readonly last: string[] } {
  let recording = NOT_RECORDED;
  let last: RecordingEffect[] = [];
  const effects: RecordingEffect[] = [];
  for (const input of inputs) {
    const step = stepRecording(policy, recording, input);
    recording = step.recording;
    last = [...step.effects];
    effects.push(...last);
  }
  return { recording, effects: effects.map(written), last: last.map(written) };
}

function written(effect: RecordingEffect): string {
  if (effect.type === 'fact') return `fact ${effect.what} ${effect.detail}`.trim();
  return effect.type === 'capture.finish' ? `${effect.type} ${effect.reason}` : effect.type;
}

const started: readonly RecordingInput[] = [TALKING, { type: 'start' }];
const told: readonly RecordingInput[] = [...started, { type: 'played' }];
const recorded: readonly RecordingInput[] = [...told, { type: 'written' }];

describe('what a recording is called', () => {
  it.each<[string, RecordingPolicy, readonly RecordingInput[]]>([
    ['idle', AGENT, []],
    ['idle', AGENT, [TALKING]],
    // Nobody to be told before the call is answered.
    ['idle', AGENT, [HELD, { type: 'start' }]],
    ['noticing', AGENT, started],
    ['opening', AGENT, told],
    ['opening', SILENT, started],
    ['recording', AGENT, recorded],
    ['paused', AGENT, [...recorded, { type: 'pause' }]],
    ['paused', AGENT, [...recorded, HELD]],
    ['paused', AGENT, [...recorded, { type: 'pause' }, HELD, TALKING]],
    // Taken up again is not yet written again.
    ['opening', AGENT, [...recorded, { type: 'pause' }, { type: 'resume' }]],
    ['recording', AGENT, [...recorded, HELD, TALKING, { type: 'written' }]],
    ['stalled', AGENT, [...recorded, { type: 'stalled', code: 'storage.full' }]],
    ['stalled', AGENT, [...told, { type: 'stalled', code: 'storage.full' }]],
    ['recording', AGENT, [...recorded, { type: 'stalled', code: 'x' }, { type: 'written' }]],
    ['failed', AGENT, [...recorded, { type: 'failed', code: 'recording.gap' }]],
    ['noticing', AGENT, [...recorded, STRANGER]],
    ['stopped', AGENT, [...recorded, { type: 'stop' }]],
    ['recording', ALWAYS, [...recorded, { type: 'stop' }]],
    ['stopped', AGENT, [...recorded, { type: 'over' }]],
    ['idle', AGENT, [...started, { type: 'over' }]],
    ['idle', AGENT, [...started, { type: 'stop' }]],
    ['idle', NO_RECORDING, [TALKING, { type: 'start' }, { type: 'said' }, { type: 'written' }]],
  ])('%s', (phase, policy, inputs) => {
    expect(phaseOf(run(policy, inputs).recording)).toBe(phase);
  });
});

describe('the notice', () => {
  it.each<[ReturnType<typeof noticeOf>, readonly RecordingInput[]]>([
    ['playing', started],
    ['waiting', [...started, HELD]],
    ['playing', [...started, HELD, TALKING]],
    ['asking', [...started, { type: 'unplayable' }]],
    // A clip would reach one of the two only.
    ['asking', [...recorded, JOINED, STRANGER]],
    [null, told],
    [null, [...started, { type: 'said' }]],
    // The clip of a call that was held in its middle has not been heard.
    ['waiting', [...started, HELD, { type: 'played' }]],
  ])('is %s', (notice, inputs) => {
    expect(noticeOf(run(AGENT, inputs).recording)).toBe(notice);
  });

  it('comes before any sound is taken, once in a call', () => {
    expect(run(AGENT, told).effects).toEqual([
      'notice.play',
      'notice.stop',
      'fact noticed played',
      'capture.begin',
    ]);
    const again = run(AGENT, [...recorded, { type: 'stop' }, { type: 'start' }]);
    expect(again.last).toEqual(['capture.begin']);
  });

  it('is cut short when the agent says that they have said it', () => {
    const { last } = run(AGENT, [...started, { type: 'said' }]);
    expect(last).toEqual(['notice.stop', 'fact noticed said', 'capture.begin']);
  });

  it('is given anew to whoever joins, and nothing is taken meanwhile', () => {
    expect(run(AGENT, [...recorded, STRANGER]).last).toContain('capture.pause');
    const joined = run(AGENT, [...recorded, JOINED, STRANGER]);
    expect(joined.last).toEqual(['capture.pause', 'fact paused company']);
    const going = run(AGENT, [...recorded, JOINED, STRANGER, { type: 'said' }]);
    expect(going.last).toEqual(['fact noticed said', 'capture.resume', 'fact resumed']);
  });

  it('is not needed any more when the one who was not told has gone', () => {
    const alone = run(AGENT, [
      ...recorded,
      JOINED,
      STRANGER,
      TALKING,
      { type: 'company', told: true },
    ]);
    expect(alone.last).toEqual(['notice.stop', 'capture.resume', 'fact resumed']);
  });

  it('is left out only where the policy says so', () => {
    expect(run(SILENT, started).effects).toEqual(['capture.begin']);
    expect(run(SILENT, [...recorded, STRANGER]).last).toEqual([]);
  });
});

describe('taking sound', () => {
  it.each<[string, readonly RecordingInput[], readonly string[]]>([
    ['pauses for a card number', [{ type: 'pause' }], ['capture.pause', 'fact paused agent']],
    ['pauses on hold', [HELD], ['capture.pause', 'fact paused hold']],
    ['goes on after hold', [HELD, TALKING], ['capture.resume', 'fact resumed']],
    ['stays paused by the agent after hold', [{ type: 'pause' }, HELD, TALKING], []],
    [
      'ends with the call',
      [{ type: 'over' }],
      ['capture.finish call-ended', 'fact ended call-ended'],
    ],
    [
      'ends when the agent stops it',
      [{ type: 'stop' }],
      ['capture.finish agent', 'fact ended agent'],
    ],
    [
      'ends when it cannot go on',
      [{ type: 'failed', code: 'recording.gap' }],
      ['capture.finish failed', 'fact failed recording.gap'],
    ],
    ['goes on while the host cannot keep it', [{ type: 'stalled', code: 'storage.full' }], []],
    ['is over with the call', [{ type: 'over' }, { type: 'start' }, TALKING], []],
  ])('%s', (_what, inputs, effects) => {
    expect(run(AGENT, [...recorded, ...inputs]).last).toEqual(effects);
  });

  it('begins a new file after one that failed', () => {
    const again = run(AGENT, [...recorded, { type: 'failed', code: 'x' }, { type: 'start' }]);
    expect(again.last).toEqual(['capture.begin']);
    expect(phaseOf(again.recording)).toBe('opening');
  });
});

describe('what the agent can do', () => {
  it.each<[RecordingPolicy, readonly RecordingInput[], readonly string[]]>([
    [NO_RECORDING, [TALKING], []],
    [AGENT, [], []],
    [AGENT, [TALKING], ['start']],
    [AGENT, started, ['said', 'stop']],
    [AGENT, recorded, ['pause', 'stop']],
    [AGENT, [...recorded, { type: 'pause' }], ['resume', 'stop']],
    [AGENT, [...recorded, { type: 'failed', code: 'x' }], ['start']],
    [AGENT, [...recorded, { type: 'over' }], []],
    // What the policy demands can be paused, not ended.
    [ALWAYS, started, ['said']],
    [ALWAYS, recorded, ['pause']],
  ])('%o', (policy, inputs, commands) => {
    expect(recordingCommands(policy, run(policy, inputs).recording)).toEqual(commands);
  });
});

it('knows after which facts there is something to listen to', () => {
  const known = RECORDING_FACTS.filter((what) => isRecordedAfter(what) !== null);
  expect(known.map((what) => [what, isRecordedAfter(what)])).toEqual([
    ['started', true],
    ['interrupted', true],
    ['deleted', false],
    ['restored', true],
    ['expired', false],
  ]);
});
