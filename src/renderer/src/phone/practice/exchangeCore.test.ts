import { describe, expect, it } from 'vitest';
import type { PracticePhoneBook } from '../../../../shared/domain/practice/phoneBook.ts';
import type { PracticeScenario } from '../../../../shared/domain/practice/scenario.ts';
import { NoLocalMediaError, type CustomerMedia } from './customerMedia.ts';
import { ExchangeCore } from './exchangeCore.ts';
import { formatSip, header, type SipMessage, type SipRequest } from './sipMessage.ts';

const SENDRECV = 'v=0\r\nm=audio 9 RTP 0\r\na=sendrecv\r\n';
const SENDONLY = SENDRECV.replace('sendrecv', 'sendonly');

const scenario = {
  id: 'test',
  caller: { name: '홍"길동', number: '010-0000-9999' },
  limits: { ringMs: 30_000 },
  slotReply: '{n}번으로 부탁드립니다.',
} as PracticeScenario;

const title = { ko: '시험', en: 'Test' };
const refuse = (number: string, status: number, ringMs: number) => ({
  number,
  title,
  behaviour: { kind: 'refuse' as const, ringMs, status, reason: 'No' },
});
const phoneBook: PracticePhoneBook = {
  kind: 'phone-book',
  version: 1,
  entries: [
    {
      number: '010-0000-0001',
      title,
      behaviour: { kind: 'answer', ringMs: 2_000, scenario: 'test' },
    },
    refuse('010-0000-0002', 486, 0),
    refuse('010-0000-0004', 480, 45_000),
  ],
  unknown: { status: 404, reason: 'Not Found' },
};

/** An exchange on virtual time, and the phone's end of it as a script. */
function lab(options: { noMedia?: boolean } = {}) {
  let now = 1_000_000;
  let ids = 0;
  const timers = new Set<{ due: number; task: () => void }>();
  const sent: SipMessage[] = [];
  const log: string[] = [];
  const media: CustomerMedia = {
    offer: async () => sdp('offer'),
    answer: async () => sdp('answer'),
    accept: async () => void log.push('accept'),
    agreed: () => SENDRECV,
    prepare: () => undefined,
    say: async () => true,
    stop: () => undefined,
    close: () => void log.push('close'),
  };
  function sdp(what: string): string {
    if (options.noMedia === true) throw new NoLocalMediaError('none');
    log.push(what);
    return SENDRECV;
  }
  const core = new ExchangeCore({
    phoneBook,
    scenarios: [scenario],
    environment: {
      clock: {
        now: () => now,
        after: (ms, task) => {
          const timer = { due: now + ms, task };
          timers.add(timer);
          return () => void timers.delete(timer);
        },
      },
      id: () => `id${(ids += 1)}`,
      random: () => 0.5,
      createMedia: () => media,
      send: (message) => void sent.push(message),
    },
    listen: () => ({
      connected: () => void log.push('connected'),
      held: () => void log.push('held'),
      resumed: () => void log.push('resumed'),
      handedOn: () => void log.push('handed on'),
      level: () => undefined,
      trouble: (code) => void log.push(code),
      ended: (by, connected) => void log.push(`ended ${by} ${connected}`),
      gone: () => void log.push('gone'),
    }),
  });
  const lab = {
    core,
    log,
    options,
    get timers() {
      return timers.size;
    },
    /** What was sent since last asked: `100 INVITE`, `BYE`. */
    sent(): string[] {
      return sent.splice(0).map((message) => {
        last.set(message.kind === 'request' ? message.method : 'response', message);
        const cseq = header(message, 'cseq') ?? '';
        return message.kind === 'request' ? message.method : `${message.status} ${cseq}`;
      });
    },
    receive(message: SipMessage) {
      core.receive(formatSip(message));
      return lab;
    },
    async pass(ms: number) {
      now += ms;
      for (const timer of [...timers]) {
        if (timer.due > now || !timers.delete(timer)) continue;
        timer.task();
      }
      await settled();
    },
    lastSent(method: string): SipRequest {
      const message = last.get(method);
      if (message?.kind !== 'request') throw new Error(`no ${method} was sent`);
      return message;
    },
    lastTo: () => {
      const message = last.get('response');
      return message === undefined ? '' : (header(message, 'to') ?? '');
    },
  };
  const last = new Map<string, SipMessage>();
  return lab;
}

/** Every promise that can settle has settled. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function fromPhone(
  method: string,
  number: number,
  options: { to?: string; callId?: string; branch?: string; body?: string; uri?: string } = {},
): SipRequest {
  const { to = '<sip:x@practice.ieum.invalid>', callId = 'call-1', body = '' } = options;
  return {
    kind: 'request',
    method,
    uri: options.uri ?? 'sip:01000000001@practice.ieum.invalid',
    headers: [
      {
        name: 'Via',
        value: `SIP/2.0/WS p.invalid;branch=z9hG4bK${options.branch ?? method + number}`,
      },
      { name: 'From', value: '<sip:practice@practice.ieum.invalid>;tag=phone' },
      { name: 'To', value: to },
      { name: 'Call-ID', value: callId },
      { name: 'CSeq', value: `${number} ${method}` },
      { name: 'Contact', value: '<sip:me@p.invalid;transport=ws>;expires=300' },
    ],
    body,
  };
}

/** The phone's answer to a request of the exchange. */
function answerTo(request: SipRequest, status: number, body = ''): SipMessage {
  return {
    kind: 'response',
    status,
    reason: 'x',
    headers: [
      ...request.headers
        .filter(({ name }) => ['Via', 'From', 'To', 'Call-ID', 'CSeq'].includes(name))
        .map((h) =>
          h.name === 'To' && !h.value.includes('tag=')
            ? { ...h, value: `${h.value};tag=phone` }
            : h,
        ),
      { name: 'Contact', value: '<sip:me@p.invalid;transport=ws>' },
    ],
    body,
  };
}

async function dialled() {
  const exchange = lab();
  exchange.receive(fromPhone('INVITE', 1, { body: SENDRECV }));
  await exchange.pass(2_000);
  expect(exchange.sent()).toEqual(['100 1 INVITE', '180 1 INVITE', '200 1 INVITE']);
  return exchange;
}

async function talking() {
  const exchange = await dialled();
  const to = exchange.lastTo();
  exchange.receive(fromPhone('ACK', 1, { to }));
  expect(exchange.log).toEqual(['answer', 'connected']);
  exchange.log.length = 0;
  return { exchange, to };
}

async function ringing(options: { noMedia?: boolean } = {}) {
  const exchange = lab(options);
  exchange.receive(fromPhone('REGISTER', 1, { callId: 'reg' }));
  const callId = exchange.core.callIn(scenario) ?? '';
  await settled();
  expect(exchange.sent()).toEqual(['200 1 REGISTER', 'INVITE']);
  exchange.log.length = 0;
  return { exchange, callId, invite: exchange.lastSent('INVITE') };
}

describe('REGISTER', () => {
  it('is granted with Contact, expiry and the time, and runs out', async () => {
    const exchange = lab();
    exchange.receive(fromPhone('REGISTER', 1));
    expect(exchange.sent()).toEqual(['200 1 REGISTER']);
    expect(exchange.core.registration?.contact).toBe('sip:me@p.invalid;transport=ws');
    await exchange.pass(300_000);
    expect(exchange.core.registration).toBeNull();
    expect(exchange.core.callIn(scenario)).toBeUndefined();
  });

  it('is forgotten when the wire is cut', () => {
    const exchange = lab();
    exchange.receive(fromPhone('REGISTER', 1));
    exchange.core.onDisconnected();
    expect(exchange.core.registration).toBeNull();
  });
});

describe('a text', () => {
  it('to somebody in the phone book arrives, and they write back a little later', async () => {
    const exchange = lab();
    exchange.receive(fromPhone('REGISTER', 1));
    exchange.receive(fromPhone('MESSAGE', 2, { callId: 'text-1', body: '안녕하세요' }));
    expect(exchange.sent()).toEqual(['200 1 REGISTER', '200 2 MESSAGE']);
    await exchange.pass(2_500);
    expect(exchange.sent()).toEqual(['MESSAGE']);
    const { headers, body } = exchange.lastSent('MESSAGE');
    expect(header({ headers }, 'from')).toContain('<sip:01000000001@practice.ieum.invalid>');
    expect(header({ headers }, 'content-type')).toBe('text/plain;charset=UTF-8');
    expect(body).toMatch(/[가-힣]\.$/);
  });

  it('that offers times is answered with the number of one of them, in the customer’s words', async () => {
    const exchange = lab();
    exchange.receive(fromPhone('REGISTER', 1));
    exchange.sent();
    const picked = async (number: string, slots: number): Promise<string> => {
      exchange.core.offered(number, slots);
      await exchange.pass(5_900);
      expect(exchange.sent()).toEqual([]);
      await exchange.pass(100);
      expect(exchange.sent()).toEqual(['MESSAGE']);
      return exchange.lastSent('MESSAGE').body;
    };
    expect(await picked('01000000001', 3)).toBe('2번이요');
    expect(await picked('+821000000001', 1)).toBe('1번이요');
    expect(await picked('010-0000-9999', 3)).toBe('2번으로 부탁드립니다.');
    const { headers } = exchange.lastSent('MESSAGE');
    expect(header({ headers }, 'from')).toContain('<sip:01000009999@practice.ieum.invalid>');
  });

  it('that offers nothing, or is nobody’s, is not answered', async () => {
    const exchange = lab();
    exchange.receive(fromPhone('REGISTER', 1));
    exchange.sent();
    exchange.core.offered('01000000001', 0);
    exchange.core.offered('01099999999', 3);
    await exchange.pass(60_000);
    expect(exchange.sent()).toEqual([]);
  });

  it('to nobody is refused, and a phone that has gone is not written to', async () => {
    const exchange = lab();
    exchange.receive(fromPhone('MESSAGE', 1, { uri: 'sip:01099999999@practice.ieum.invalid' }));
    exchange.receive(fromPhone('MESSAGE', 2));
    await exchange.pass(60_000);
    expect(exchange.sent()).toEqual(['404 1 MESSAGE', '200 2 MESSAGE']);
  });
});

describe('outside a dialog', () => {
  it.each([
    ['OPTIONS', 200],
    ['MESSAGE', 200],
    ['REFER', 603],
    ['SUBSCRIBE', 405],
    ['BYE', 481],
    ['CANCEL', 481],
  ])('%s gets %i', (method, status) => {
    const exchange = lab();
    exchange.receive(fromPhone(method, 1));
    expect(exchange.sent()).toEqual([`${status} 1 ${method}`]);
  });

  it('unknown dialogs get 481, a stray ACK and rubbish get nothing', () => {
    const exchange = lab();
    exchange.receive(fromPhone('BYE', 2, { to: '<sip:x@y>;tag=unknown' }));
    expect(exchange.sent()).toEqual(['481 2 BYE']);
    exchange.receive(fromPhone('ACK', 1));
    exchange.core.receive('\r\n\r\n');
    exchange.core.receive('rubbish');
    expect(exchange.sent()).toEqual([]);
    expect(exchange.core.ignored).toBe(1);
  });
});

describe('the phone dials', () => {
  it('a busy and an unknown number are refused at once', () => {
    const exchange = lab();
    exchange.receive(fromPhone('INVITE', 1, { uri: 'sip:%2B821000000002@x', callId: 'a' }));
    exchange.receive(fromPhone('INVITE', 1, { uri: 'sip:119@x', callId: 'b' }));
    expect(exchange.sent()).toEqual([
      '100 1 INVITE',
      '486 1 INVITE',
      '100 1 INVITE',
      '404 1 INVITE',
    ]);
    expect(exchange.core.callIds).toEqual([]);
  });

  it('nobody answers: 480 after 45 s', async () => {
    const exchange = lab();
    exchange.receive(fromPhone('INVITE', 1, { uri: 'sip:01000000004@x' }));
    await exchange.pass(44_999);
    expect(exchange.sent()).toEqual(['100 1 INVITE', '180 1 INVITE']);
    await exchange.pass(1);
    expect(exchange.sent()).toEqual(['480 1 INVITE']);
    expect(exchange.timers).toBe(0);
  });

  it('CANCEL while ringing: 200 and 487, nothing left', async () => {
    const exchange = lab();
    exchange.receive(fromPhone('INVITE', 1, { body: SENDRECV, branch: 'b' }));
    exchange.sent();
    exchange.receive(fromPhone('CANCEL', 1, { branch: 'b' }));
    expect(exchange.sent()).toEqual(['200 1 CANCEL', '487 1 INVITE']);
    await exchange.pass(60_000);
    expect(exchange.sent()).toEqual([]);
    expect(exchange.log).toEqual(['ended agent false', 'gone']);
  });

  it('CANCEL while the answer is being made: 487, and no 200 after it', async () => {
    const exchange = lab();
    exchange.receive(fromPhone('INVITE', 1, { body: SENDRECV, branch: 'b' }));
    const passing = exchange.pass(2_000);
    exchange.receive(fromPhone('CANCEL', 1, { branch: 'b' }));
    await passing;
    expect(exchange.sent()).toEqual([
      '100 1 INVITE',
      '180 1 INVITE',
      '200 1 CANCEL',
      '487 1 INVITE',
    ]);
    expect(exchange.log).toContain('close');
  });

  it('CANCEL crossing the 200 changes nothing; the phone ends with ACK and BYE', async () => {
    const exchange = lab();
    exchange.receive(fromPhone('INVITE', 1, { body: SENDRECV, branch: 'b' }));
    await exchange.pass(2_000);
    exchange.sent();
    const to = exchange.lastTo();
    exchange.receive(fromPhone('CANCEL', 1, { branch: 'b' }));
    expect(exchange.sent()).toEqual(['200 1 CANCEL']);
    exchange.receive(fromPhone('ACK', 1, { to })).receive(fromPhone('BYE', 2, { to }));
    expect(exchange.sent()).toEqual(['200 2 BYE']);
    expect(exchange.core.callIds).toEqual([]);
    expect(exchange.timers).toBe(0);
  });

  it('never acknowledged: BYE after 32 s', async () => {
    const exchange = await dialled();
    await exchange.pass(32_000);
    expect(exchange.sent()).toEqual(['BYE']);
  });

  it('the customer hangs up before the ACK: BYE only after it', async () => {
    const exchange = await dialled();
    const to = exchange.lastTo();
    exchange.core.hangUp('call-1');
    expect(exchange.sent()).toEqual([]);
    exchange.receive(fromPhone('ACK', 1, { to }));
    expect(exchange.sent()).toEqual(['BYE']);
    expect(exchange.log).not.toContain('connected');
  });

  it('an INVITE without an offer is answered with one; its ACK brings the answer', async () => {
    const exchange = lab();
    exchange.receive(fromPhone('INVITE', 1));
    await exchange.pass(2_000);
    exchange.sent();
    exchange.receive(fromPhone('ACK', 1, { to: exchange.lastTo(), body: SENDRECV }));
    await settled();
    expect(exchange.log).toEqual(['offer', 'accept', 'connected']);
  });

  it('without local media: 500 and the reason', async () => {
    const exchange = lab({ noMedia: true });
    exchange.receive(fromPhone('INVITE', 1, { body: SENDRECV }));
    await exchange.pass(2_000);
    expect(exchange.sent().at(-1)).toBe('500 1 INVITE');
    expect(exchange.log).toEqual([
      'practice.no-local-media',
      'close',
      'ended failure false',
      'gone',
    ]);
  });
});

describe('inside a call', () => {
  it('hold and resume are told once each', async () => {
    const { exchange, to } = await talking();
    exchange.receive(fromPhone('INVITE', 2, { to, body: SENDONLY }));
    await settled();
    exchange
      .receive(fromPhone('ACK', 2, { to }))
      .receive(fromPhone('INVITE', 3, { to, body: SENDONLY }));
    await settled();
    exchange.receive(fromPhone('INVITE', 4, { to, body: SENDRECV }));
    await settled();
    expect(exchange.sent().filter((line) => line.startsWith('200'))).toEqual([
      '200 2 INVITE',
      '200 3 INVITE',
      '200 4 INVITE',
    ]);
    expect(exchange.log.filter((entry) => entry !== 'answer')).toEqual(['held', 'resumed']);
  });

  it.each([
    ['REFER', 400],
    ['MESSAGE', 200],
    ['OPTIONS', 200],
    ['INFO', 415],
    ['UPDATE', 405],
  ])('%s gets %i', async (method, status) => {
    const { exchange, to } = await talking();
    exchange.receive(fromPhone(method, 2, { to }));
    expect(exchange.sent()).toEqual([`${status} 2 ${method}`]);
  });

  it('a number out of order gets 500, a second re-INVITE 500 with Retry-After', async () => {
    const { exchange, to } = await talking();
    exchange.receive(fromPhone('INFO', 1, { to }));
    expect(exchange.sent()).toEqual(['500 1 INFO']);
    exchange.receive(fromPhone('INVITE', 2, { to, body: SENDONLY }));
    exchange.receive(fromPhone('INVITE', 3, { to, body: SENDONLY }));
    await settled();
    expect(exchange.sent()).toEqual(['100 2 INVITE', '500 3 INVITE', '200 2 INVITE']);
  });

  it('re-INVITE crossing re-INVITE: 491 each way, then ours again within 2 s', async () => {
    const { exchange, to } = await talking();
    exchange.core.refresh('call-1');
    await settled();
    expect(exchange.sent()).toEqual(['INVITE']);
    exchange.receive(fromPhone('INVITE', 2, { to, body: SENDONLY }));
    exchange.receive(answerTo(exchange.lastSent('INVITE'), 491));
    expect(exchange.sent()).toEqual(['491 2 INVITE', 'ACK']);
    expect(exchange.log).toEqual([]);
    await exchange.pass(1_000);
    expect(exchange.sent()).toEqual(['INVITE']);
    exchange.receive(answerTo(exchange.lastSent('INVITE'), 200, SENDRECV));
    await settled();
    expect(exchange.sent()).toEqual(['ACK']);
    exchange.receive(fromPhone('INVITE', 3, { to, body: SENDONLY }));
    await settled();
    expect(exchange.log.at(-1)).toBe('held');
  });

  it('BYE crossing BYE: both are answered, the end is told once', async () => {
    const { exchange, to } = await talking();
    exchange.core.hangUp('call-1');
    expect(exchange.sent()).toEqual(['BYE']);
    exchange.receive(fromPhone('BYE', 2, { to }));
    expect(exchange.sent()).toEqual(['200 2 BYE']);
    exchange.receive(answerTo(exchange.lastSent('BYE'), 481));
    expect(exchange.log).toEqual(['close', 'ended customer true', 'close', 'gone']);
    expect(exchange.core.callIds).toEqual([]);
    expect(exchange.timers).toBe(0);
  });

  it('BYE during a re-INVITE: both answered, no 200 follows', async () => {
    const { exchange, to } = await talking();
    exchange.receive(fromPhone('INVITE', 2, { to, body: SENDONLY }));
    exchange.receive(fromPhone('BYE', 3, { to }));
    await settled();
    expect(exchange.sent()).toEqual(['100 2 INVITE', '200 3 BYE', '487 2 INVITE']);
  });

  it('outlives a cut wire', async () => {
    const { exchange, to } = await talking();
    exchange.core.onDisconnected();
    expect(exchange.log).toEqual([]);
    exchange.receive(fromPhone('BYE', 2, { to }));
    expect(exchange.log).toContain('ended agent true');
  });

  it('ends although its BYE is never answered', async () => {
    const { exchange } = await talking();
    exchange.core.hangUp('call-1');
    await exchange.pass(32_000);
    expect(exchange.core.callIds).toEqual([]);
  });
});

describe('a customer rings', () => {
  it('is answered: ACK, and the same ACK again for a repeated 200', async () => {
    const { exchange, invite } = await ringing();
    expect(header(invite, 'from')).toContain('"홍\\"길동" <sip:01000009999@');
    exchange.receive(answerTo(invite, 180)).receive(answerTo(invite, 200, SENDRECV));
    await settled();
    exchange.receive(answerTo(invite, 200, SENDRECV));
    expect(exchange.sent()).toEqual(['ACK', 'ACK']);
    expect(exchange.log).toEqual(['accept', 'connected']);
  });

  it('gives up: CANCEL only after the phone said something', async () => {
    const { exchange, callId, invite } = await ringing();
    exchange.core.hangUp(callId);
    expect(exchange.sent()).toEqual([]);
    exchange.receive(answerTo(invite, 100)).receive(answerTo(invite, 180));
    expect(exchange.sent()).toEqual(['CANCEL']);
    exchange.receive(answerTo(exchange.lastSent('CANCEL'), 200)).receive(answerTo(invite, 487));
    expect(exchange.sent()).toEqual(['ACK']);
    expect(exchange.log).toEqual(['close', 'ended customer false', 'gone']);
    expect(exchange.timers).toBe(0);
  });

  it('gives up on its own after its patience', async () => {
    const { exchange, invite } = await ringing();
    exchange.receive(answerTo(invite, 180));
    await exchange.pass(30_000);
    expect(exchange.sent()).toEqual(['CANCEL']);
  });

  it('CANCEL crossing the 200: ACK, BYE, and nobody ever spoke', async () => {
    const { exchange, callId, invite } = await ringing();
    exchange.receive(answerTo(invite, 180));
    exchange.core.hangUp(callId);
    exchange.receive(answerTo(invite, 200, SENDRECV));
    expect(exchange.sent()).toEqual(['CANCEL', 'ACK', 'BYE']);
    exchange.receive(answerTo(exchange.lastSent('CANCEL'), 200));
    exchange.receive(answerTo(exchange.lastSent('BYE'), 200));
    expect(exchange.log).not.toContain('connected');
    expect(exchange.core.callIds).toEqual([]);
  });

  it('hears BYE before its own side is ready', async () => {
    const { exchange, callId, invite } = await ringing();
    exchange.receive(answerTo(invite, 200, SENDRECV));
    const from = header(invite, 'from') ?? '';
    exchange.receive(fromPhone('BYE', 1, { to: from, callId }));
    await settled();
    expect(exchange.sent()).toEqual(['ACK', '200 1 BYE']);
    expect(exchange.log).not.toContain('connected');
    expect(exchange.core.callIds).toEqual([]);
  });

  it('is refused: the refusal is acknowledged', async () => {
    const { exchange, invite } = await ringing();
    exchange.receive(answerTo(invite, 486)).receive(answerTo(invite, 486));
    expect(exchange.sent()).toEqual(['ACK']);
    expect(exchange.log).toEqual(['close', 'ended agent false', 'gone']);
  });

  it('without an own address asks the phone for the offer, and answers it in the ACK', async () => {
    const { exchange, invite } = await ringing({ noMedia: true });
    expect(invite.body).toBe('');
    exchange.options.noMedia = false;
    exchange.receive(answerTo(invite, 200, SENDRECV));
    await settled();
    exchange.sent();
    expect(exchange.lastSent('ACK').body).toBe(SENDRECV);
    expect(exchange.log).toEqual(['answer', 'connected']);
  });

  it('without any local media: ACK, BYE and the reason', async () => {
    const { exchange, invite } = await ringing({ noMedia: true });
    exchange.receive(answerTo(invite, 200, SENDRECV));
    await settled();
    expect(exchange.sent()).toEqual(['ACK', 'BYE']);
    expect(exchange.log).toEqual(['practice.no-local-media', 'close', 'ended customer true']);
  });

  it('ends when the wire is cut while ringing', async () => {
    const { exchange, invite } = await ringing();
    exchange.receive(answerTo(invite, 180));
    exchange.core.onDisconnected();
    expect(exchange.log).toEqual(['close', 'ended network false', 'gone']);
  });
});

it('closing the exchange leaves no timer', async () => {
  const { exchange } = await talking();
  exchange.core.dispose();
  expect(exchange.timers).toBe(0);
  expect(exchange.core.callIds).toEqual([]);
});

describe('a customer who is handed on', () => {
  const refer = (number: number, to: string, referTo: string): SipRequest => {
    const request = fromPhone('REFER', number, { to });
    return { ...request, headers: [...request.headers, { name: 'Refer-To', value: referTo }] };
  };
  const who = (user: string, replaces = ''): string => `<sip:${user}@practice.invalid${replaces}>`;

  it('goes over to whoever answers, and the call is theirs when the agent hangs up', async () => {
    const { exchange, to } = await talking();
    exchange.receive(refer(2, to, who('01000000001')));
    expect(exchange.sent()).toEqual(['202 2 REFER', 'NOTIFY', 'NOTIFY']);
    expect(exchange.lastSent('NOTIFY').body).toMatch(/^SIP\/2\.0 180 /);
    exchange.receive(refer(3, to, who('01000000001')));
    expect(exchange.sent()).toEqual(['491 3 REFER']);
    await exchange.pass(2_000);
    expect(exchange.sent()).toEqual(['NOTIFY']);
    const told = exchange.lastSent('NOTIFY');
    expect(told.body).toBe('SIP/2.0 200 OK\r\n');
    expect(header(told, 'subscription-state')).toMatch(/^terminated/);
    exchange.receive(fromPhone('BYE', 4, { to }));
    expect(exchange.log.slice(-4)).toEqual(['handed on', 'close', 'ended handed-on true', 'gone']);
  });

  it.each([
    ['01000000002', '486 No'],
    ['01099999999', '404 Not Found'],
  ])('stays when %s does not take them, and can be handed on again', async (user, answer) => {
    const { exchange, to } = await talking();
    exchange.receive(refer(2, to, who(user)));
    await exchange.pass(0);
    exchange.sent();
    expect(exchange.lastSent('NOTIFY').body).toBe(`SIP/2.0 ${answer}\r\n`);
    expect(exchange.log).not.toContain('handed on');
    exchange.receive(refer(3, to, who('01000000001')));
    expect(exchange.sent()).toContain('202 3 REFER');
    exchange.receive(fromPhone('BYE', 4, { to }));
    expect(exchange.log).toContain('ended agent true');
    expect(exchange.timers).toBe(0);
  });

  it('takes the place of the agent with whom the agent has asked', async () => {
    const { exchange, to } = await talking();
    exchange.receive(fromPhone('INVITE', 1, { callId: 'call-2', body: SENDRECV }));
    await exchange.pass(2_000);
    exchange.sent();
    exchange.receive(fromPhone('ACK', 1, { callId: 'call-2', to: exchange.lastTo() }));
    exchange.receive(refer(2, to, who('x', '?Replaces=call-2%3Bto-tag%3Da%3Bfrom-tag%3Db')));
    await exchange.pass(0);
    expect(exchange.sent()).toEqual(['202 2 REFER', 'NOTIFY', 'NOTIFY', 'BYE']);
    expect(exchange.lastSent('NOTIFY').body).toMatch(/^SIP\/2\.0 200 /);
    expect(header(exchange.lastSent('BYE'), 'call-id')).toBe('call-2');
  });

  it.each(['?Replaces=nobody%3Bto-tag%3Da', '?Replaces=%E0%A4%A'])(
    'stays when the call to take over is none: %s',
    async (replaces) => {
      const { exchange, to } = await talking();
      exchange.receive(refer(2, to, who('x', replaces)));
      await exchange.pass(0);
      exchange.sent();
      expect(exchange.lastSent('NOTIFY').body).toMatch(/^SIP\/2\.0 481 /);
    },
  );
});
