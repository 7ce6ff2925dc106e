import { describe, expect, it } from 'vitest';
import { isEmpty, readCalendar } from '#host/calendar/readCalendar.ts';
import { MOST_OCCURRENCES, occurrencesIn } from '#host/calendar/occurrences.ts';
import type { Occurrence } from '#host/calendar/occurrences.ts';
import { momentIn } from '#host/calendar/wallTime.ts';

const DAY_MS = 86_400_000;
/** Thursday. Tests run on the agents' own clock: Asia/Seoul. */
const TODAY = Date.parse('2026-11-26T00:00:00+09:00');

function calendar(...events: string[]): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//ko',
    ...events.flatMap((event) => ['BEGIN:VEVENT', event.trim(), 'END:VEVENT']),
    'END:VCALENDAR',
  ]
    .join('\n')
    .replace(/\n\s*/g, '\r\n');
}

/** What `TZID` asks for that no computer knows by that name. */
const ONE_OF_ITS_OWN = `BEGIN:VTIMEZONE
TZID:Our Head Office
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE`;

async function found(text: string, from = TODAY, days = 8): Promise<readonly Occurrence[]> {
  const { calendar: kept } = readCalendar(text, from);
  const { meetings } = await occurrencesIn(kept, { from, to: from + days * DAY_MS });
  return meetings;
}

/** Begin and end on the clock of Seoul, `11-26 10:00–11:00`. */
async function times(text: string, from = TODAY, days = 8): Promise<string[]> {
  const seoul = (at: number): string => new Date(at + 9 * 3_600_000).toISOString();
  return (await found(text, from, days)).map(
    ({ start, end }) =>
      `${seoul(start).slice(5, 16).replace('T', ' ')}–${seoul(end).slice(11, 16)}`,
  );
}

describe('a calendar’s meetings', () => {
  it('are told with their time and title', async () => {
    const text = calendar(
      `UID:one@x
       DTSTART;TZID=Asia/Seoul:20261126T140000
       DTEND;TZID=Asia/Seoul:20261126T150000
       SUMMARY:주간 회의\\, 3층`,
    );
    expect(await found(text)).toEqual([
      {
        uid: 'one@x',
        key: '',
        title: '주간 회의, 3층',
        start: Date.parse('2026-11-26T14:00:00+09:00'),
        end: Date.parse('2026-11-26T15:00:00+09:00'),
        allDay: false,
      },
    ]);
  });

  it('are read in every way of writing a time', async () => {
    const text = calendar(
      'UID:utc\nDTSTART:20261126T010000Z\nDTEND:20261126T020000Z',
      'UID:local\nDTSTART:20261126T110000\nDURATION:PT30M',
      'UID:zone\nDTSTART;TZID=America/New_York:20261125T220000\nDTEND;TZID=Asia/Seoul:20261126T130000',
      'UID:nowhere\nDTSTART;TZID=Korea Something:20261126T140000\nDURATION:PT1H',
    );
    expect(await times(text)).toEqual([
      '11-26 10:00–11:00',
      '11-26 11:00–11:30',
      '11-26 12:00–13:00',
      '11-26 14:00–15:00',
    ]);
  });

  it('follow a zone that only the calendar knows, on both sides of summer time', async () => {
    const weekly = `UID:office
      DTSTART;TZID=Our Head Office:20260105T090000
      DTEND;TZID=Our Head Office:20260105T100000
      RRULE:FREQ=WEEKLY`;
    const text = calendar(weekly).replace('BEGIN:VEVENT', `${ONE_OF_ITS_OWN}\nBEGIN:VEVENT`);
    expect(await times(text, Date.parse('2026-10-19T00:00:00+09:00'), 9)).toEqual([
      '10-19 16:00–17:00',
      '10-26 17:00–18:00',
    ]);
  });

  it('keep their time on the wall when summer time ends there', async () => {
    const text = calendar(
      `UID:berlin
       DTSTART;TZID=Europe/Berlin:20200106T090000
       DTEND;TZID=Europe/Berlin:20200106T093000
       RRULE:FREQ=WEEKLY`,
    );
    expect(await times(text, Date.parse('2026-10-19T00:00:00+09:00'), 9)).toEqual([
      '10-19 16:00–16:30',
      '10-26 17:00–17:30',
    ]);
  });

  it('of a whole day are from midnight to midnight here', async () => {
    const text = calendar(
      'UID:day\nDTSTART;VALUE=DATE:20261127\nSUMMARY:워크숍',
      'UID:days\nDTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261127',
    );
    expect(await found(text)).toMatchObject([
      { uid: 'days', allDay: true, end: Date.parse('2026-11-27T00:00:00+09:00') },
      { uid: 'day', allDay: true, start: Date.parse('2026-11-27T00:00:00+09:00') },
    ]);
  });

  it('across midnight are there on the second day too', async () => {
    const text = calendar('UID:late\nDTSTART:20261125T233000\nDTEND:20261126T003000');
    expect(await times(text)).toEqual(['11-25 23:30–00:30']);
    expect(await times(text, TODAY + DAY_MS)).toEqual([]);
  });
});

describe('a meeting that recurs', () => {
  const weekly = (rest: string): string =>
    `UID:weekly
     DTSTART;TZID=Asia/Seoul:20260903T100000
     DTEND;TZID=Asia/Seoul:20260903T110000
     SUMMARY:주간 회의
     ${rest}`;

  it('is told by each time, and each has a name of its own', async () => {
    const text = calendar(weekly('RRULE:FREQ=WEEKLY;BYDAY=TU,TH'));
    expect(await times(text)).toEqual([
      '11-26 10:00–11:00',
      '12-01 10:00–11:00',
      '12-03 10:00–11:00',
    ]);
    const keys = (await found(text)).map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
    // The same tomorrow: an answer is not forgotten.
    expect((await found(text, TODAY + DAY_MS)).map(({ key }) => key)).toEqual(
      expect.arrayContaining(keys.slice(1)),
    );
  });

  it.each([
    ['a last moment', 'RRULE:FREQ=DAILY;UNTIL=20261127T010000Z', ['11-26', '11-27']],
    ['a last day', 'RRULE:FREQ=DAILY;UNTIL=20261127', ['11-26', '11-27']],
    ['a last moment before its hour', 'RRULE:FREQ=DAILY;UNTIL=20261127T005959Z', ['11-26']],
    ['a number of times', 'RRULE:FREQ=DAILY;COUNT=86', ['11-26', '11-27']],
    ['one more', 'RRULE:FREQ=WEEKLY;COUNT=2\nRDATE;TZID=Asia/Seoul:20261128T100000', ['11-28']],
    ['every third week', 'RRULE:FREQ=WEEKLY;INTERVAL=3', ['11-26']],
    ['every fifth day', 'RRULE:FREQ=DAILY;INTERVAL=5', ['11-27', '12-02']],
    ['the last Thursday', 'RRULE:FREQ=MONTHLY;BYDAY=-1TH', ['11-26']],
    ['once a year', 'RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1', ['12-01']],
  ])('ends or returns by %s', async (_name, rule, days) => {
    const text = calendar(weekly(rule));
    expect((await times(text)).map((time) => time.slice(0, 5))).toEqual(days);
  });

  it('leaves out what was taken out, however its time was written', async () => {
    const text = calendar(
      weekly(
        `RRULE:FREQ=DAILY
         EXDATE;TZID=Asia/Seoul:20261126T100000,20261127T100000
         EXDATE:20261128T010000Z`,
      ),
    );
    expect((await times(text)).map((time) => time.slice(0, 5))).toEqual([
      '11-29',
      '11-30',
      '12-01',
      '12-02',
      '12-03',
    ]);
  });

  it('is moved, renamed and called off for single times', async () => {
    const text = calendar(
      weekly('RRULE:FREQ=DAILY;UNTIL=20261129T010000Z'),
      `UID:weekly
       RECURRENCE-ID;TZID=Asia/Seoul:20261126T100000
       DTSTART;TZID=Asia/Seoul:20261126T160000
       DURATION:PT30M
       SUMMARY:옮긴 회의`,
      'UID:weekly\nRECURRENCE-ID:20261127T010000Z\nDTSTART:20261127T010000Z\nSTATUS:CANCELLED',
      `UID:weekly
       RECURRENCE-ID;TZID=Asia/Seoul:20261128T100000
       DTSTART;TZID=Asia/Seoul:20270128T100000
       DURATION:PT30M`,
    );
    expect(await times(text)).toEqual(['11-26 16:00–16:30', '11-29 10:00–11:00']);
    expect((await found(text))[0]?.title).toBe('옮긴 회의');
  });

  it('gives the same whether years are passed over or gone through', async () => {
    const rules = ['DAILY', 'DAILY;INTERVAL=3', 'WEEKLY;INTERVAL=2;BYDAY=MO,SU', 'WEEKLY;WKST=SU'];
    for (const rule of rules) {
      const since = (count: string): string =>
        calendar(`UID:a\nDTSTART:20250106T090000\nDURATION:PT1H\nRRULE:FREQ=${rule}${count}`);
      // With a count every time is gone through.
      expect(await times(since(''))).toEqual(await times(since(';COUNT=9999')));
    }
  });
});

describe('left out', () => {
  const event = (rest: string): string =>
    calendar(`UID:a\nDTSTART:20261126T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY\n${rest}`);

  it.each([
    ['what was called off', 'STATUS:CANCELLED'],
    ['what is free time', 'TRANSP:TRANSPARENT'],
    ['what Outlook calls free', 'X-MICROSOFT-CDO-BUSYSTATUS:FREE'],
  ])('is %s', async (_name, line) => {
    expect(await times(event('SUMMARY:회의'))).toHaveLength(8);
    expect(await times(event(line))).toEqual([]);
  });

  it('is the title of a private one', async () => {
    const [meeting] = await found(event('CLASS:PRIVATE\nSUMMARY:병원'));
    expect(meeting?.title).toBe('');
    expect(JSON.stringify(readCalendar(event('CLASS:PRIVATE\nSUMMARY:병원'), TODAY))).not.toContain(
      '병원',
    );
  });

  it('are people, places and notes', () => {
    const text = event(
      `ATTENDEE;CN=김하늘:mailto:sky@example.com
       LOCATION:3층
       DESCRIPTION:https://meet.example/secret`,
    );
    expect(JSON.stringify(readCalendar(text, TODAY))).not.toMatch(/example|3층|김하늘/);
  });

  it('is what a title hides', async () => {
    const [meeting] = await found(event(`SUMMARY:회의\u202Egnp\u0007 ${'가'.repeat(300)}`));
    expect(meeting?.title).toMatch(/^회의gnp 가+$/);
    expect(meeting?.title.length).toBeLessThanOrEqual(128);
  });
});

describe('what is no calendar', () => {
  it.each([
    '',
    'hello',
    '<html><body>로그인</body></html>',
    'BEGIN:VCARD\nVERSION:3.0\nEND:VCARD',
    'BEGIN:VCALENDAR',
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR',
    '[]',
    '{}',
  ])('is told from one: %j', (text) => {
    expect(() => readCalendar(text, TODAY)).toThrow(
      expect.objectContaining({ code: 'calendar.invalid' }),
    );
  });

  it('is not the same as an empty one, or one whose meetings are all over', () => {
    const over = calendar('UID:a\nDTSTART:20260102T100000\nDURATION:PT1H');
    for (const text of [calendar(), over])
      expect(isEmpty(readCalendar(text, TODAY).calendar)).toBe(true);
    const recurs = calendar('UID:a\nDTSTART:20260102T100000\nRRULE:FREQ=YEARLY');
    expect(isEmpty(readCalendar(recurs, TODAY).calendar)).toBe(false);
  });

  it('is too large a one', () => {
    const tooLarge: unknown = expect.objectContaining({ code: 'calendar.too-large' });
    const text = calendar(`UID:a\nDTSTART:20261126T100000\nDESCRIPTION:${'가'.repeat(340_000)}`);
    expect(() => readCalendar(text, TODAY)).toThrow(tooLarge);
    const many = Array.from({ length: 5_001 }, (_, n) => `UID:${n}\nDTSTART:20261126T100000`);
    expect(() => readCalendar(calendar(...many), TODAY)).toThrow(tooLarge);
  });
});

describe('a calendar that means harm', () => {
  it.each([
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31',
    'FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=SECONDLY',
    'FREQ=NEVER',
    'FREQ=WEEKLY;BYDAY=XX',
  ])('costs its own event only: %s', async (rule) => {
    const bad = `UID:bad\nDTSTART:20200101T100000\nDURATION:PT1H\nRRULE:${rule}`;
    const good = 'UID:good\nDTSTART:20261126T100000\nDURATION:PT1H';
    const began = performance.now();
    const read = readCalendar(calendar(bad, good), TODAY);
    const expanded = await occurrencesIn(read.calendar, { from: TODAY, to: TODAY + 8 * DAY_MS });
    expect(expanded.meetings.map(({ uid }) => uid)).toEqual(['good']);
    expect(read.unread + expanded.unread).toBe(1);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('gives no more than five hundred meetings', async () => {
    const daily = Array.from(
      { length: 100 },
      (_, n) => `UID:${n}\nDTSTART:20200101T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY`,
    );
    expect(await found(calendar(...daily))).toHaveLength(MOST_OCCURRENCES);
  });
});

describe('a time on a wall', () => {
  const berlin = (hour: number, minute: number, day: number, month: number): string =>
    new Date(
      momentIn('Europe/Berlin', { year: 2026, month, day, hour, minute, second: 0 }),
    ).toISOString();

  it('that comes twice is the first', () => {
    expect(berlin(2, 30, 25, 10)).toBe('2026-10-25T00:30:00.000Z');
    expect(berlin(3, 0, 25, 10)).toBe('2026-10-25T02:00:00.000Z');
  });

  it('that is left out counts on from before the gap', () => {
    expect(berlin(1, 59, 29, 3)).toBe('2026-03-29T00:59:00.000Z');
    expect(berlin(2, 30, 29, 3)).toBe('2026-03-29T01:30:00.000Z');
  });
});
