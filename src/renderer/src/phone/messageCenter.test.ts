import { describe, expect, it } from 'vitest';
import type { Party } from '#shared/domain/call/call.ts';
import type { LineState } from '#shared/domain/line/lineState.ts';
import type { SendOutcome } from '#shared/domain/message/outcome.ts';
import type { SentFact } from '#shared/domain/message/record.ts';
import { AppError } from '#shared/errors.ts';
import { MessageCenter, WAIT_LIMIT_MS } from './messageCenter.ts';
import type { Arrival } from './messageCenter.ts';
import type { PhoneEvent, PhonePort } from './port.ts';

const CUSTOMER: Party = {
  address: 'sip:01098765432@pbx.example.kr',
  dialled: '010-9876-5432',
  e164: '+821098765432',
  name: '정하윤',
  rawName: '정하윤',
};
const OTHER: Party = {
  ...CUSTOMER,
  address: 'sip:1002@pbx.example.kr',
  dialled: '1002',
  e164: null,
};
const INCOMING = { party: CUSTOMER, body: '안녕하세요', sipCallId: 'c', copyKey: 'c 1 t' };

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** A message center with a phone and a host that do as they are told. */
function desk() {
  const stored: SentFact[] = [];
  const sent: { target: string; body: string; answer: (outcome: SendOutcome) => void }[] = [];
  const timers: { ms: number; run: () => void; off: boolean }[] = [];
  const arrivals: Arrival[] = [];
  const host = {
    there: true,
    /** Refuses these kinds of facts. */
    refuses: new Set<string>(),
    keeps: (): Promise<boolean> => Promise.resolve(true),
  };
  let ids = 0;
  const center = new MessageCenter({
    newId: () => `id-${(ids += 1)}`,
    now: () => 1_000,
    later: (ms, run) => {
      const timer = { ms, run, off: false };
      timers.push(timer);
      return () => (timer.off = true);
    },
    hostIsThere: () => host.there,
    keep: () => host.keeps(),
    append: (facts) => {
      if (facts.some(({ type }) => host.refuses.has(type))) {
        return Promise.reject(new AppError('storage.full', 'full'));
      }
      stored.push(...facts);
      return Promise.resolve();
    },
    log: () => undefined,
  });
  center.onArrival((arrival) => arrivals.push(arrival));

  function phone() {
    let tell: (event: PhoneEvent) => void = () => undefined;
    const port = {
      account: 'sip:1001@pbx.example.kr',
      practice: false,
      message: (target: string, body: string) => {
        if (target === 'sip:nowhere') return null;
        return {
          sipCallId: `call-${sent.length}`,
          send: () =>
            new Promise<SendOutcome>((answer) => void sent.push({ target, body, answer })),
        };
      },
      listen: (listener: (event: PhoneEvent) => void) => {
        tell = listener;
        return () => (tell = () => undefined);
      },
    } as unknown as PhonePort;
    return { port, line: (state: LineState) => tell({ type: 'line', state }) };
  }

  const first = phone();
  center.use(first.port);
  return {
    center,
    host,
    stored,
    sent,
    arrivals,
    phone,
    registered: () => first.line({ state: 'registered', server: 'wss://x' }),
    kinds: () => stored.map(({ type }) => type),
    causes: () => stored.flatMap((fact) => ('cause' in fact ? [fact.cause.code] : [])),
    /** Runs the timers of this length that are not called off. */
    pass: (ms: number) => {
      for (const timer of timers.splice(0)) {
        if (timer.ms === ms && !timer.off) timer.run();
        else timers.push(timer);
      }
    },
  };
}

describe('a message that goes', () => {
  it('is stored, stored again before it may have left, and then sent', async () => {
    const { center, registered, kinds, sent, stored } = desk();
    registered();
    await center.send(CUSTOMER, '네');
    await settle();
    expect(kinds()).toEqual(['composed', 'sending']);
    expect(stored[1]).toMatchObject({ sipCallId: 'call-0' });
    expect(sent).toMatchObject([{ target: '01098765432', body: '네' }]);
    sent[0]?.answer({ type: 'delivered' });
    await settle();
    expect(kinds()).toEqual(['composed', 'sending', 'delivered']);
  });

  it('does not leave when it cannot be stored, neither at first nor before leaving', async () => {
    const { center, registered, host, sent, causes } = desk();
    registered();
    host.refuses.add('composed');
    await expect(center.send(CUSTOMER, '네')).rejects.toMatchObject({ code: 'storage.full' });
    host.refuses.delete('composed');
    host.refuses.add('sending');
    await center.send(CUSTOMER, '네');
    await settle();
    expect(sent).toEqual([]);
    expect(causes()).toEqual(['storage.full']);
  });

  it('is refused at once without a line or a host, so that nothing waits unseen', async () => {
    const { center, host } = desk();
    host.there = false;
    await expect(center.send(CUSTOMER, '네')).rejects.toMatchObject({ code: 'transport.closed' });
    host.there = true;
    center.use(null);
    await expect(center.send(CUSTOMER, '네')).rejects.toMatchObject({ code: 'message.no-line' });
  });

  it('waits for the line, but not for ever', async () => {
    const { center, registered, sent, pass, causes, kinds } = desk();
    await center.send(CUSTOMER, '네');
    expect(kinds()).toEqual(['composed']);
    pass(WAIT_LIMIT_MS);
    await settle();
    expect(causes()).toEqual(['message.no-line']);
    registered();
    await settle();
    expect(sent).toEqual([]);
  });

  it('follows the one before it to the same person, and nobody else’s', async () => {
    const { center, registered, sent } = desk();
    registered();
    await center.send(CUSTOMER, '첫째');
    await center.send(CUSTOMER, '둘째');
    await center.send(OTHER, '다른 분께');
    await settle();
    expect(sent.map(({ body }) => body)).toEqual(['첫째', '다른 분께']);
    sent[0]?.answer({ type: 'accepted' });
    await settle();
    expect(sent.map(({ body }) => body)).toEqual(['첫째', '다른 분께', '둘째']);
  });

  it('written for one exchange never goes by another', async () => {
    const { center, phone, sent, causes } = desk();
    await center.send(CUSTOMER, '네');
    const other = phone();
    center.use(other.port);
    other.line({ state: 'registered', server: 'wss://y' });
    await settle();
    expect(sent).toEqual([]);
    expect(causes()).toEqual(['message.line-changed']);
  });

  it('to no address has failed', async () => {
    const { center, registered, causes } = desk();
    registered();
    await center.send({ ...OTHER, address: 'sip:nowhere' }, '네');
    await settle();
    expect(causes()).toEqual(['address.invalid']);
  });

  it('keeps what became of it until that can be stored', async () => {
    const { center, registered, host, sent, kinds, pass } = desk();
    registered();
    await center.send(CUSTOMER, '네');
    await settle();
    host.refuses.add('delivered');
    sent[0]?.answer({ type: 'delivered' });
    await settle();
    expect(kinds()).toEqual(['composed', 'sending']);
    host.refuses.clear();
    pass(2_000);
    await settle();
    expect(kinds()).toEqual(['composed', 'sending', 'delivered']);
  });
});

describe('a message that comes', () => {
  it('is claimed and told once it is stored', async () => {
    const { center, arrivals } = desk();
    expect(await center.receive(INCOMING, 9_999)).toBe(true);
    expect(arrivals).toEqual([{ party: CUSTOMER, body: '안녕하세요' }]);
  });

  it('in a second copy is claimed and not told again', async () => {
    const { center, host, arrivals } = desk();
    host.keeps = () => Promise.resolve(false);
    expect(await center.receive(INCOMING, 9_999)).toBe(true);
    expect(arrivals).toEqual([]);
  });

  it('is not claimed without the host, nor when it could not be stored', async () => {
    const { center, host, arrivals } = desk();
    host.there = false;
    expect(await center.receive(INCOMING, 9_999)).toBe(false);
    host.there = true;
    host.keeps = () => Promise.reject(new AppError('storage.full', 'full'));
    await expect(center.receive(INCOMING, 9_999)).rejects.toMatchObject({ code: 'storage.full' });
    center.use(null);
    expect(await center.receive(INCOMING, 9_999)).toBe(false);
    expect(arrivals).toEqual([]);
  });

  it('tells whoever asked what became of a message, once', async () => {
    const { center, sent, registered } = desk();
    registered();
    const told: string[] = [];
    await center.send(OTHER, '안내 문자', ({ type }) => told.push(type));
    await settle();
    expect(told).toEqual([]);
    sent[0]?.answer({ type: 'delivered' });
    await settle();
    expect(told).toEqual(['delivered']);
    await center.send({ ...OTHER, e164: null, address: 'sip:nowhere' }, '갈 곳 없음', ({ type }) =>
      told.push(type),
    );
    await settle();
    expect(told).toEqual(['delivered', 'failed']);
  });
});
