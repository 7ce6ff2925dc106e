import { describe, expect, it } from 'vitest';
import { applyToMessage, MESSAGE_STATES } from './record.ts';
import type { MessageFact, MessageRow, MessageState } from './record.ts';

const AGENT = 'agent';
const correspondent = {
  channel: 'sip' as const,
  address: 'sip:01098765432@pbx.example.kr',
  dialled: '01098765432',
  e164: '+821098765432',
  name: '정하윤',
  rawName: '정하윤',
  account: 'sip:1001@pbx.example.kr',
  practice: false,
};

function composed(body = '내일 오전에 전화드리겠습니다.'): MessageFact {
  return { id: 'f1', messageId: 'm1', at: 1_000, type: 'composed', body, ...correspondent };
}
function received(body: string): MessageFact {
  return {
    ...{ id: 'f1', messageId: 'm1', at: 1_000, type: 'received', body, ...correspondent },
    ...{ sipCallId: 'abc', copyKey: 'abc 1 tag' },
  };
}

type Later = 'sending' | 'accepted' | 'delivered' | 'failed' | 'uncertain';
function later(type: Later, at: number): MessageFact {
  const one = { id: `f-${type}`, messageId: 'm1', at };
  if (type === 'sending') return { ...one, type, sipCallId: 'call-id' };
  if (type === 'failed' || type === 'uncertain')
    return { ...one, type, cause: { code: 'sip.404' } };
  return { ...one, type };
}

function rowOf(...facts: MessageFact[]): MessageRow {
  let row: MessageRow | null = null;
  for (const one of facts) row = applyToMessage(row, one, AGENT);
  if (!row) throw new Error('There is no row.');
  return row;
}

describe('a message that is sent', () => {
  it('waits, leaves, and arrives', () => {
    const row = rowOf(composed(), later('sending', 2_000), later('delivered', 3_000));
    expect(row).toMatchObject({
      id: 'm1',
      agentId: AGENT,
      thread: '+821098765432',
      direction: 'outbound',
      state: 'delivered',
      at: 1_000,
      sentAt: 2_000,
      settledAt: 3_000,
      sipCallId: 'call-id',
      cause: null,
    });
  });

  it.each<[MessageState, Partial<Record<Later, MessageState>>]>([
    ['queued', { sending: 'sending', failed: 'failed' }],
    [
      'sending',
      { accepted: 'accepted', delivered: 'delivered', failed: 'failed', uncertain: 'uncertain' },
    ],
    ['accepted', { delivered: 'delivered' }],
    ['delivered', {}],
    ['failed', {}],
    // The answer comes after all: that is the better knowledge.
    ['uncertain', { accepted: 'accepted', delivered: 'delivered', failed: 'failed' }],
    ['received', {}],
  ])('that is %s becomes only what can follow', (state, follow) => {
    const before: MessageRow = { ...rowOf(composed()), state };
    for (const type of ['sending', 'accepted', 'delivered', 'failed', 'uncertain'] as const) {
      const after = applyToMessage(before, later(type, 5_000), AGENT);
      expect([type, after?.state]).toEqual([type, follow[type] ?? state]);
      if (follow[type] === undefined) expect(after).toBe(before);
    }
  });

  it('has a table row for every state', () => {
    expect(MESSAGE_STATES).toHaveLength(7);
  });

  it('never settles before it was written, whatever the clock does', () => {
    const row = rowOf(composed(), later('sending', 10), later('failed', 5));
    expect(row).toMatchObject({ sentAt: 1_000, settledAt: 1_000, cause: { code: 'sip.404' } });
  });

  it('is written once: a second copy of the first fact changes nothing', () => {
    const row = rowOf(composed());
    expect(applyToMessage(row, composed('다른 글'), AGENT)).toBe(row);
    expect(applyToMessage(null, later('delivered', 1), AGENT)).toBeNull();
  });
});

describe('a message that comes', () => {
  it('is unread until it is read, once', () => {
    const row = rowOf(received('안녕하세요'));
    expect(row).toMatchObject({ direction: 'inbound', state: 'received', readAt: null });
    const read: MessageFact = { id: 'r', messageId: 'm1', at: 9_000, type: 'read' };
    const after = applyToMessage(row, read, AGENT);
    expect(after).toMatchObject({ readAt: 9_000 });
    expect(applyToMessage(after, { ...read, at: 9_999 }, AGENT)).toBe(after);
    const sent = rowOf(composed());
    expect(applyToMessage(sent, read, AGENT)).toBe(sent);
  });

  it('is shown without what is not seen; the fact keeps it as it came', () => {
    expect(rowOf(received('첫 줄\r\n\u202E거꾸로\u0000\u0007끝\tx')).body).toBe(
      '첫 줄\n거꾸로끝 x',
    );
    expect(rowOf(received('<img src=x onerror=alert(1)>')).body).toBe(
      '<img src=x onerror=alert(1)>',
    );
  });
});
