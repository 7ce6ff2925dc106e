import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { practiceScenarioSchema } from '../../../../shared/domain/practice/scenario.ts';
import type { CustomerMedia, CustomerMediaEvents } from './customerMedia.ts';
import { createPracticeExchange } from './practiceExchange.ts';
import { formatSip, header, parseSip } from './sipMessage.ts';
import type { SipRequest } from './sipMessage.ts';

/*
 * A customer who reacts to guided steps, in a whole call over the wire: what a phone can do with a
 * customer, it still can.
 */
const read = (name: string): unknown =>
  JSON.parse(
    readFileSync(
      new URL(`../../../../../resources/practice/${name}.json`, import.meta.url),
      'utf8',
    ),
  );
const SENDRECV = 'v=0\r\nm=audio 9 RTP 0\r\na=sendrecv\r\n';
const SENDONLY = SENDRECV.replace('sendrecv', 'sendonly');

/** No waiting for a time: the deferred queue takes a turn of the event loop for each message. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve));
}

async function answeredCall(scenarioId: string) {
  let now = 0;
  let ids = 0;
  let events: CustomerMediaEvents | null = null;
  const timers = new Set<{ due: number; task: () => void }>();
  const said: string[] = [];
  const received: string[] = [];
  let lastRequest: SipRequest | null = null;
  const media: CustomerMedia = {
    offer: async () => SENDRECV,
    answer: async () => SENDRECV,
    accept: async () => undefined,
    agreed: () => SENDRECV,
    prepare: () => undefined,
    say: async () => true,
    stop: () => undefined,
    close: () => undefined,
  };
  const exchange = createPracticeExchange({
    resources: {
      scenarios: [practiceScenarioSchema.parse(read(scenarioId))],
      phoneBook: read('phone-book') as never,
      audioUrls: {},
    },
    clock: {
      now: () => now,
      after: (ms, task) => {
        const timer = { due: now + ms, task };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
    },
    id: () => `id${(ids += 1)}`,
    createMedia: (given) => {
      events = given;
      return media;
    },
  });
  exchange.onCaption(({ final, lineId, speaker }) => {
    if (final && speaker === 'customer') said.push(lineId ?? '');
  });
  const wire = exchange.transportOptions.wire.connect({
    connected: () => undefined,
    dropped: () => undefined,
    received: (text) => {
      const message = parseSip(text);
      if (message === undefined) return;
      if (message.kind === 'request') lastRequest = message;
      received.push(message.kind === 'request' ? message.method : String(message.status));
    },
  });
  await settled();
  let cseq = 0;
  async function send(method: string, body = '', inDialog = true): Promise<void> {
    cseq += 1;
    const from = lastInvite === null ? '<sip:a@p.invalid>;tag=me' : header(lastInvite, 'to');
    const to = lastInvite === null ? '<sip:a@p.invalid>' : header(lastInvite, 'from');
    const headers = [
      { name: 'Via', value: `SIP/2.0/WS p.invalid;branch=z9hG4bK${method}${cseq}` },
      { name: 'From', value: inDialog ? `${from};tag=phone` : '<sip:a@p.invalid>;tag=phone' },
      { name: 'To', value: (inDialog ? to : '<sip:a@p.invalid>') ?? '' },
      { name: 'Call-ID', value: inDialog ? callId : 'register' },
      { name: 'CSeq', value: `${cseq} ${method}` },
      { name: 'Contact', value: '<sip:me@p.invalid;transport=ws>;expires=300' },
    ];
    wire.send(
      formatSip({ kind: 'request', method, uri: 'sip:practice.ieum.invalid', headers, body }),
    );
    await settled();
  }
  let lastInvite: SipRequest | null = null;
  let callId = '';
  await send('REGISTER', '', false);
  callId = exchange.callIn(scenarioId) ?? '';
  await settled();
  lastInvite = lastRequest;
  if (lastInvite === null) throw new Error('nobody rang');
  function answer(request: SipRequest, body: string): void {
    const kept = request.headers.filter(({ name }) =>
      ['Via', 'From', 'To', 'Call-ID', 'CSeq'].includes(name),
    );
    const headers = kept.map((it) =>
      it.name === 'To' && !it.value.includes('tag=')
        ? { ...it, value: `${it.value};tag=phone` }
        : it,
    );
    const contact = { name: 'Contact', value: '<sip:me@p.invalid;transport=ws>' };
    wire.send(
      formatSip({
        kind: 'response',
        status: 200,
        reason: 'OK',
        headers: [...headers, contact],
        body,
      }),
    );
  }
  answer(lastInvite, SENDRECV);
  await settled();
  async function pass(ms: number): Promise<void> {
    const end = now + ms;
    for (;;) {
      await settled();
      const [next] = [...timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
      if (next === undefined) break;
      timers.delete(next);
      now = Math.max(now, next.due);
      next.task();
    }
    now = end;
  }
  return {
    said,
    received,
    pass,
    send,
    guided: (step: string) => exchange.guided(callId, step, 'next'),
    /** The agent says something; the customer's turn follows. */
    async speak() {
      events?.level(0.2);
      await pass(1_000);
      events?.level(0);
      await pass(2_500);
    },
  };
}

it('a customer who reacts is still held, taken back, not passed on to nobody, and hangs up', async () => {
  const call = await answeredCall('shouting');
  await call.speak();
  expect(call.said).toEqual(['greeting']);

  // Held: a step is taken meanwhile, and nothing is said.
  await call.send('INVITE', SENDONLY);
  call.guided('first-warning');
  await call.pass(30_000);
  expect(call.said).toEqual(['greeting']);

  await call.send('INVITE', SENDRECV);
  await call.pass(1_500);
  expect(call.said.at(-1)).toBe('resumed-1');
  await call.speak();
  expect(call.said.at(-1)).toBe('after-first');

  // A transfer that names nobody is refused, and the call goes on.
  call.received.length = 0;
  await call.send('REFER');
  expect(call.received).toContain('400');
  await call.speak();
  expect(call.said.at(-1)).toBe('twice');

  call.received.length = 0;
  await call.send('INVITE', SENDONLY);
  await call.pass(60_000);
  expect(call.received).toContain('BYE');
});
