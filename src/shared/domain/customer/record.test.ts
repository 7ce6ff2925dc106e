import { describe, expect, it } from 'vitest';
import { NO_PREFERENCES } from './customer.ts';
import type { CustomerFact } from './customer.ts';
import { rowOf } from './record.ts';

const MOBILE = { number: '010-9999-1234', e164: '+821099991234' };
const OFFICE = { number: '02-5555-1234', e164: '+82255551234' };
const AGENT = 'agent';

type Body<F> = F extends CustomerFact ? Omit<F, 'id' | 'customerId' | 'at'> : never;

/** Facts of one customer, a second apart. */
function facts(...bodies: Body<CustomerFact>[]): CustomerFact[] {
  return bodies.map((body, index) => ({
    ...body,
    id: `f${index}`,
    customerId: 'kim',
    at: 1_000 * (index + 1),
  }));
}
const rowFrom = (...bodies: Body<CustomerFact>[]) => rowOf('kim', facts(...bodies), AGENT);

const created: Body<CustomerFact> = { type: 'created', numbers: [MOBILE] };
const newsletter = { type: 'consented', kind: 'newsletter', source: '전화' } as const;

describe('a customer', () => {
  it('is nobody without facts', () => {
    expect(rowOf('kim', [], AGENT)).toBeNull();
  });

  it('is what was last said of them', () => {
    const row = rowFrom(
      { ...created, numbers: [MOBILE] },
      { type: 'named', name: '김하늘' },
      { type: 'number-added', number: OFFICE },
      { type: 'number-added', number: { ...OFFICE, number: '02 5555 1234' } },
      { type: 'number-removed', key: '+821099991234' },
      { type: 'preferred', preferences: { ...NO_PREFERENCES, channels: ['text', 'phone'] } },
      { type: 'addressed', kind: 'mail', address: 'haneul@example.com' },
      { type: 'named', name: '김하늘 대리' },
    );
    expect(row).toMatchObject({
      name: '김하늘 대리',
      numbers: [OFFICE],
      preferences: { channels: ['text', 'phone'] },
      addresses: { mail: 'haneul@example.com', messenger: '', newsletter: '' },
      createdAt: 1_000,
      changedAt: 8_000,
    });
  });

  it('has agreed to what they said last, not to what was written down last', () => {
    const row = rowFrom(
      created,
      { ...newsletter, given: false, on: 500 },
      { ...newsletter, given: true, on: 400 },
    );
    expect(row?.consents.map(({ given }) => given)).toEqual([true, false]);
  });

  it('has notes that keep what they said before', () => {
    const row = rowFrom(
      created,
      { type: 'noted', noteId: 'a', text: '문 앞에 두기', callId: null },
      { type: 'note-edited', noteId: 'a', text: '경비실에 맡기기' },
      { type: 'note-edited', noteId: 'a', text: '경비실에 맡기기' },
      { type: 'noted', noteId: 'b', text: '잘못 적음', callId: 'call' },
      { type: 'note-removed', noteId: 'b' },
      { type: 'note-edited', noteId: 'b', text: '지운 뒤에는 고칠 수 없음' },
    );
    expect(row?.notes).toMatchObject([
      {
        text: '경비실에 맡기기',
        earlier: [{ at: 2_000, text: '문 앞에 두기' }],
        editedAt: 3_000,
        removedAt: null,
      },
      { text: '잘못 적음', callId: 'call', removedAt: 6_000 },
    ]);
  });

  it('is merged until that is taken back, each merge for itself', () => {
    const bodies: Body<CustomerFact>[] = [
      created,
      { type: 'merged', into: 'lee', reason: 'same-number' },
      { type: 'unmerged', merge: 'f1' },
      { type: 'merged', into: 'park', reason: 'hand' },
    ];
    expect(rowFrom(...bodies.slice(0, 2))?.merged).toMatchObject({ into: 'lee', fact: 'f1' });
    expect(rowFrom(...bodies.slice(0, 3))?.merged).toBeNull();
    expect(rowFrom(...bodies)?.merged).toMatchObject({ into: 'park', fact: 'f3' });
  });

  it('is nobody any more when erased, whatever is told later of before and after', () => {
    const row = rowFrom(
      created,
      { type: 'named', name: '김하늘' },
      { type: 'erased', reason: '고객 요청' },
      { type: 'named', name: '다시 김하늘' },
      { type: 'noted', noteId: 'a', text: '늦은 메모', callId: null },
    );
    expect(row).toMatchObject({
      name: '',
      numbers: [],
      notes: [],
      preferences: null,
      erased: { at: 3_000, reason: '고객 요청' },
    });
    expect(JSON.stringify(row)).not.toMatch(/김하늘|늦은/);
  });
});
