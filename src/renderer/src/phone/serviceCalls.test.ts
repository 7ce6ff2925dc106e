import { beforeEach, describe, expect, it } from 'vitest';
import type { NetworkEvent } from '#shared/domain/call/call.ts';
import { callFactSchema } from '#shared/domain/call/record.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import type { SwitchAnswer } from '#shared/domain/pbx/switches.ts';
import type { PhonePort } from './port.ts';
import { SERVICE_ANSWER_MS, SERVICE_TALK_MS, ServiceCalls } from './serviceCalls.ts';

describe('a call to the exchange itself', () => {
  let facts: CallFact[];
  let sent: string[];
  let told: SwitchAnswer[];
  let over: number;
  let live: readonly string[];
  let timers: { ms: number; run: () => void; off: boolean }[];
  let calls: ServiceCalls;
  let stop: () => void;
  let id: string;

  const phone = {
    account: 'sip:1001@pbx.example',
    practice: false,
    dialSilently: (callId: string, target: string) => {
      id = callId;
      sent.push(`dial ${target}`);
    },
    hangUp: () => sent.push('hangUp'),
  } as unknown as PhonePort;

  const report = (event: NetworkEvent): void =>
    calls.onPhone(phone, { type: 'call', callId: id, event });
  const types = (): string[] => facts.map(({ type }) => type);
  const running = (): number[] => timers.filter(({ off }) => !off).map(({ ms }) => ms);
  const fire = (): void => timers.filter(({ off }) => !off).forEach(({ run }) => run());

  beforeEach(() => {
    [facts, sent, told, over, live, timers] = [[], [], [], 0, [], []];
    calls = new ServiceCalls({
      newId: () => crypto.randomUUID(),
      wallNow: () => 1_000,
      monotonicNow: () => 0,
      later: (ms, run) => {
        const timer = { ms, run, off: false };
        timers.push(timer);
        return () => void (timer.off = true);
      },
      record: (fact) => facts.push(callFactSchema.parse(fact)),
      onLive: (ids) => (live = ids),
    });
    stop = calls.call(phone, {
      target: '%2345',
      code: '#45',
      name: '상담 큐 로그인',
      answered: (answer) => told.push(answer),
      over: () => (over += 1),
    });
  });

  it('is made without a microphone and recorded as what it is', () => {
    expect(sent).toEqual(['dial %2345']);
    expect(facts).toMatchObject([
      { type: 'started', direction: 'outbound', dialled: '#45', service: 'switch' },
    ]);
    expect(live).toEqual([id]);
    expect(running()).toEqual([SERVICE_ANSWER_MS]);
  });

  it('answered: that is said at once, and the announcement is heard to its end', () => {
    report({ type: 'progress', status: 180, earlyMedia: false });
    report({ type: 'accepted' });
    expect(told).toEqual([{ type: 'accepted' }]);
    expect(over).toBe(0);
    expect(running()).toEqual([SERVICE_TALK_MS]);
    report({ type: 'ended', by: 'customer', cause: { code: 'bye' } });
    expect(types()).toEqual(['started', 'ringing', 'answered', 'ended']);
    expect([told.length, over, live, running()]).toEqual([1, 1, [], []]);
  });

  it('an announcement without end is ended', () => {
    report({ type: 'accepted' });
    fire();
    expect(sent).toEqual(['dial %2345', 'hangUp']);
    expect([told.length, over]).toEqual([1, 1]);
  });

  it('refused: with the exchange’s own words', () => {
    report({ type: 'refused', status: 403, text: 'Not In Queue' });
    expect(told).toEqual([{ type: 'refused', status: 403, text: 'Not In Queue' }]);
    expect(facts.at(-1)).toMatchObject({ type: 'ended', cause: { status: 403 } });
  });

  it.each<[string, () => void]>([
    ['nobody answers', () => fire()],
    ['the proxy gives up', () => report({ type: 'refused', status: 408 })],
    ['the agent hangs up first', () => stop()],
    [
      'the line goes',
      () => report({ type: 'ended', by: 'network', cause: { code: 'network.down' } }),
    ],
    ['the phone is put away', () => calls.abandon(phone)],
  ])('%s: nothing is known', (_what, happen) => {
    happen();
    expect(told).toEqual([{ type: 'unanswered' }]);
    expect([over, live]).toEqual([1, []]);
    expect(types()).toEqual(['started', 'ended']);
  });

  it('passes over the calls of customers', () => {
    calls.onPhone(phone, { type: 'call', callId: 'other', event: { type: 'accepted' } });
    expect(told).toEqual([]);
  });
});
