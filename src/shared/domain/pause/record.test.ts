import { describe, expect, it } from 'vitest';
import { applyToPause, onlyOnceKey, pauseFactSchema, pauseRowSchema } from './record.ts';
import type { PauseFact, PauseRow } from './record.ts';

const T = Date.UTC(2026, 10, 25, 1);
let ids = 0;
const id = (): string => `00000000-0000-7000-8000-${String((ids += 1)).padStart(12, '0')}`;
const AGENT = id();
const PAUSE = id();

type Opened = Extract<PauseFact, { type: 'opened' }>;
function opened(change: Partial<Opened> = {}): Opened {
  return {
    ...{ id: id(), pauseId: PAUSE, at: T, type: 'opened', since: T - 86_400_000 },
    numbers: [{ address: 'sip:0101@pbx', dialled: '010-9999-1234', e164: '+821099991234' }],
    ...{ name: '김철수', practice: false, customerId: null, cause: 'unknown', causeNote: '' },
    ...{ owner: null, channels: ['text', 'phone'], checkIns: [{ id: id(), at: T + 1 }] },
    origin: { callId: null, promiseId: null },
    ...change,
  };
}
type Body<F> = F extends PauseFact ? Omit<F, 'id' | 'pauseId' | 'at'> : never;
function fact(body: Body<PauseFact>, at = T + 10): PauseFact {
  return { ...body, id: id(), pauseId: PAUSE, at };
}
function rowOf(...facts: PauseFact[]): PauseRow {
  let row: PauseRow | null = null;
  for (const one of facts) row = applyToPause(row, pauseFactSchema.parse(one), AGENT);
  if (!row) throw new Error('nothing was opened');
  return pauseRowSchema.parse(row);
}

describe('a pause in contact', () => {
  it('begins with what is known, and a cause that nobody has guessed', () => {
    expect(rowOf(opened())).toMatchObject({
      ...{ cause: 'unknown', keys: ['+821099991234'], since: T - 86_400_000, openedAt: T },
      ...{ attempts: 0, inquiries: 0, onHold: [], support: [], lesson: '', end: null },
    });
  });

  it('knows a customer by every number, however it was written', () => {
    const numbers = [
      { address: '', dialled: '01099991234', e164: '+821099991234' },
      { address: '', dialled: '+82 10-9999-1234', e164: '+821099991234' },
      { address: '', dialled: '02-555-1234', e164: null },
    ];
    expect(rowOf(opened({ numbers })).keys).toEqual(['+821099991234', '+8225551234']);
  });

  it('keeps what was asked, offered, planned and handed on', () => {
    const row = rowOf(
      opened(),
      fact({ type: 'cause', cause: 'requested', note: '다음 달까지' }),
      fact({ type: 'inquiry', channel: 'text', text: '안녕하십니까' }),
      fact({ type: 'inquiry', channel: 'text', text: '편하실 때' }),
      fact({ type: 'reply', channel: 'mail', text: '다음 달에' }),
      fact({ type: 'support', text: '뒤로 미룸', answer: 'offered' }),
      fact({ type: 'support', text: '뒤로 미룸', answer: 'accepted' }),
      fact({ type: 'risk', risk: { level: 'high', text: '갱신일', plan: '한 달 미룸' } }),
      fact({ type: 'on-hold', items: ['안내 우편'] }),
      fact({ type: 'backup', backup: { name: '이영희', relation: '가족', number: '', note: '' } }),
      fact({ type: 'owner', to: '이 대리', note: '내일 통화' }),
    );
    expect(row).toMatchObject({
      ...{ cause: 'requested', causeNote: '다음 달까지', inquiries: 2, lastReplyAt: T + 10 },
      ...{ tried: ['text', 'mail'], support: [{ text: '뒤로 미룸', answer: 'accepted' }] },
      ...{ risk: { level: 'high', plan: '한 달 미룸' }, onHold: ['안내 우편'] },
      ...{ backup: { name: '이영희' }, owner: '이 대리', handOff: '내일 통화' },
    });
  });

  it('counts calls in vain as any customer’s, until they are on the line', () => {
    const attempt = (outcome: 'missed' | 'failed', rang = false): PauseFact =>
      fact({ type: 'attempted', callId: id(), outcome, rang });
    const tried = rowOf(opened(), attempt('missed'), attempt('failed'), attempt('failed', true));
    // A number that could not be reached at all rang nobody.
    expect(tried).toMatchObject({ attempts: 2, lastAttemptAt: T + 10 });
    expect(
      rowOf(opened(), attempt('missed'), fact({ type: 'reached', callId: id() })),
    ).toMatchObject({ attempts: 0, lastAttemptAt: null, lastHeardAt: T + 10, end: null });
  });

  it('ends with thanks and what they like, or with a reason; only a lesson comes after', () => {
    const preferences = { channel: 'messenger', hours: '오후', note: '' } as const;
    const resumed = fact({ type: 'resumed', thanks: '감사합니다', preferences });
    const row = rowOf(
      opened(),
      resumed,
      fact({ type: 'owner', to: '다른 사람', note: '' }),
      fact({ type: 'closed', reason: 'other', words: '' }),
      fact({ type: 'lesson', text: '메신저를 먼저' }),
    );
    expect(row).toMatchObject({
      owner: null,
      lesson: '메신저를 먼저',
      end: { how: 'resumed', preferences, thanks: '감사합니다' },
    });
    const again = rowOf(opened(), resumed, fact({ type: 'reopened' }));
    expect(again.end).toBeNull();
  });

  it('is neither opened twice nor changed by what came before it', () => {
    const first = opened();
    const row = rowOf(first);
    expect(applyToPause(row, opened({ name: '다른 이름' }), AGENT)).toBe(row);
    expect(applyToPause(null, fact({ type: 'reopened' }), AGENT)).toBeNull();
  });

  it('has one word for each thing that may be told twice', () => {
    const callId = id();
    expect(onlyOnceKey(opened())).toBe(`opened:${PAUSE}`);
    expect(onlyOnceKey(fact({ type: 'reached', callId }))).toBe(`reached:${PAUSE}:${callId}`);
    expect(onlyOnceKey(fact({ type: 'lesson', text: '' }))).toBeNull();
  });

  it('takes each channel once, and no colleague without a name', () => {
    const twice = fact({ type: 'channels', channels: ['text', 'text'] });
    expect(pauseFactSchema.safeParse(twice).success).toBe(false);
    const nobody = fact({ type: 'owner', to: ' ', note: '' });
    expect(pauseFactSchema.safeParse(nobody).success).toBe(false);
  });
});
