import { describe, expect, it } from 'vitest';
import type { NetworkEvent, Party } from '#shared/domain/call/call.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
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
    retryNow: () => undefined,
    dial: (callId, target) => void asked.push(`dial ${callId} ${target}`),
    answer: note('answer'),
    reject: (callId, status) => void asked.push(`reject ${callId} ${status}`),
    hangUp: note('hangUp'),
    hold: note('hold'),
    resume: note('resume'),
    mute: (callId, muted) => void asked.push(`mute ${callId} ${muted}`),
    sendDigits: (callId, digits) => void asked.push(`digits ${callId} ${digits}`),
    listen: (listener) => phoneEvents.add(listener),
  };

  const facts: CallFact[] = [];
  const signals: string[] = [];
  const events: CenterEvent[] = [];
  const clock = { wall: 1_000_000, monotonic: 0 };
  let ids = 0;
  const center = new CallCenter({
    newId: () => `id-${(ids += 1)}`,
    wallNow: () => clock.wall,
    monotonicNow: () => clock.monotonic,
    signals: { play: (signal) => void signals.push(signal) },
    record: (fact) => void facts.push(fact),
    log: () => undefined,
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
    incoming: (callId: string) =>
      phoneEvents.emit({ type: 'incoming', callId, sipCallId: `sip-${callId}`, party: customer }),
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
    expect(d.quality()).toMatchObject({ grade: 'good', oneWay: null });
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
    d.hears('c1', 5, { received: 0 });
    expect(d.quality()?.oneWay).toBe('nothing-received');
    if (held.type === 'hold') d.center.command('c1', held);
    else d.network('c1', held);
    expect(d.quality()?.oneWay).toBeNull();
    d.hears('c1', 20, { received: 0 });
    expect(d.quality()?.oneWay).toBeNull();
  });

  it('does not blame the microphone that the agent has muted', async () => {
    const d = await talking();
    d.hears('c1', 9, { microphoneLevel: 0 });
    d.center.command('c1', { type: 'mute' });
    d.hears('c1', 20, { microphoneLevel: 0 });
    expect(d.quality()?.oneWay).toBeNull();
    d.center.command('c1', { type: 'unmute' });
    d.hears('c1', 10, { microphoneLevel: 0 });
    expect(d.quality()?.oneWay).toBe('microphone-silent');
  });
});
