import { describe, expect, it } from 'vitest';
import { offerFor } from './meetings.ts';
import type { Meeting, MeetingStatus } from './meetings.ts';

const MINUTE = 60_000;
const at = (time: string, day = '2026-11-26'): number => Date.parse(`${day}T${time}:00+09:00`);

const AVAILABLE: MeetingStatus = { kind: 'available', reasonId: null, until: null, inCall: false };
const away = (reasonId: string, until: number | null): MeetingStatus => ({
  ...{ kind: 'away', reasonId, until, inCall: false },
});

function meeting(start: number, end: number, changes: Partial<Meeting> = {}): Meeting {
  return {
    uid: `${start}@calendar`,
    key: '',
    title: '주간 회의',
    start,
    end,
    allDay: false,
    sourceId: '0198c0de-0000-7000-8000-000000000000',
    answered: false,
    ...changes,
  };
}

const WEEKLY = meeting(at('14:00'), at('15:00'));

describe('a meeting is offered', () => {
  it('from a minute before it begins until it ends', () => {
    const moments = ['13:58', '13:59', '14:00', '14:59', '15:00'].map((time) => at(time));
    expect(moments.map((now) => offerFor([WEEKLY], now, AVAILABLE)?.begun ?? null)).toEqual([
      null,
      false,
      true,
      true,
      null,
    ]);
  });

  it('as the status after the call while there is one', () => {
    const offer = offerFor([WEEKLY], at('14:00'), { ...AVAILABLE, inCall: true });
    expect(offer).toMatchObject({ meeting: WEEKLY, when: 'after-call' });
    expect(offerFor([WEEKLY], at('14:00'), AVAILABLE)?.when).toBe('now');
  });

  it('during after-call work', () => {
    const wrapUp = { ...AVAILABLE, kind: 'wrap-up', reasonId: 'wrap-up' } as const;
    expect(offerFor([WEEKLY], at('14:00'), wrapUp)?.meeting).toBe(WEEKLY);
  });

  it('across midnight', () => {
    const late = meeting(at('23:30'), at('00:30', '2026-11-27'));
    expect(offerFor([late], at('00:10', '2026-11-27'), AVAILABLE)?.meeting).toBe(late);
    expect(offerFor([late], at('00:30', '2026-11-27'), AVAILABLE)).toBeNull();
  });

  it('by the moment and not by the clock on the wall, in the hour that comes twice', () => {
    // Berlin, 25 October 2026: 02:30 summer time and 02:30 winter time are an hour apart.
    const second = Date.parse('2026-10-25T02:30:00+01:00');
    const inTheSecond = meeting(second, second + 15 * MINUTE);
    expect(offerFor([inTheSecond], second - 60 * MINUTE, AVAILABLE)).toBeNull();
    expect(offerFor([inTheSecond], second, AVAILABLE)).not.toBeNull();
  });

  it('with a clock that was moved: what is true now, whatever was shown before', () => {
    const shown = (time: string): boolean => offerFor([WEEKLY], at(time), AVAILABLE) !== null;
    expect(['14:10', '16:10', '12:10', '14:10'].map(shown)).toEqual([true, false, false, true]);
  });
});

describe('of several meetings', () => {
  const long = meeting(at('14:00'), at('17:00'), { title: '교육' });
  const second = meeting(at('15:00'), at('15:30'), { title: '면담' });

  it('the one that began last is offered, and the other when that one is answered', () => {
    const offered = (meetings: Meeting[]): string | undefined =>
      offerFor(meetings, at('15:10'), AVAILABLE)?.meeting.title;
    expect(offered([long, second])).toBe('면담');
    expect(offered([second, long])).toBe('면담');
    expect(offered([long, { ...second, answered: true }])).toBe('교육');
    expect(offered([long, second].map((one) => ({ ...one, answered: true })))).toBeUndefined();
  });

  it('that begin together the longer one is offered', () => {
    const short = meeting(at('14:00'), at('14:30'));
    expect(offerFor([short, long], at('14:00'), AVAILABLE)?.meeting).toBe(long);
  });

  it('the next is offered a minute before the first ends', () => {
    const next = meeting(at('15:00'), at('16:00'));
    const inTheFirst = away('meeting', at('15:00'));
    const meetings = [{ ...WEEKLY, answered: true }, next];
    expect(offerFor(meetings, at('14:58'), inTheFirst)).toBeNull();
    expect(offerFor(meetings, at('14:59'), inTheFirst)?.meeting).toBe(next);
  });
});

describe('nothing is offered', () => {
  it.each([
    ['away until its end', away('meeting', at('15:00'))],
    ['away for longer', away('training', at('18:00'))],
    ['away until nobody knows when', away('personal', null)],
    ['in a protected break, whenever that ends', away('protected-break', at('14:10'))],
  ])('to who is %s', (_who, status) => {
    expect(offerFor([WEEKLY], at('14:00'), status)).toBeNull();
  });

  it.each([
    ['that was answered', meeting(at('14:00'), at('15:00'), { answered: true })],
    ['of a whole day', meeting(at('00:00'), at('00:00', '2026-11-27'), { allDay: true })],
    ['of several days', meeting(at('09:00'), at('18:00', '2026-11-28'))],
    ['without a length', meeting(at('14:00'), at('14:00'))],
  ])('for one %s', (_which, one) => {
    expect(offerFor([one], at('14:00'), AVAILABLE)).toBeNull();
  });

  it('but to who is back before it ends: callers are told a wrong time', () => {
    expect(offerFor([WEEKLY], at('14:00'), away('meal', at('14:10')))).not.toBeNull();
  });
});
