import { describe, expect, it } from 'vitest';
import { readReply } from './reply.ts';
import type { OfferedSlot } from './reply.ts';
import type { Undecided } from './undecided.ts';

const at = (text: string): number => new Date(text).getTime();
const hour = (text: string): OfferedSlot => ({ from: at(text), to: at(text) + 3_600_000 });

/** A Thursday morning. */
const NOW = at('2026-11-26T10:20:00');
const SLOTS = [
  hour('2026-11-26T15:00:00'),
  hour('2026-11-27T10:00:00'),
  hour('2026-11-27T15:00:00'),
];
/** As most texts have it. */
const TWO = [hour('2026-11-26T16:00:00'), hour('2026-11-27T15:00:00')];

const read = (body: string, slots: readonly OfferedSlot[] = SLOTS) =>
  readReply(body, slots, { at: NOW, now: NOW });
/** The number as the customer knows it, or why there is none. */
const picks = (body: string, slots: readonly OfferedSlot[] = SLOTS): number | Undecided => {
  const { slot, why } = read(body, slots);
  return slot === null ? why : slot + 1;
};

describe('a reply that names a number', () => {
  it.each([
    ['1', 1],
    ['2', 2],
    ['２', 2],
    ['②', 2],
    ['⑵', 2],
    ['2️⃣', 2],
    [' 2 ', 2],
    ['2.', 2],
    ['2)', 2],
    ['(2)', 2],
    ['#2', 2],
    ['1번', 1],
    ['1 번', 1],
    ['2번이요', 2],
    ['2번이요~', 2],
    ['2번이요^^', 2],
    ['2번이요 ㅎㅎ', 2],
    ['2번요!!', 2],
    ['2번으로 부탁드립니다', 2],
    ['2번으로 부탁드립니다 😊', 2],
    ['2번으로 부탁드려요🙏🏻', 2],
    ['2번 부탁드립니다.', 2],
    ['2로 해주세요', 2],
    ['2 로 해 주세요.', 2],
    ['2요', 2],
    ['2 부탁합니다', 2],
    ['2번 할게요', 2],
    ['2번 선택합니다', 2],
    ['2번 시간으로 해주시면 감사하겠습니다', 2],
    ['2번 시간대가 좋을 것 같습니다.', 2],
    ['2번이 제일 좋아요', 2],
    ['2번 가능합니다', 2],
    ['2번 괜찮습니다', 2],
    ['2번만 가능해요', 2],
    ['네 2번이요', 2],
    ['네, 2번으로 하겠습니다.', 2],
    ['넵 2번!', 2],
    ['안녕하세요. 2번으로 부탁드립니다. 감사합니다.', 2],
    ['저는 3번이요', 3],
    ['3번에 전화 주세요', 3],
    ['3번으로 연락 주시면 됩니다', 3],
    ['두 번째로 해주세요', 2],
    ['두번째요', 2],
    ['2번째 시간이요', 2],
    ['둘째로 할게요', 2],
    ['첫 번째', 1],
    ['첫번째 걸로 부탁드려요', 1],
    ['세 번째 시간으로 해주세요', 3],
    ['맨 마지막이요', 3],
    ['마지막 시간으로 부탁드립니다', 3],
    ['일번이요', 1],
    ['삼번 부탁해요', 3],
    ['2안으로 하겠습니다', 2],
    ['2번, 2번이요', 2],
    ['2번 내일 10시요', 2],
    ['2번(내일 오전 10시)으로 부탁드립니다', 2],
    ['2) 11/27(금) 10:00~11:00', 2],
    ['2 please', 2],
    ['Option 2', 2],
    ['option two, please', 2],
    ['No. 2', 2],
    ['number 3 works for me', 3],
    ['The second one please', 2],
    ['2nd', 2],
    ['The last one works', 3],
    ['One please', 1],
    ["I'd prefer the third option, thanks!", 3],
  ])('%s → %s', (body, number) => {
    expect(picks(body)).toBe(number);
  });
});

describe('a reply that names a time', () => {
  it.each([
    ['3시요', 2],
    ['3시', 2],
    ['세 시요', 2],
    ['세시에 부탁드려요', 2],
    ['３시요', 2],
    ['오후 3시에 전화주세요', 2],
    ['내일 오후 3시', 2],
    ['내일 3시요', 2],
    ['낼 3시에 해주세요', 2],
    ['내일 세시쯤이요', 2],
    ['11/27 15시', 2],
    ['11/27(금) 15:00', 2],
    ['11월 27일 오후 3시로 부탁드립니다', 2],
    ['27일 3시', 2],
    ['금요일 3시요', 2],
    ['금욜 3시 부탁요', 2],
    ['이번 주 금요일 3시에 부탁드립니다', 2],
    ['다음 주 금요일 3시요', 'no-slot'],
    ['15시', 2],
    ['15:00', 2],
    ['15:00~16:00', 2],
    ['3시~4시', 2],
    ['3~4시', 2],
    ['3시부터 4시까지요', 2],
    ['오후 3시에서 4시 사이로 해주세요', 2],
    ['오늘 4시', 1],
    ['네시요', 1],
    ['오늘 16시에 기다릴게요', 1],
    ['3pm', 2],
    ['Tomorrow at 3', 2],
    ['tomorrow 3 pm please', 2],
    ["3 o'clock", 2],
    ['Friday 3pm', 2],
    ['Nov 27 3pm', 2],
    ['27 November, 15:00', 2],
    ['call me at 4', 1],
  ] as const)('%s → %s', (body, number) => {
    expect(picks(body, TWO)).toBe(number);
  });

  it('is read by the day on which it was written, whenever it is read', () => {
    const late = { at: at('2026-11-26T23:59:00'), now: at('2026-11-27T08:00:00') };
    expect(readReply('내일 3시요', TWO, late)).toEqual({ slot: 1, why: null });
    expect(readReply('오늘 3시요', TWO, late)).toEqual({ slot: null, why: 'no-slot' });
  });

  it('may be midnight or noon', () => {
    const noon = [hour('2026-11-27T12:00:00'), hour('2026-11-27T17:00:00')];
    expect(picks('12시요', noon)).toBe(1);
    expect(picks('오전 12시요', noon)).toBe('no-slot');
    const half = [hour('2026-11-27T09:30:00'), hour('2026-11-27T17:00:00')];
    expect(picks('9시 반이요', half)).toBe(1);
    expect(picks('아홉시 30분에 부탁드립니다', half)).toBe(1);
    expect(picks('9시요', half)).toBe('no-slot');
  });
});

describe('what is left to the agent', () => {
  it.each<[Undecided, string[]]>([
    [
      'several',
      [
        '1번 2번',
        '1, 2',
        '1번이요, 2번이요',
        '3시요',
        '오후 3시에 부탁드립니다',
        '1번이요 3번이요',
      ],
    ],
    [
      'refusal',
      [
        '1번 말고 2번',
        '1번 말고 2번이요',
        '1번 아니고 2번이요',
        '아니요 2번이요',
        '1번은 안 돼요',
        '1번은 안되고 2번이요',
        '안돼요',
        '취소해 주세요',
        '2번 취소해 주세요',
        '2번은 어렵습니다',
        '2번은 힘들 것 같아요',
        '2번은 곤란해요',
        '둘 다 안 됩니다',
        '아무 때나 괜찮아요',
        '2번 빼고 다 좋아요',
        '다른 시간은 없나요',
        '시간을 바꿔 주세요',
        '전화하지 마세요',
        '2번 ❌',
        'not 2',
        "2 doesn't work, I can't",
        'Either is fine',
        'No',
        'cancel please',
        'None of these',
      ],
    ],
    [
      'question',
      ['2번 되나요?', '2번이요?', '2번 가능할까요', '혹시 2번', '언제요', 'What time is 2'],
    ],
    [
      'no-slot',
      [
        '4번',
        '4번이요',
        '7',
        '0번',
        '5시요',
        '내일 4시요',
        '모레 3시요',
        '11/28 15시',
        '2번 3시요',
        '3시 30분이요',
      ],
    ],
    [
      'quoted',
      [
        '> 2) 11/27(금) 10:00',
        '“2번”이라고 왔는데요',
        '"2번" 감사합니다',
        '2번\n-----Original Message-----',
      ],
    ],
    [
      'unclear',
      [
        '1/2',
        '12',
        '010-1234-5678',
        '2번 전화했어요',
        '2번 출구에서 봬요',
        '3시간 뒤에 전화 주세요',
        '3시간이요',
        '2시간',
        '3일 뒤에요',
        '2명이요',
        '3분 뒤요',
        '2층입니다',
        '3시 이후요',
        '3시 전이요',
        '3시까지요',
        '두 번 전화 주세요',
        '한번 전화 주세요',
        '오늘이요',
        '내일 오전이요',
        '1번가 12',
        '1번이나 2번',
        '2번 또는 3번',
        '2번 아마도',
        '2번ㅠㅠ',
        'that one works',
        'in 2 hours',
        'two of us',
        '배송이 2번 왔어요',
        '2번이 뭐예요',
        '2번 이상이면 좋아요',
        '제 번호는 2번으로 시작합니다',
        `2번이요 ${'감사합니다 '.repeat(40)}`,
      ],
    ],
    [
      'nothing',
      [
        '',
        ' ',
        '네',
        '네 감사합니다',
        '감사합니다^^',
        '확인했습니다',
        'ok',
        '👍',
        '괜찮아요',
        'Thank you!',
      ],
    ],
  ])('%s', (why, bodies) => {
    expect(bodies.map((body) => [body, picks(body)])).toEqual(bodies.map((body) => [body, why]));
  });

  it('a time that is over, and none that has only begun', () => {
    const late = { at: NOW, now: at('2026-11-26T16:00:00') };
    expect(readReply('1번이요', SLOTS, late)).toEqual({ slot: null, why: 'past' });
    expect(readReply('1번이요', SLOTS, { ...late, now: late.now - 1 })).toEqual({
      slot: 0,
      why: null,
    });
    expect(readReply('2번이요', SLOTS, late)).toEqual({ slot: 1, why: null });
  });
});

describe('whatever is written', () => {
  /** Small and the same every time. */
  function* numbers(seed: number): Generator<number, never> {
    let state = seed;
    for (;;) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      yield state / 2 ** 32;
    }
  }
  const PIECES = [
    ...[
      '1',
      '2',
      '3',
      '4',
      '9',
      '12',
      '번',
      ' ',
      '시',
      '분',
      '째',
      '두',
      '세',
      '첫',
      '이요',
      '으로',
    ],
    ...[
      '말고',
      '아니',
      '안 돼요',
      '취소',
      '내일',
      '오후',
      '11/27',
      '15:00',
      '~',
      '?',
      '\n',
      '> ',
      '😀',
    ],
    ...[
      '부탁드립니다',
      '감사합니다',
      '전화',
      '간',
      '뒤',
      '이후',
      '가',
      'option',
      'at',
      'pm',
      'not',
      'one',
    ],
    ...['\u0000', '\u202E', '\uD83D', '\u0301', '①', '０', '（', '）', '금요일', '그리고', '또는'],
  ];

  it('it is read without a fault, and picks a time that was offered or none', () => {
    const random = numbers(27);
    let picked = 0;
    for (let round = 0; round < 40_000; round += 1) {
      const length = 1 + Math.floor(random.next().value * 9);
      const body = Array.from(
        { length },
        () => PIECES[Math.floor(random.next().value * PIECES.length)],
      ).join('');
      const { slot, why } = read(body);
      if (slot === null) {
        expect(why).not.toBeNull();
        continue;
      }
      picked += 1;
      expect(SLOTS[slot], body).toBeDefined();
      // Whoever refuses anything in it, asks back, or names another as well has not decided.
      for (const more of [' 말고', ' 취소', '?', ' 그리고', ` ${((slot + 1) % 3) + 1}번`]) {
        expect(read(body + more).slot, body + more).toBeNull();
      }
    }
    expect(picked).toBeGreaterThan(500);
  });

  it('a very long one costs nothing', () => {
    const begun = performance.now();
    for (const body of ['2번 '.repeat(100_000), '0'.repeat(500_000), '('.repeat(500_000)])
      read(body);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
