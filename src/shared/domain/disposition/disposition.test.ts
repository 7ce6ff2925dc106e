import { describe, expect, it } from 'vitest';
import { DEFAULT_RESULTS, DEFAULT_TYPES } from './defaults.ts';
import {
  callDispositionSchema,
  disposed,
  disposedWithout,
  earlierTypes,
  recentTypes,
} from './disposition.ts';
import { findTypes } from './find.ts';
import { pathTo } from './tree.ts';

const retired = (id: string) =>
  DEFAULT_TYPES.map((type) => (type.id === id ? { ...type, retired: true } : type));

describe('the disposition of a call', () => {
  it('keeps the words of the moment it was chosen', () => {
    const path = pathTo(DEFAULT_TYPES, 'billing-twice');
    const chosen = disposed(path, DEFAULT_RESULTS[0] ?? null);
    expect(chosen.path.map(({ name }) => name.ko)).toEqual(['청구', '과다 청구', '이중 결제']);
    expect(chosen.result?.name.ko).toBe('처리 완료');
    expect(callDispositionSchema.parse(chosen)).toEqual(chosen);
  });

  it('may be none, for a reason out of a list', () => {
    expect(callDispositionSchema.safeParse(disposedWithout('cut-off')).success).toBe(true);
    const told = { ...disposedWithout(null), without: '고객 김철수' };
    expect(callDispositionSchema.safeParse(told).success).toBe(false);
  });
});

describe('types chosen lately', () => {
  const chosen = ['use-how', 'billing-twice', 'use-how', 'gone', 'defect-damaged'];

  it('stand there once, the last one first, as far as they are offered', () => {
    expect(recentTypes(chosen, DEFAULT_TYPES)).toEqual([
      ...['use-how', 'billing-twice', 'defect-damaged'],
    ]);
    expect(recentTypes(chosen, retired('billing'))).toEqual(['use-how', 'defect-damaged']);
  });

  it('are five at most', () => {
    expect(
      recentTypes(
        DEFAULT_TYPES.map(({ id }) => id),
        DEFAULT_TYPES,
      ),
    ).toHaveLength(5);
  });
});

it('the earlier calls of a customer are told by what they were about: three, newest first', () => {
  const call = (id: string, startedAt: number) => ({
    startedAt,
    disposition: disposed(pathTo(DEFAULT_TYPES, id), null),
  });
  const calls = [
    { startedAt: 9, disposition: disposedWithout('cut-off') },
    ...[call('billing-over', 8), call('billing-over', 7), call('use-how', 6), call('defect', 5)],
    call('change-end', 4),
  ];
  expect(earlierTypes(calls).map(({ startedAt }) => startedAt)).toEqual([8, 6, 5]);
});

describe('looking for a type', () => {
  it.each([
    ['과다', ['billing-over', 'billing-twice', 'billing-unknown', 'billing-plan']],
    ['ㄱㄷㅊㄱ', ['billing-over', 'billing-twice', 'billing-unknown', 'billing-plan']],
    ['과다 청구', ['billing-over', 'billing-twice', 'billing-unknown', 'billing-plan']],
    ['twice', ['billing-twice']],
    ['  ', []],
    ['없는 말', []],
  ])('%j finds %j', (typed, ids) => {
    expect(findTypes(DEFAULT_TYPES, typed).map(({ id }) => id)).toEqual(ids);
  });

  it('does not offer what is retired, nor what lies below it', () => {
    expect(findTypes(retired('billing'), 'ㄱㄷㅊㄱ')).toEqual([]);
  });
});
