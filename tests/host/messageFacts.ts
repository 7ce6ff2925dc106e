import { newId } from '#host/newId.ts';
import type { MessageFact, ReceivedFact, SentFact } from '#shared/domain/message/record.ts';
import { TEN_O_CLOCK } from './facts.ts';

type FactOf<T extends MessageFact['type']> = Extract<MessageFact, { type: T }>;

const CUSTOMER = {
  channel: 'sip' as const,
  address: 'sip:01099991234@pbx.example.com',
  dialled: '01099991234',
  e164: '+821099991234',
  name: '김철수',
  rawName: '김철수',
  account: 'sip:1001@pbx.example.com',
  practice: false,
};

export const THREAD = CUSTOMER.e164;

export function received(change: Partial<ReceivedFact> = {}): ReceivedFact {
  const id = newId();
  return {
    id,
    messageId: newId(),
    at: TEN_O_CLOCK,
    type: 'received',
    ...CUSTOMER,
    body: '내일 다시 전화 주세요',
    sipCallId: `${id}@pbx.example.com`,
    copyKey: `${id}@pbx.example.com 1 tag`,
    ...change,
  };
}

export function composed(change: Partial<FactOf<'composed'>> = {}): FactOf<'composed'> {
  return {
    id: newId(),
    messageId: newId(),
    at: TEN_O_CLOCK,
    type: 'composed',
    ...CUSTOMER,
    body: '네, 오전 10시에 전화드리겠습니다.',
    ...change,
  };
}

export function sending(messageId: string, at: number): SentFact {
  return { id: newId(), messageId, at, type: 'sending', sipCallId: 'out@page' };
}

export function settled(
  messageId: string,
  at: number,
  type: 'accepted' | 'delivered' | 'failed' | 'uncertain',
): SentFact {
  const fact = { id: newId(), messageId, at };
  if (type === 'accepted' || type === 'delivered') return { ...fact, type };
  return { ...fact, type, cause: { code: 'sip.404', status: 404 } };
}
