import { describe, expect, it } from 'vitest';
import {
  ACTIONS_OF,
  groupAt,
  grouped,
  NO_PACE,
  NOTICE_KINDS,
  paced,
  whoOnNotice,
  wordsOnNotice,
} from './notice.ts';
import type { NoticeKind, Pace } from './notice.ts';

const OPEN = { on: true, who: true };
const CLOSED = { on: true, who: false };
const NOW = 1_800_000_000_000;

describe('who a notice is about', () => {
  it('is the name, else a number that is never whole', () => {
    expect(whoOnNotice({ name: '김하늘', number: '010-1234-5678' }, OPEN)).toBe('김하늘');
    expect(whoOnNotice({ name: null, number: '010-1234-5678' }, OPEN)).toBe('010-****-5678');
    expect(whoOnNotice({ name: ' ', number: '02-312-3456' }, OPEN)).not.toContain('312-3456');
    expect(whoOnNotice({ name: null, number: '' }, OPEN)).toBeNull();
  });

  it('is no number that somebody has put where a name belongs', () => {
    expect(whoOnNotice({ name: '010 1234 5678', number: '' }, OPEN)).toBe('010-****-5678');
  });

  it('is nobody where the desk wants it so, nor anything they wrote', () => {
    expect(whoOnNotice({ name: '김하늘', number: '010-1234-5678' }, CLOSED)).toBeNull();
    expect(wordsOnNotice('주문번호 확인 부탁드려요', CLOSED)).toBe('');
    expect(wordsOnNotice('010-1234-5678로 주세요', OPEN)).toBe('010-****-5678로 주세요');
  });
});

it('no kind has more buttons than a system shows', () => {
  for (const kind of NOTICE_KINDS) expect(ACTIONS_OF[kind].length).toBeLessThanOrEqual(2);
});

describe('how many are shown', () => {
  function arrive(kinds: readonly NoticeKind[], every = 1_000): { pace: Pace; shown: number } {
    let pace = NO_PACE;
    let shown = 0;
    kinds.forEach((kind, place) => {
      const next = paced(pace, kind, NOW + place * every);
      ({ pace } = next);
      if (next.show) shown += 1;
    });
    return { pace, shown };
  }

  it('is four a minute, and the rest is counted', () => {
    const { pace, shown } = arrive(Array.from({ length: 9 }, () => 'message' as const));
    expect([shown, pace.held]).toEqual([4, 5]);
  });

  it('leaves room for a call that rings', () => {
    const { shown, pace } = arrive([...Array.from({ length: 6 }, () => 'missed' as const), 'call']);
    expect([shown, pace.held]).toEqual([5, 2]);
  });

  it('a call that was not shown is not counted: it is missed or answered by then', () => {
    const { shown, pace } = arrive(Array.from({ length: 9 }, () => 'call' as const));
    expect([shown, pace.held]).toEqual([6, 0]);
  });

  it('slow ones are all shown', () => {
    expect(
      arrive(
        Array.from({ length: 9 }, () => 'message' as const),
        20_000,
      ).shown,
    ).toBe(9);
  });

  it('those that were held are told together as soon as there is room', () => {
    const { pace } = arrive(Array.from({ length: 6 }, () => 'message' as const));
    expect(groupAt(NO_PACE)).toBeNull();
    const at = groupAt(pace);
    expect(at).toBe(NOW + 60_000);
    const after = grouped(pace, at ?? 0);
    expect(groupAt(after)).toBeNull();
    // It counts as one of the four.
    expect(paced(after, 'message', (at ?? 0) + 1).show).toBe(false);
  });
});
