import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { callIn, cell, SAMPLE_INPUTS, withTable } from '../../../../scripts/call-table.ts';
import { PHASES } from './call.ts';
import type { Call, CallInput, Phase } from './call.ts';
import { allowedCommands, IllegalCommand, isCommand, transition } from './transition.ts';
import type { Step } from './transition.ts';

const cause = { code: 'x' };

function effectsOf(call: Call, input: CallInput): readonly string[] {
  return transition(call, input, 10).effects.map((effect) =>
    effect.type === 'record' ? `record ${effect.fact.type}` : effect.type,
  );
}

/** The whole machine: every phase against every input. ✕ refused, – ignored, = same phase. */
const SPECIFICATION: Record<Phase, string> = {
  //             answer attend reject hangUp hold resume mute digits transfer join leave silence 180 accepted alerted turnedAway forwarded answerFailed 486 withdrawn elsewhere ended hold+ hold- resume+ resume- otherHeld soundLost soundBack digits- transferred transfer- handedOver heard message over
  dialling:
    '✕ ✕ ✕ ended(cancelled) ✕ ✕ ✕ ✕ ✕ ✕ ✕ ✕ ringing active – – – – ended(busy) – – ended(failed) – – – – – – – – – – – – – –',
  ringing:
    '✕ ✕ ✕ ended(cancelled) ✕ ✕ ✕ ✕ ✕ ✕ ✕ ✕ – active – – – – ended(busy) – – ended(failed) – – – – – – – – – – – – – –',
  offered:
    'answering attended ended(rejected) ended(rejected) ✕ ✕ ✕ ✕ ✕ ✕ ✕ ✕ – – = ended(missed) ended(forwarded) – – ended(missed) ended(answered-elsewhere) ended(missed) – – – – – – – – – – – – – –',
  answering:
    '✕ ✕ ✕ ended(rejected) ✕ ✕ ✕ ✕ ✕ ✕ ✕ ✕ – active – – – offered – ended(missed) ended(answered-elsewhere) ended(missed) – – – – – – – – – – – – – –',
  attended:
    'answering ✕ ✕ ended(missed) ✕ ✕ ✕ ✕ ✕ ✕ ✕ ✕ – – – – – offered – ended(missed) ended(answered-elsewhere) ended(missed) – – – – – – – – – – – = – ended(missed)',
  active:
    '✕ ✕ ✕ ended(answered) holding ✕ = = holding = ✕ ✕ – – – – – – – – – ended(answered) – – – – = = = = – – ended(answered) – – –',
  holding:
    '✕ ✕ ✕ ended(answered) ✕ ✕ = ✕ ✕ ✕ ✕ ✕ – – – – – – – – – ended(answered) held active – – = = = = – – ended(answered) – – –',
  held: '✕ ✕ ✕ ended(answered) ✕ resuming = ✕ = resuming ✕ ✕ – – – – – – – – – ended(answered) – – – – = = = = – – ended(answered) – – –',
  resuming:
    '✕ ✕ ✕ ended(answered) ✕ ✕ = ✕ ✕ ✕ ✕ ✕ – – – – – – – – – ended(answered) – – active held = = = = – – ended(answered) – – –',
  ended: '✕ ✕ ✕ – ✕ ✕ ✕ ✕ ✕ ✕ ✕ ✕ – – – – – – – – – – – – – – – – – – – – – – – –',
};

describe('every phase against every input', () => {
  const rows = PHASES.flatMap((phase) =>
    SPECIFICATION[phase].split(' ').map((expected, index) => {
      const [label, input] = SAMPLE_INPUTS[index]!;
      return { phase, label, input, expected: expected.replace('(', ' (') };
    }),
  );

  it('names each input once', () => {
    expect(rows).toHaveLength(PHASES.length * SAMPLE_INPUTS.length);
  });

  it.each(rows)('$phase: $label → $expected', ({ phase, input, expected }) => {
    expect(cell(phase, input)).toBe(expected);
  });

  it('is the table that the architecture document shows', () => {
    const document = readFileSync('docs/architecture.md', 'utf8');
    expect(document).toBe(withTable(document));
  });
});

describe('what the agent can do', () => {
  it.each(PHASES)('offers in %s exactly what does not throw', (phase) => {
    const call = callIn(phase);
    for (const [, input] of SAMPLE_INPUTS) {
      if (!isCommand(input)) continue;
      const allowed = allowedCommands(call).includes(input.type);
      const attempt = (): unknown => transition(call, input, 10);
      // A second press of the red button is harmless, not an error.
      if (allowed || input.type === 'hangUp') expect(attempt).not.toThrow();
      else expect(attempt).toThrow(IllegalCommand);
    }
  });

  it('can hang up in every phase but the last, at once', () => {
    for (const phase of PHASES.filter((name) => name !== 'ended')) {
      const step = transition(callIn(phase), { type: 'hangUp' }, 10);
      expect(step.call.phase).toBe('ended');
      expect(step.call.endedAt).toBe(10);
    }
  });
});

describe('a call that the app answers for an agent who is away', () => {
  const attendance = { greetingId: null, until: 99, voicemail: true } as const;
  const attend = { type: 'attend', ...attendance } as const;
  const run = (...inputs: readonly CallInput[]): Step =>
    inputs.reduce<Step>((step, input) => transition(step.call, input, 10), {
      call: callIn('offered'),
      effects: [],
      verdict: 'applied',
    });

  it('is answered without a microphone, and it is recorded that nobody was there', () => {
    const step = run(attend);
    expect(step.call).toMatchObject({
      phase: 'attended',
      answeredAt: null,
      attended: { ...attendance, stage: 'opening' },
    });
    expect(step.effects).toEqual([
      { type: 'phone.answerUnattended' },
      { type: 'record', fact: { type: 'attended', greetingId: null, voicemail: null, seconds: 0 } },
    ]);
  });

  it('goes from the greeting to the message, and never back', () => {
    expect(run(attend, { type: 'messageBegun' }).verdict).toBe('ignored');
    const heard = run(attend, { type: 'attendedHeard' });
    expect(heard.call.attended?.stage).toBe('greeting');
    const message = run(attend, { type: 'attendedHeard' }, { type: 'messageBegun' });
    expect(message.call.attended?.stage).toBe('message');
    expect(transition(message.call, { type: 'attendedHeard' }, 10).verdict).toBe('ignored');
  });

  it('has reached nobody, whoever ends it', () => {
    const ends: readonly CallInput[] = [
      { type: 'ended', by: 'customer', cause },
      { type: 'ended', by: 'app', cause },
      { type: 'hangUp' },
      { type: 'attendanceOver', cause },
    ];
    for (const end of ends) {
      expect(run(attend, { type: 'attendedHeard' }, end).call.end?.outcome).toBe('missed');
      expect(run(attend, { type: 'answer' }, end).call.end?.outcome).not.toBe('answered');
    }
  });

  it('can be taken over at any time: from then on it is an answered call like any other', () => {
    const taken = run(attend, { type: 'attendedHeard' }, { type: 'answer' });
    expect(taken.call.phase).toBe('answering');
    expect(taken.effects).toEqual([{ type: 'phone.answer' }]);
    // The app goes on until the agent is heard.
    expect(taken.call.attended?.stage).toBe('greeting');
    const talking = transition(taken.call, { type: 'accepted' }, 20).call;
    expect(talking).toMatchObject({ phase: 'active', attended: null, answeredAt: 20 });
  });

  it('is not ended by the app while the agent takes it over', () => {
    const step = run(attend, { type: 'answer' }, { type: 'attendanceOver', cause });
    expect(step.verdict).toBe('ignored');
  });

  it('stays with the app when the microphone cannot be opened', () => {
    const step = run(
      attend,
      { type: 'attendedHeard' },
      { type: 'answer' },
      { type: 'answerFailed', cause },
    );
    expect(step.call).toMatchObject({ phase: 'attended', attended: { stage: 'greeting' } });
  });

  it('rings when the app cannot answer it', () => {
    const step = run(attend, { type: 'answerFailed', cause });
    expect(step.call).toMatchObject({ phase: 'offered', attended: null });
  });
});

describe('effects', () => {
  it('answering asks the phone, and records nothing before the far end is there', () => {
    expect(effectsOf(callIn('offered'), { type: 'answer' })).toEqual(['phone.answer']);
    expect(effectsOf(callIn('answering'), { type: 'accepted' })).toEqual(['record answered']);
  });

  it('declines with 603 and busy with 486', () => {
    const declined = transition(callIn('offered'), { type: 'reject', as: 'decline' }, 10);
    const busy = transition(callIn('offered'), { type: 'reject', as: 'busy' }, 10);
    expect(declined.effects[0]).toEqual({ type: 'phone.reject', status: 603 });
    expect(busy.effects[0]).toEqual({ type: 'phone.reject', status: 486 });
    expect(busy.call.end?.outcome).toBe('busy');
  });

  it('records a hold only when the other side accepts it', () => {
    expect(effectsOf(callIn('active'), { type: 'hold' })).toEqual(['phone.hold']);
    expect(effectsOf(callIn('holding'), { type: 'holdAccepted' })).toEqual(['record held']);
    expect(effectsOf(callIn('holding'), { type: 'holdRefused', cause })).toEqual(['notice']);
  });

  it('silences who refuses a hold while the agent is with somebody else', () => {
    const step = transition(callIn('holding'), { type: 'holdRefused', cause, stay: true }, 10);
    expect(step.call.phase).toBe('held');
    expect(step.effects).toEqual([
      { type: 'phone.holdUnheard' },
      { type: 'record', fact: { type: 'held' } },
    ]);
  });

  it('leaves the call ringing when the microphone cannot be opened', () => {
    const step = transition(
      callIn('answering'),
      { type: 'answerFailed', cause: { code: 'microphone.denied' } },
      10,
    );
    expect(step.call.phase).toBe('offered');
    expect(step.effects).toEqual([
      { type: 'notice', code: 'answer-failed', cause: { code: 'microphone.denied' } },
    ]);
  });

  it('records each end exactly once', () => {
    for (const phase of PHASES.filter((name) => name !== 'ended')) {
      const effects = effectsOf(callIn(phase), { type: 'ended', by: 'network', cause });
      expect(effects.filter((name) => name === 'record ended')).toHaveLength(1);
    }
  });

  it('takes 100 Trying for no sign of the other side', () => {
    const trying = { type: 'progress', status: 100, earlyMedia: false } as const;
    expect(transition(callIn('dialling'), trying, 10).verdict).toBe('ignored');
  });
});

describe('handing the customer to somebody else', () => {
  const ask = { type: 'transfer', kind: 'blind', to: '내선 1002', target: '1002' } as const;
  const steps = (from: Phase, ...inputs: readonly CallInput[]): Step =>
    inputs.reduce<Step>((step, input) => transition(step.call, input, 10), {
      call: callIn(from),
      effects: [],
      verdict: 'applied',
    });
  const names = (step: Step): readonly string[] =>
    step.effects.map((effect) =>
      effect.type === 'record' ? `record ${effect.fact.type}` : effect.type,
    );

  it('holds first, and asks only when the customer is held', () => {
    const holding = steps('active', ask);
    expect(holding.call).toMatchObject({ phase: 'holding', transfer: { state: 'holding' } });
    expect(names(holding)).toEqual(['phone.hold']);
    const asked = transition(holding.call, { type: 'holdAccepted' }, 10);
    expect(asked.call).toMatchObject({ phase: 'held', transfer: { state: 'asked' } });
    expect(names(asked)).toEqual(['record held', 'phone.transfer']);
  });

  it('asks at once for a customer who waits already', () => {
    const step = steps('held', ask);
    expect(step.effects).toEqual([
      { type: 'phone.transfer', transfer: { ...step.call.transfer, state: 'asked' } },
    ]);
  });

  it('is given up when the customer cannot be held; the talk goes on', () => {
    const step = steps('active', ask, { type: 'holdRefused', cause });
    expect(step.call).toMatchObject({ phase: 'active', transfer: null });
    expect(step.effects).toEqual([{ type: 'notice', code: 'transfer-failed', cause }]);
  });

  it('done: our leg ends as answered, with who to as a fact before the end', () => {
    const step = steps(
      'held',
      ask,
      { type: 'transferProgress', status: 100 },
      { type: 'transferProgress', status: 180 },
      { type: 'transferred' },
    );
    expect(step.call).toMatchObject({
      phase: 'ended',
      end: { outcome: 'answered', by: 'agent', cause: { code: 'transferred' } },
    });
    expect(names(step)).toEqual(['phone.hangUp', 'record transferred', 'record ended']);
    expect(step.effects[1]).toEqual({
      type: 'record',
      fact: { type: 'transferred', kind: 'blind', to: '내선 1002' },
    });
  });

  it('parked: the end and the fact say so', () => {
    const park = { type: 'transfer', kind: 'park', to: '701', target: '701' } as const;
    const step = steps('held', park, { type: 'transferred' });
    expect(step.call.end).toEqual({ outcome: 'answered', by: 'agent', cause: { code: 'parked' } });
    expect(step.effects[1]).toEqual({
      type: 'record',
      fact: { type: 'transferred', kind: 'park', to: '701' },
    });
  });

  it('shows the new party being alerted, but takes 100 Trying for no sign of it', () => {
    const trying = steps('held', ask, { type: 'transferProgress', status: 100 });
    expect(trying.verdict).toBe('ignored');
    const ringing = transition(trying.call, { type: 'transferProgress', status: 180 }, 10);
    expect(ringing.call.transfer?.state).toBe('ringing');
  });

  it('failed: the customer is taken back, with a notice that says why', () => {
    const step = steps('held', ask, { type: 'transferFailed', cause });
    expect(step.call).toMatchObject({ phase: 'resuming', transfer: null });
    expect(step.effects).toEqual([
      { type: 'notice', code: 'transfer-failed', cause },
      { type: 'phone.resume' },
    ]);
  });

  it('failed while the agent talks to somebody else: the customer waits on, and that is said', () => {
    const step = steps('held', ask, { type: 'transferFailed', cause, stay: true });
    expect(step.call).toMatchObject({ phase: 'held', transfer: null });
    expect(step.effects).toEqual([{ type: 'notice', code: 'transfer-failed-waiting', cause }]);
  });

  it('taken back by the agent: what comes of it later changes nothing', () => {
    const back = steps('held', ask, { type: 'resume' });
    expect(back.call).toMatchObject({ phase: 'resuming', transfer: null });
    for (const late of [{ type: 'transferred' }, { type: 'transferFailed', cause }] as const) {
      expect(transition(back.call, late, 10).verdict).toBe('ignored');
    }
  });

  it('is asked for once at a time, and can be cut short by Hang up', () => {
    const { call } = steps('held', ask);
    expect(allowedCommands(call)).toEqual(['hangUp', 'resume', 'mute']);
    expect(transition(call, { type: 'hangUp' }, 10).call.phase).toBe('ended');
  });
});

describe('a call while the agent is away', () => {
  const offered = { ...callIn('offered'), alert: 'undecided' } as const;

  it('asks for the agent as was decided, once', () => {
    const quiet = transition(offered, { type: 'alerted', alert: 'quiet' }, 10);
    expect(quiet.call.alert).toBe('quiet');
    expect(transition(quiet.call, { type: 'alerted', alert: 'quiet' }, 11).verdict).toBe('ignored');
  });

  it('turned away is busy to the caller, and missed to us', () => {
    const { call } = transition(offered, { type: 'turnedAway' }, 10);
    expect(call.end).toEqual({
      outcome: 'missed',
      by: 'app',
      cause: { code: 'away.busy', status: 486 },
    });
    expect(effectsOf(offered, { type: 'turnedAway' })).toEqual(['phone.reject', 'record ended']);
  });

  it('sent on is neither missed nor answered', () => {
    const input = { type: 'forwarded', target: '1002' } as const;
    const { call, effects } = transition(offered, input, 10);
    expect(call.end).toMatchObject({ outcome: 'forwarded', by: 'app', cause: { status: 302 } });
    expect(effects[0]).toEqual({ type: 'phone.redirect', target: '1002' });
  });

  it('the agent is quicker: whatever was decided comes too late', () => {
    const { call } = transition(offered, { type: 'answer' }, 10);
    for (const input of [
      { type: 'alerted', alert: 'ring' },
      { type: 'turnedAway' },
      { type: 'forwarded', target: '1002' },
    ] as const) {
      expect(transition(call, input, 11).verdict).toBe('ignored');
    }
  });
});

describe('a joint call', () => {
  const joined: Call = { ...callIn('active'), joined: true };

  it('takes in a call that waits by resuming it', () => {
    const step = transition(callIn('held'), { type: 'join' }, 10);
    expect(step.call).toMatchObject({ phase: 'resuming', joined: true });
    expect(step.effects).toEqual([{ type: 'phone.resume' }]);
  });

  it('without the one who could not be taken off hold', () => {
    const step = transition(
      { ...callIn('resuming'), joined: true },
      { type: 'resumeRefused', cause },
      10,
    );
    expect(step.call).toMatchObject({ phase: 'held', joined: false });
  });

  it.each([
    { type: 'hold' },
    { type: 'leave' },
    { type: 'transfer', kind: 'blind', to: '2', target: '2' },
  ] as const)('$type takes a party out, who is heard again', (input) => {
    const step = transition({ ...joined, silenced: true }, input, 10);
    expect(step.call).toMatchObject({ joined: false, silenced: false });
    expect(step.effects[0]).toEqual({ type: 'phone.silence', silenced: false });
  });

  it('offers to silence a party only in company', () => {
    expect(allowedCommands(callIn('active'))).not.toContain('silence');
    const step = transition(joined, { type: 'silence' }, 10);
    expect(step.call.silenced).toBe(true);
    expect(allowedCommands(step.call)).toContain('unsilence');
  });
});

describe('how a refused call is logged', () => {
  it.each([
    [486, 'busy'],
    [600, 'busy'],
    [408, 'missed'],
    [480, 'missed'],
    [603, 'rejected'],
    [607, 'rejected'],
    [403, 'failed'],
    [404, 'failed'],
    [488, 'failed'],
    [503, 'failed'],
  ] as const)('%i → %s', (status, outcome) => {
    const { call } = transition(callIn('ringing'), { type: 'refused', status }, 10);
    expect(call.end).toMatchObject({ outcome, by: 'customer', cause: { status } });
  });
});
