import { describe, expect, it } from 'vitest';
import type { CallDisposition } from '../disposition/disposition.ts';
import { planOf, tagsOfRows, toCallBack, undoOf } from './bulk.ts';
import type { BulkEdit } from './bulk.ts';
import { MOST_TAGS } from './tags.ts';

const about = (id: string): CallDisposition => ({
  path: [{ id, name: { ko: id, en: id } }],
  result: null,
  without: null,
});
const call = (
  id: string,
  tags: readonly string[] = [],
  disposition: CallDisposition | null = null,
) => ({
  ...{ id, tags, disposition, answeredAt: 1 as number | null, service: null },
});
const ADD: BulkEdit = { kind: 'addTag', tag: 'VIP' };
const REMOVE: BulkEdit = { kind: 'removeTag', tag: 'vip' };
const REFUND: BulkEdit = { kind: 'dispose', disposition: about('refund') };

describe('a tag for many calls', () => {
  it('is added behind those they have, and not twice', () => {
    const full = Array.from({ length: MOST_TAGS }, (_, n) => `t${n}`);
    const { changes, left } = planOf(
      [call('a', ['단골']), call('b', ['vip']), call('c', full)],
      ADD,
    );
    expect(changes).toEqual([
      { type: 'tagged', callId: 'a', before: ['단골'], tags: ['단골', 'VIP'] },
    ]);
    expect(left).toEqual([
      { callId: 'b', why: 'same' },
      { callId: 'c', why: 'full' },
    ]);
  });

  it('is removed however it was written', () => {
    const { changes, left } = planOf([call('a', ['VIP', '단골']), call('b')], REMOVE);
    expect(changes).toMatchObject([{ callId: 'a', tags: ['단골'] }]);
    expect(left).toEqual([{ callId: 'b', why: 'same' }]);
  });

  it('is taken back alone: what somebody tagged in between stays', () => {
    const { changes } = planOf([call('a', ['단골'])], ADD);
    expect(undoOf(changes, ADD, [call('a', ['단골', 'VIP', '재확인'])]).changes).toMatchObject([
      { callId: 'a', tags: ['단골', '재확인'] },
    ]);
  });

  it('that was removed comes back to those who had it, and to no other', () => {
    const { changes } = planOf([call('a', ['VIP']), call('b')], REMOVE);
    const now = [call('a', ['재확인']), call('b')];
    expect(undoOf(changes, { ...REMOVE, tag: 'VIP' }, now).changes).toMatchObject([
      { callId: 'a', tags: ['재확인', 'VIP'] },
    ]);
  });

  it('is offered to be removed by how many calls have it', () => {
    expect(tagsOfRows([call('a', ['x', 'VIP']), call('b', ['vip'])])).toEqual(['VIP', 'x']);
  });
});

describe('a type for many calls', () => {
  it('is for calls that somebody talked in', () => {
    const missed = { ...call('b'), answeredAt: null };
    const { changes, left } = planOf([call('a'), missed, call('c', [], about('refund'))], REFUND);
    expect(changes).toMatchObject([{ callId: 'a', before: null, disposition: about('refund') }]);
    expect(left).toEqual([
      { callId: 'b', why: 'untalked' },
      { callId: 'c', why: 'same' },
    ]);
  });

  it('is taken back to what was before, none included, unless somebody chose again', () => {
    const before = [call('a'), call('b', [], about('other')), call('c')];
    const { changes } = planOf(before, REFUND);
    const now = [
      call('a', [], about('refund')),
      call('b', [], about('refund')),
      call('c', [], about('delivery')),
    ];
    const { changes: back, left } = undoOf(changes, REFUND, now);
    expect(back).toMatchObject([
      { callId: 'a', disposition: null },
      { callId: 'b', disposition: about('other') },
    ]);
    expect(left.map(({ callId }) => callId)).toEqual(['c']);
  });
});

describe('whom to call back', () => {
  const missed = (id: string, startedAt: number, e164: string | null = '+821012345678') => ({
    ...{ id, startedAt, e164, dialled: e164 ?? '', practice: false, service: null },
    ...{ direction: 'inbound' as const, outcome: 'missed' as const },
  });

  it('is each customer once, by the newest call, waiting since the first', () => {
    const rows = [missed('a', 10), missed('b', 30), missed('c', 20)];
    expect(toCallBack(rows, () => false)).toEqual([{ call: rows[1], cryAt: 10 }]);
  });

  it('is nobody who was answered, hid the number or has a promise already', () => {
    const answered = { ...missed('a', 10), outcome: 'answered' as const };
    const promised = missed('c', 10, '+821099998888');
    const rows = [answered, missed('b', 10, null), promised];
    expect(toCallBack(rows, ({ id }) => id === promised.id)).toEqual([]);
  });
});
