import { describe, expect, it } from 'vitest';
import type { NetworkEvent, Party } from '#shared/domain/call/call.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import type { Treated } from '#shared/domain/treatment/treated.ts';
import type { QualitySample } from '#shared/domain/quality/sample.ts';
import { Listeners } from '#shared/rpc/port.ts';
import { CallCenter } from './callCenter.ts';
import type { CenterEvent } from './callCenter.ts';
import type { PhoneEvent, PhonePort } from './port.ts';

const customer: Party = {
  address: 'sip:01012345678@pbx',
  dialled: '01012345678',
  e164: '+821012345678',
  name: '김하늘',
  rawName: '김하늘',
};

const GOOD_SECOND: Omit<QualitySample, 'at'> = {
  durationMs: 1_000,
  received: 50,
  lost: 0,
  discarded: 0,
  jitterMs: 4,
  bufferMs: 40,
  rttMs: 20,
  lossOutPercent: 0,
  jitterOutMs: 4,
  codec: 'opus',
  microphoneLevel: 0.02,
};

const TREATED: Treated = {
  treatment: 'ring-quietly',
  forwardTo: null,
  urgent: false,
  by: 'reason',
  ruleId: null,
  ruleName: null,
  why: ['no-rule'],
  reasonId: 'meeting',
  reasonName: null,
  until: 2_000_000,
};

/** A phone that does nothing but note what it was asked; the test plays the network. */
function desk() {
  const asked: string[] = [];
  const phoneEvents = new Listeners<PhoneEvent>();
  const note =
    (name: string) =>
    (callId: string): void =>
      void asked.push(`${name} ${callId}`);
  const phone: PhonePort = {
    account: 'sip:1001@pbx',
    practice: false,
    start: () => void asked.push('start'),
    stop: () => {
      asked.push('stop');
      return Promise.resolve();
    },
    dialSilently: () => undefined,
    watch: () => undefined,
    retryNow: () => undefined,
    wake: () => undefined,
    dial: (callId, target) => void asked.push(`dial ${callId} ${target}`),
    answer: note('answer'),
    answerUnattended: note('answerUnattended'),
    reject: (callId, status) => void asked.push(`reject ${callId} ${status}`),
    redirect: (callId, target) => void asked.push(`redirect ${callId} ${target}`),
    hangUp: note('hangUp'),
    hold: note('hold'),
    holdUnheard: note('holdUnheard'),
    resume: note('resume'),
    mute: (callId, muted) => void asked.push(`mute ${callId} ${muted}`),
    message: () => null,
    sendDigits: (callId, digits) => void asked.push(`digits ${callId} ${digits}`),
    mix: (callIds) => void asked.push(`mix ${callIds.join(' ')}`),
    silence: (callId, silenced) => void asked.push(`silence ${callId} ${silenced}`),
    leg: () => null,
    transfer: (callId, { kind, target }) => void asked.push(`transfer ${callId} ${kind} ${target}`),
    trace: () => [],
    listen: (listener) => phoneEvents.add(listener),
  };

  const facts: CallFact[] = [];
  const signals: string[] = [];
  const events: CenterEvent[] = [];
  const clock = { wall: 1_000_000, monotonic: 0 };
  const timers: { ms: number; run: () => void }[] = [];
  const blocked = new Set<string>();
  let ids = 0;
  /** The decision about the next call, while the agent is away. */
  let away: PromiseWithResolvers<Treated> | null = null;
  const center = new CallCenter({
    newId: () => `id-${(ids += 1)}`,
    wallNow: () => clock.wall,
    monotonicNow: () => clock.monotonic,
    later: (ms, run) => {
      const timer = { ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    signals: { play: (signal) => void signals.push(signal) },
    record: (fact) => void facts.push(fact),
    log: () => undefined,
    treat: () => away?.promise ?? null,
    attendanceFor: ({ until }) => ({ greetingId: null, until, voicemail: true }),
    mayReach: (target) => !blocked.has(target),
  });
  center.listen((event) => events.push(event));

  return {
    center,
    phone,
    asked,
    facts,
    signals,
    events,
    clock,
    timers,
    blocked,
    goAway: () => {
      away = Promise.withResolvers();
      return (change: Partial<Treated>) => {
        away?.resolve({ ...TREATED, ...change });
        return away?.promise;
      };
    },
    incoming: (callId: string, replaces: string | null = null) =>
      phoneEvents.emit({
        type: 'incoming',
        callId,
        sipCallId: `sip-${callId}`,
        party: customer,
        replaces,
      }),
    phases: () => center.calls.map(({ id, phase }) => `${id} ${phase}`),
    network: (callId: string, event: NetworkEvent) =>
      phoneEvents.emit({ type: 'call', callId, event }),
    pass: (ms: number) => {
      clock.wall += ms;
      clock.monotonic += ms;
    },
    /** Seconds of the call's sound, as the phone tells them. */
    hears: (callId: string, seconds: number, change: Partial<QualitySample> = {}) => {
      for (let n = 0; n < seconds; n += 1) {
        clock.monotonic += 1_000;
        const sample = { ...GOOD_SECOND, ...change, at: clock.monotonic };
        phoneEvents.emit({ type: 'quality', callId, sample });
      }
    },
    quality: () => events.filter((event) => event.type === 'quality').at(-1)?.quality,
    types: () => facts.map(({ type }) => type),
  };
}

describe('a call while the agent is away', () => {
  async function calledWhileAway() {
    const d = desk();
    const decide = d.goAway();
    await d.center.use(d.phone);
    d.incoming('c1');
    return { ...d, decide: (change: Partial<Treated>) => decide(change) };
  }

  it('neither rings nor shows before it is known what becomes of it; it is in the log', async () => {
    const d = await calledWhileAway();
    expect(d.types()).toEqual(['started']);
    expect(d.center.calls[0]?.alert).toBe('undecided');
    expect(d.signals).not.toContain('ring');
  });

  it('rings quietly: it can be answered, and makes no sound', async () => {
    const d = await calledWhileAway();
    await d.decide({});
    expect(d.center.calls[0]?.alert).toBe('quiet');
    expect(d.signals).not.toContain('ring');
    d.center.command('c1', { type: 'answer' });
    expect(d.asked).toContain('answer c1');
  });

  it('breaks through by a rule: it rings', async () => {
    const d = await calledWhileAway();
    await d.decide({ treatment: 'ring', by: 'rule', ruleId: 'repeat', why: ['repeatMinutes'] });
    expect(d.signals.at(-1)).toBe('ring');
  });

  it('is told busy', async () => {
    const d = await calledWhileAway();
    await d.decide({ treatment: 'busy' });
    expect(d.asked).toContain('reject c1 486');
    expect(d.facts.at(-1)).toMatchObject({ type: 'ended', outcome: 'missed', by: 'app' });
  });

  it('is greeted in the agent’s place, and told until when', async () => {
    const d = await calledWhileAway();
    await d.decide({ treatment: 'greet' });
    expect(d.asked).toContain('answerUnattended c1');
    expect(d.center.calls[0]).toMatchObject({
      phase: 'attended',
      attended: { until: 2_000_000, voicemail: true },
    });
    expect(d.types()).toEqual(['started', 'treated', 'attended']);
    expect(d.signals).not.toContain('ring');
  });

  it('is sent on', async () => {
    const d = await calledWhileAway();
    await d.decide({ treatment: 'forward', forwardTo: '02-1234-5678' });
    expect(d.asked).toContain('redirect c1 0212345678');
    expect(d.facts.at(-1)).toMatchObject({ type: 'ended', outcome: 'forwarded' });
  });

  it('what was decided, by which rule and why, is kept with it before what comes of it', async () => {
    const d = await calledWhileAway();
    await d.decide({ treatment: 'busy' });
    expect(d.types()).toEqual(['started', 'treated', 'ended']);
    expect(d.facts[1]).toMatchObject({
      treated: { treatment: 'busy', reasonId: 'meeting', why: ['no-rule'] },
    });
  });

  it('given up before anything was decided is simply missed', async () => {
    const d = await calledWhileAway();
    d.network('c1', { type: 'withdrawn', elsewhere: false });
    await d.decide({ treatment: 'busy' });
    expect(d.types()).toEqual(['started', 'ended']);
    expect(d.asked).not.toContain('reject c1 486');
  });

  it('somebody who is handed over to the agent is no such call', async () => {
    const d = await calledWhileAway();
    await d.decide({});
    d.incoming('c2', 'c1');
    expect(d.center.calls.find(({ id }) => id === 'c2')?.alert).toBe('ring');
  });
});

describe('an incoming call', () => {
  it('is in the log before it is answered, and rings', async () => {
    const d = desk();
    await d.center.use(d.phone);
    d.incoming('c1');
    expect(d.types()).toEqual(['started']);
    expect(d.facts[0]).toMatchObject({
      type: 'started',
      callId: 'c1',
      direction: 'inbound',
      e164: '+821012345678',
      sipCallId: 'sip-c1',
    });
    expect(d.signals.at(-1)).toBe('ring');
  });

  it('answered and ended by the customer: rows, silence, and a call list that is empty again', async () => {
    const d = desk();
    await d.center.use(d.phone);
    d.incoming('c1');
    d.center.command('c1', { type: 'answer' });
    expect(d.asked).toContain('answer c1');
    d.network('c1', { type: 'accepted' });
    expect(d.signals.at(-1)).toBe('none');
    d.pass(5_000);
    d.network('c1', { type: 'ended', by: 'customer', cause: { code: 'bye' } });
    expect(d.types()).toEqual(['started', 'answered', 'ended']);
    expect(d.facts[2]!.at - d.facts[1]!.at).toBe(5_000);
    expect(d.center.calls).toEqual([]);
  });

  it('keeps its durations when the computer clock is moved two hours during the call', async () => {
    const d = desk();
    await d.center.use(d.phone);
    d.incoming('c1');
    d.center.command('c1', { type: 'answer' });
    d.network('c1', { type: 'accepted' });
    d.pass(60_000);
    d.clock.wall -= 2 * 3_600_000;
    d.center.command('c1', { type: 'hangUp' });
    expect(d.facts.at(-1)!.at - d.facts[1]!.at).toBe(60_000);
  });

  it('while talking rings softly, and answering it holds the other', async () => {
    const d = desk();
    await d.center.use(d.phone);
    d.incoming('c1');
    d.center.command('c1', { type: 'answer' });
    d.network('c1', { type: 'accepted' });
    d.incoming('c2');
    expect(d.signals.at(-1)).toBe('waiting');
    d.center.command('c2', { type: 'answer' });
    expect(d.asked.slice(-2)).toEqual(['hold c1', 'answer c2']);
    // Whose phone will not be held hears nothing of the other all the same.
    d.network('c1', { type: 'holdRefused', cause: { code: 'refused', status: 488 } });
    expect(d.asked.at(-1)).toBe('holdUnheard c1');
    expect(d.center.calls.map(({ phase }) => phase)).toEqual(['held', 'answering']);
  });

  it('whose phone will not be held is talked to as before when there is nobody else', async () => {
    const d = desk();
    await d.center.use(d.phone);
    d.incoming('c1');
    d.center.command('c1', { type: 'answer' });
    d.network('c1', { type: 'accepted' });
    d.center.command('c1', { type: 'hold' });
    d.network('c1', { type: 'holdRefused', cause: { code: 'refused', status: 488 } });
    expect(d.center.calls.map(({ phase }) => phase)).toEqual(['active']);
  });
});

describe('an outgoing call', () => {
  it('is recorded before the network answers, with what the agent dialled', async () => {
    const d = desk();
    await d.center.use(d.phone);
    const id = d.center.dial('01012345678', { ...customer, dialled: '010-1234-5678' });
    expect(d.facts[0]).toMatchObject({ type: 'started', callId: id, dialled: '010-1234-5678' });
    d.network(id!, { type: 'progress', status: 180, earlyMedia: false });
    expect(d.signals.at(-1)).toBe('ringback');
    d.network(id!, { type: 'refused', status: 486, text: 'Busy Here' });
    expect(d.facts.at(-1)).toMatchObject({ type: 'ended', outcome: 'busy' });
    expect(d.signals.at(-1)).toBe('none');
  });

  it('is not made without a line', () => {
    const d = desk();
    expect(d.center.dial('1', customer)).toBeNull();
    expect(d.facts).toEqual([]);
  });

  it('survives a phone that reports its failure at once', async () => {
    const d = desk();
    const phone: PhonePort = {
      ...d.phone,
      dial: (callId) =>
        d.network(callId, { type: 'ended', by: 'network', cause: { code: 'network.down' } }),
    };
    await d.center.use(phone);
    d.center.dial('1', customer);
    expect(d.types()).toEqual(['started', 'ended']);
    expect(d.center.calls).toEqual([]);
  });
});

/** A customer who is talked to. */
async function talking(): Promise<ReturnType<typeof desk>> {
  const d = desk();
  await d.center.use(d.phone);
  d.incoming('c1');
  d.center.command('c1', { type: 'answer' });
  d.network('c1', { type: 'accepted' });
  return d;
}

const colleague: Party = { ...customer, dialled: '1002', e164: null, name: null, rawName: null };

describe('who may not be reached', () => {
  async function talking() {
    const d = desk();
    await d.center.use(d.phone);
    d.incoming('c1');
    d.center.command('c1', { type: 'answer' });
    d.network('c1', { type: 'accepted' });
    d.asked.length = 0;
    d.blocked.add('0601234567');
    return d;
  }

  it('is not called, in whatever way it was asked for, and nothing else changes', async () => {
    const d = await talking();
    const before = d.facts.length;
    expect(d.center.dial('0601234567', customer)).toBeNull();
    expect(d.center.dial('0601234567', customer, 'c1')).toBeNull();
    expect(d.asked).toEqual([]);
    expect(d.facts).toHaveLength(before);
    expect(d.phases()).toEqual(['c1 active']);
  });

  it('is sent no customer', async () => {
    const d = await talking();
    const sendTo = (target: string) => {
      d.center.command('c1', { type: 'transfer', kind: 'blind', to: target, target });
    };
    sendTo('0601234567');
    expect(d.asked).toEqual([]);
    expect(d.phases()).toEqual(['c1 active']);
    sendTo('1002');
    expect(d.asked).toEqual(['hold c1']);
  });
});

describe('handing a customer over blind', () => {
  const ask = { type: 'transfer', kind: 'blind', to: '1002', target: '1002' } as const;

  async function asked(): Promise<ReturnType<typeof desk>> {
    const d = await talking();
    d.center.command('c1', ask);
    d.network('c1', { type: 'holdAccepted' });
    return d;
  }

  it('asks the customer’s phone when it is held, and lets go only when the new call stands', async () => {
    const d = await asked();
    expect(d.asked.slice(-2)).toEqual(['hold c1', 'transfer c1 blind 1002']);
    d.network('c1', { type: 'transferProgress', status: 180 });
    expect(d.phases()).toEqual(['c1 held']);
    d.network('c1', { type: 'transferred' });
    expect(d.asked.at(-1)).toBe('hangUp c1');
    expect(d.facts.slice(-2)).toMatchObject([
      { type: 'transferred', to: '1002', kind: 'blind' },
      { type: 'ended', outcome: 'answered', by: 'agent', cause: { code: 'transferred' } },
    ]);
    expect(d.timers).toEqual([]);
  });

  it('takes the customer back after half a minute without an answer', async () => {
    const d = await asked();
    expect(d.timers).toMatchObject([{ ms: 30_000 }]);
    d.timers[0]!.run();
    expect(d.asked.at(-1)).toBe('resume c1');
    expect(d.events.filter(({ type }) => type === 'notice')).toMatchObject([
      { notice: { code: 'transfer-failed', cause: { code: 'transfer.timeout' } } },
    ]);
    d.network('c1', { type: 'resumeAccepted' });
    d.network('c1', { type: 'transferred' });
    expect(d.phases()).toEqual(['c1 active']);
  });

  it('taken back by the agent is not taken back once more later', async () => {
    const d = await asked();
    d.center.command('c1', { type: 'resume' });
    expect(d.timers).toEqual([]);
  });

  it('failed while the agent talks to another customer: takes nobody away from anybody', async () => {
    const d = await asked();
    d.incoming('c2');
    d.center.command('c2', { type: 'answer' });
    d.network('c2', { type: 'accepted' });
    d.network('c1', { type: 'transferFailed', cause: { code: 'sip.486', status: 486 } });
    expect(d.phases()).toEqual(['c1 held', 'c2 active']);
    expect(d.events.findLast(({ type }) => type === 'notice')).toMatchObject({
      notice: { callId: 'c1', code: 'transfer-failed-waiting' },
    });
  });
});

describe('asking a colleague first', () => {
  async function consulting(): Promise<{ d: ReturnType<typeof desk>; consult: string }> {
    const d = await talking();
    const consult = d.center.dial('1002', colleague, 'c1')!;
    d.network('c1', { type: 'holdAccepted' });
    d.network(consult, { type: 'accepted' });
    return { d, consult };
  }
  async function completing(): Promise<{ d: ReturnType<typeof desk>; consult: string }> {
    const { d, consult } = await consulting();
    d.center.command('c1', { type: 'transfer', kind: 'attended', to: '1002', target: consult });
    expect(d.asked.at(-1)).toBe(`transfer c1 attended ${consult}`);
    return { d, consult };
  }
  const ends = (d: ReturnType<typeof desk>): unknown[] =>
    d.facts.filter(({ type }) => type === 'ended');

  it('completed: both of our legs end, as answered and handed over', async () => {
    const { d, consult } = await completing();
    d.network('c1', { type: 'transferred' });
    expect(d.center.calls).toEqual([]);
    expect(d.asked.slice(-2)).toEqual(['hangUp c1', `hangUp ${consult}`]);
    expect(ends(d)).toMatchObject([
      { callId: 'c1', outcome: 'answered', cause: { code: 'transferred' } },
      { callId: consult, outcome: 'answered', cause: { code: 'transferred' } },
    ]);
  });

  it('the colleague’s phone drops our call before the news of it: that is no hang-up', async () => {
    const { d, consult } = await completing();
    d.network(consult, { type: 'ended', by: 'customer', cause: { code: 'bye' } });
    expect(d.phases()).toEqual(['c1 held']);
    d.network('c1', { type: 'transferred' });
    expect(ends(d)).toMatchObject([
      { callId: consult, by: 'agent', cause: { code: 'transferred' } },
      { callId: 'c1', by: 'agent', cause: { code: 'transferred' } },
    ]);
  });

  it('failed: the customer is back, and the colleague waits', async () => {
    const { d, consult } = await completing();
    d.network('c1', { type: 'transferFailed', cause: { code: 'sip.481', status: 481 } });
    expect(d.asked.slice(-2)).toEqual([`hold ${consult}`, 'resume c1']);
    expect(d.phases()).toEqual(['c1 resuming', `${consult} holding`]);
  });

  it.each([
    ['is busy', { type: 'refused', status: 486 }],
    ['hangs up', { type: 'ended', by: 'customer', cause: { code: 'bye' } }],
  ] as const)('a colleague who %s: back to the customer', async (_what, event) => {
    const d = await talking();
    const consult = d.center.dial('1002', colleague, 'c1')!;
    d.network('c1', { type: 'holdAccepted' });
    d.network(consult, event);
    expect(d.phases()).toEqual(['c1 resuming']);
  });

  it('the agent hangs up on the colleague: back to the customer', async () => {
    const { d, consult } = await consulting();
    d.center.command(consult, { type: 'hangUp' });
    expect(d.asked.slice(-2)).toEqual([`hangUp ${consult}`, 'resume c1']);
  });

  it('the customer hangs up meanwhile: the colleague is talked to as before', async () => {
    const { d, consult } = await consulting();
    d.network('c1', { type: 'ended', by: 'customer', cause: { code: 'bye' } });
    expect(d.phases()).toEqual([`${consult} active`]);
  });

  it('goes to and fro', async () => {
    const { d, consult } = await consulting();
    d.center.command('c1', { type: 'resume' });
    expect(d.phases()).toEqual(['c1 resuming', `${consult} holding`]);
  });
});

describe('three in one call', () => {
  async function joint(): Promise<ReturnType<typeof desk>> {
    const d = await talking();
    d.incoming('c2');
    d.center.command('c2', { type: 'answer' });
    d.network('c1', { type: 'holdAccepted' });
    d.network('c2', { type: 'accepted' });
    d.center.join('c2', 'c1');
    d.network('c1', { type: 'resumeAccepted' });
    return d;
  }
  const joined = (d: ReturnType<typeof desk>): string[] =>
    d.center.calls.filter((call) => call.joined).map(({ id }) => id);

  it('the one who waits is taken off hold, the other is not held, then their sound is joined', async () => {
    const d = await joint();
    expect(d.asked.slice(-2)).toEqual(['resume c1', 'mix c1 c2']);
    expect(d.phases()).toEqual(['c1 active', 'c2 active']);
  });

  it('the agent is muted for all of them at once', async () => {
    const d = await joint();
    d.center.command('c2', { type: 'mute' });
    expect(d.asked.slice(-2)).toEqual(['mute c1 true', 'mute c2 true']);
  });

  it('one is put on hold: the other is talked to as before', async () => {
    const d = await joint();
    d.center.command('c1', { type: 'hold' });
    expect(d.asked.slice(-2)).toEqual(['hold c1', 'mix ']);
    expect(d.phases()).toEqual(['c1 holding', 'c2 active']);
    expect(joined(d)).toEqual([]);
  });

  it('one hangs up: the other is talked to as before', async () => {
    const d = await joint();
    d.network('c2', { type: 'ended', by: 'customer', cause: { code: 'bye' } });
    expect(d.asked.at(-1)).toBe('mix ');
    expect(d.phases()).toEqual(['c1 active']);
    expect(joined(d)).toEqual([]);
  });

  it('a further caller is answered: both of them wait', async () => {
    const d = await joint();
    d.incoming('c3');
    d.center.command('c3', { type: 'answer' });
    expect(d.phases()).toEqual(['c1 holding', 'c2 holding', 'c3 answering']);
    expect(joined(d)).toEqual([]);
  });
});

describe('a customer handed to this phone', () => {
  it('takes the place of the call talked on without ringing', async () => {
    const d = await talking();
    d.incoming('c2', 'c1');
    expect(d.asked.at(-1)).toBe('answer c2');
    d.network('c2', { type: 'accepted' });
    d.network('c1', { type: 'ended', by: 'customer', cause: { code: 'replaced' } });
    expect(d.phases()).toEqual(['c2 active']);
    expect(d.asked).not.toContain('hold c1');
  });

  it('rings when the call it replaces waits: the agent may be talking to somebody else', async () => {
    const d = await talking();
    d.center.command('c1', { type: 'hold' });
    d.network('c1', { type: 'holdAccepted' });
    d.incoming('c2', 'c1');
    expect(d.phases()).toEqual(['c1 held', 'c2 offered']);
  });
});

describe('changing the line', () => {
  it('ends the calls of the earlier one with a reason before it is put away', async () => {
    const d = desk();
    await d.center.use(d.phone);
    d.incoming('c1');
    await d.center.use(null);
    expect(d.facts.at(-1)).toMatchObject({ type: 'ended', cause: { code: 'app.line-changed' } });
    expect(d.asked.at(-1)).toBe('stop');
    expect(d.center.line).toEqual({ state: 'off' });
  });
});

describe('the quality of a call', () => {
  async function talking() {
    const d = desk();
    await d.center.use(d.phone);
    d.incoming('c1');
    d.center.command('c1', { type: 'answer' });
    d.network('c1', { type: 'accepted' });
    return d;
  }

  it('is told while it is talked, and kept with the call just before its end', async () => {
    const d = await talking();
    d.hears('c1', 10);
    expect(d.quality()).toMatchObject({ grade: 'good', microphoneSilent: false });
    d.hears('c1', 12, { received: 45, lost: 5 });
    expect(d.quality()).toMatchObject({ grade: 'poor', cause: 'far-side' });
    d.network('c1', { type: 'ended', by: 'customer', cause: { code: 'bye' } });
    expect(d.types()).toEqual(['started', 'answered', 'quality', 'ended']);
    expect(d.facts[2]).toMatchObject({
      callId: 'c1',
      // 60 of 1,100 packets.
      summary: { codec: 'opus', lossPercent: 5.5, jitterP95Ms: 4, rttP95Ms: 20 },
    });
  });

  it('is kept also when the agent hangs up', async () => {
    const d = await talking();
    d.hears('c1', 3);
    d.center.command('c1', { type: 'hangUp' });
    expect(d.types()).toEqual(['started', 'answered', 'quality', 'ended']);
  });

  it('is not kept of a call that nobody measured', async () => {
    const d = await talking();
    d.center.command('c1', { type: 'hangUp' });
    d.hears('c1', 3);
    expect(d.types()).toEqual(['started', 'answered', 'ended']);
  });

  it.each([
    ['we hold', { type: 'hold' }],
    ['the customer holds', { type: 'otherHeld' }],
  ] as const)('stands still while %s: silence then is no fault', async (_who, held) => {
    const d = await talking();
    d.hears('c1', 10, { microphoneLevel: 0 });
    expect(d.quality()?.microphoneSilent).toBe(true);
    if (held.type === 'hold') d.center.command('c1', held);
    else d.network('c1', held);
    expect(d.quality()?.microphoneSilent).toBe(false);
    d.hears('c1', 20, { microphoneLevel: 0 });
    expect(d.quality()?.microphoneSilent).toBe(false);
  });

  it('keeps that the other side was not heard, which the banner said', async () => {
    const d = await talking();
    d.hears('c1', 3);
    d.network('c1', { type: 'soundLost' });
    d.network('c1', { type: 'soundBack' });
    d.center.command('c1', { type: 'hangUp' });
    expect(d.facts.find(({ type }) => type === 'quality')).toMatchObject({
      summary: { nothingReceived: true, microphoneSilent: false },
    });
  });

  it('does not blame the microphone that the agent has muted', async () => {
    const d = await talking();
    d.hears('c1', 9, { microphoneLevel: 0 });
    d.center.command('c1', { type: 'mute' });
    d.hears('c1', 20, { microphoneLevel: 0 });
    expect(d.quality()?.microphoneSilent).toBe(false);
    d.center.command('c1', { type: 'unmute' });
    d.hears('c1', 10, { microphoneLevel: 0 });
    expect(d.quality()?.microphoneSilent).toBe(true);
  });
});

describe('a call that is answered for an agent who is away', () => {
  const attend = {
    type: 'attend',
    ...{ greetingId: null, until: null, voicemail: true },
  } as const;

  it('falls silent at the desk and leaves the call talked on alone', () => {
    const d = desk();
    void d.center.use(d.phone);
    d.incoming('c1');
    d.center.command('c1', { type: 'answer' });
    d.network('c1', { type: 'accepted' });
    d.incoming('c2');
    expect(d.signals.at(-1)).toBe('waiting');
    d.center.command('c2', attend);
    expect(d.signals.at(-1)).toBe('none');
    expect(d.asked.slice(-1)).toEqual(['answerUnattended c2']);
    expect(d.phases()).toEqual(['c1 active', 'c2 attended']);
  });

  it('goes on beside a call that the agent makes, and is never held by it', () => {
    const d = desk();
    void d.center.use(d.phone);
    d.incoming('c1');
    d.center.command('c1', attend);
    d.center.dial('1002', customer);
    expect(d.asked).not.toContain('hold c1');
    expect(d.phases()[0]).toBe('c1 attended');
  });

  it('holds whoever is talked to when the agent takes it over', () => {
    const d = desk();
    void d.center.use(d.phone);
    d.incoming('c1');
    d.center.command('c1', { type: 'answer' });
    d.network('c1', { type: 'accepted' });
    d.incoming('c2');
    d.center.command('c2', attend);
    d.network('c2', { type: 'attendedHeard' });
    d.center.command('c2', { type: 'answer' });
    expect(d.asked.slice(-2)).toEqual(['hold c1', 'answer c2']);
    d.network('c2', { type: 'accepted' });
    expect(d.types()).toContain('attended');
    expect(d.phases()).toEqual(['c1 holding', 'c2 active']);
  });

  it('ends as missed when the app has said what it had to say', () => {
    const d = desk();
    void d.center.use(d.phone);
    d.incoming('c1');
    d.center.command('c1', attend);
    d.network('c1', { type: 'attendedHeard' });
    d.center.report('c1', { type: 'messageBegun' });
    d.center.report('c1', { type: 'attendanceOver', cause: { code: 'attended.limit' } });
    expect(d.asked.at(-1)).toBe('hangUp c1');
    expect(d.facts.at(-1)).toMatchObject({
      type: 'ended',
      outcome: 'missed',
      by: 'app',
      cause: { code: 'attended.limit' },
    });
    // What comes after it is nothing.
    d.center.report('c1', { type: 'messageBegun' });
    expect(d.center.calls).toEqual([]);
  });
});
