import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OFFICE_HOURS, isOpen } from '../hours/businessHours.ts';
import { apologiesIn, hintsOf } from './hints.ts';
import type { HintCode, HintContext } from './hints.ts';
import { scriptSchema } from './script.ts';
import { filled } from './words.ts';

const PLAIN: HintContext = {
  approved: null,
  promisedAt: null,
  isOpen: (at) => isOpen(OFFICE_HOURS, at),
  apologies: 0,
};

/** The hints at a text, each as its code and the words it is about. */
const found = (text: string, context: Partial<HintContext> = {}): readonly string[] =>
  hintsOf(text, { ...PLAIN, ...context }).map(
    ({ code, start, end }) => `${code}: ${text.slice(start, end)}`,
  );

/** Sentence by sentence: the words a hint is about, or null where there must be none. */
type Table = readonly (readonly [text: string, about: string | null])[];

function says(code: HintCode, table: Table, context: Partial<HintContext> = {}): void {
  it.each(table)('%s', (text, about) => {
    expect(found(text, context)).toEqual(about === null ? [] : [`${code}: ${about}`]);
  });
}

describe('a bare 이해합니다', () => {
  says('bare-understanding', [
    ['이해합니다.', '이해합니다'],
    ['네, 고객님. 이해합니다.', '이해합니다'],
    ['네, 충분히 이해합니다.', '이해합니다'],
    ['고객님 마음 이해합니다.', '이해합니다'],
    ['무슨 말씀이신지 이해합니다.', '이해합니다'],
    ['고객님 입장은 잘 이해하고 있습니다.', '이해하고 있습니다'],
    ['저도 이해해요.', '이해해요'],
    ['I understand.', 'I understand'],
    ['I completely understand, but this is how it works.', 'I completely understand'],
    // What is understood is said.
    ['얼마나 답답하셨을지 이해합니다.', null],
    ['이틀이나 기다리셨으니 화가 나시는 것 이해합니다.', null],
    ['이해합니다. 이틀을 기다리셨으니 많이 답답하셨겠습니다.', null],
    ['배송이 늦어 행사를 못 치르셨다는 것 이해했습니다.', null],
    ['설명이 어려웠다면 다시 말씀드리겠습니다. 이해되셨습니까?', null],
    ['너그럽게 이해해 주시면 감사하겠습니다.', null],
    ['I understand how frustrating two days of waiting must be.', null],
    ['I understand your frustration with the delay.', null],
    ['I understand. You waited two days, and that must have been hard.', null],
  ]);
});

describe('blame of the company', () => {
  says('blames-company', [
    ['저희 시스템이 원래 느려요.', '저희 시스템이 원래 느려'],
    ['배송팀이 일을 안 해서 그렇습니다.', '배송팀이 일을 안'],
    ['그건 물류팀 잘못입니다.', '물류팀 잘못입'],
    ['이전 상담사가 잘못 안내한 것 같습니다.', '이전 상담사가 잘못 안내'],
    ['회사 규정이라 저도 어쩔 수 없습니다.', '회사 규정이라 저도 어쩔 수 없'],
    ['저도 회사 방침이 이해가 안 됩니다.', '저도 회사 방침이 이해가 안'],
    ['위에서 하라고 해서 그렇게 했습니다.', '위에서 하라고 해서'],
    ['Our system is always slow.', 'Our system is always slow'],
    ["That was the warehouse's mistake.", "That was the warehouse's mistake"],
    ["I don't agree with this policy either.", "I don't agree with this policy"],
    // Owning it is no blame, and neither is a fact.
    ['제가 잘못 안내해 드렸습니다.', null],
    ['저희가 놓친 부분이 있었습니다.', null],
    ['시스템 점검으로 처리가 한 시간 늦어졌습니다.', null],
    ['담당 부서에 확인하고 말씀드리겠습니다.', null],
    ['회사 규정상 교환은 칠 일 안에 가능합니다.', null],
    ['We made a mistake with your order.', null],
    ['Our system shows the parcel left on Monday.', null],
    ['배송팀 잘못이 아닙니다.', null],
    ['회사에서 정한 보완 방법을 말씀드리겠습니다.', null],
    ['저희 잘못입니다.', null],
    ['매장이 오늘은 쉽니다.', null],
  ]);
});

describe('blame of the customer', () => {
  says('blames-customer', [
    ['고객님 잘못입니다.', '고객님 잘못입'],
    ['고객님께서 잘못 누르신 겁니다.', '고객님께서 잘못 누르신'],
    ['고객님이 설명서를 안 읽으셨네요.', '고객님이 설명서를 안 읽으셨네요'],
    ['고객님께서 오해하신 것 같습니다.', '고객님께서 오해하신 것'],
    ['아까 말씀드렸잖아요.', '아까 말씀드렸잖아요'],
    ['왜 미리 확인을 안 하셨어요?', '왜 미리 확인을 안 하셨어요'],
    ['그렇게 쓰시면 안 되죠.', '그렇게 쓰시면 안 되죠'],
    ['먼저 확인하셨어야 합니다.', '먼저 확인하셨어야'],
    ['You should have read the manual.', 'You should have'],
    ["You didn't read the manual.", "You didn't read"],
    ['As I already told you, it is not possible.', 'As I already told'],
    ["That's your own fault.", "That's your own fault"],
    // The same words, kind.
    ['고객님이 잘못하신 게 아닙니다.', null],
    ['고객님 실수가 아니라 저희 안내가 부족했습니다.', null],
    ['고객님께서 오해하실 수 있게 안내해 드렸습니다.', null],
    ['고객님께서 확인하지 않으셔도 됩니다.', null],
    ['설명서 삼 쪽에 그림이 있어 함께 보시면 쉽습니다.', null],
    ['어떤 단추를 누르셨는지 여쭤봐도 될까요?', null],
    ['It is not your fault.', null],
    ['Did you see a light on the front?', null],
    ['고객님께서 말씀하신 대로 적었습니다.', null],
    ['고객님 탓이 아니니 걱정하지 마십시오.', null],
    ['왜 불편하셨는지 들려주시겠습니까?', null],
    ['It was not your mistake at all.', null],
    ['You should have received a text by now.', null],
  ]);
});

describe('more certain than anyone can be', () => {
  says('over-promise', [
    ['무조건 오늘 처리해 드리겠습니다.', '무조건'],
    ['100% 해결해 드리겠습니다.', '100%'],
    ['내일 반드시 도착하게 해 드리겠습니다.', '반드시'],
    ['다시는 절대 이런 일이 없게 하겠습니다.', '절대'],
    ['틀림없이 내일 받으시게 해 드릴게요.', '틀림없이'],
    ['어떤 일이 있어도 오늘 연락드리겠습니다.', '어떤 일이 있어도'],
    ['It will definitely arrive tomorrow.', 'definitely'],
    ['I guarantee it will work.', 'guarantee'],
    // Not promised, or asked of the customer.
    ['무조건 교환해 드리기는 어렵습니다.', null],
    ['도착 날짜를 보장해 드릴 수는 없습니다.', null],
    ['전원을 반드시 끄고 사용해 주십시오.', null],
    ['물에 절대 넣지 마십시오.', null],
    ['오후 세 시까지 확인해서 전화드리겠습니다.', null],
    ["I can't guarantee the date, but I will check.", null],
    ['We expect it tomorrow afternoon.', null],
    ['제품을 보장 기간 안에 살펴 드리겠습니다.', null],
    ['100퍼센트 장담합니다.', '100퍼센트'],
    ['충전이 100%까지 되면 불이 켜집니다.', null],
    ['I will call you back by three.', null],
  ]);
});

describe('what is approved', () => {
  const approved = ['교환', '수수료 면제', 'Exchange'];
  says(
    'outside-options',
    [
      ['전액 환불해 드리겠습니다.', '환불'],
      ['쿠폰을 드리겠습니다.', '쿠폰'],
      ['다음 달 요금을 할인해 드릴게요.', '할인'],
      ['We will give you a refund.', 'refund'],
      ['I will send you a voucher.', 'voucher'],
      // Approved, only looked into, or explained.
      ['새 상품으로 교환해 드리겠습니다.', null],
      ['수수료는 면제해 드리겠습니다.', null],
      ['반드시 교환해 드리겠습니다.', null],
      ['환불이 가능한지 확인하고 말씀드리겠습니다.', null],
      ['환불 절차를 안내해 드리겠습니다.', null],
      ['환불은 어렵습니다.', null],
      ['환불을 바라시는지 여쭤봐도 될까요?', null],
      ['We will exchange it for you.', null],
      ['I will check whether a refund is possible.', null],
    ],
    { approved },
  );

  it('says nothing of remedies where nobody has written down what is approved', () => {
    expect(found('전액 환불해 드리겠습니다.')).toEqual([]);
  });

  it('does not let an approved remedy be promised without condition', () => {
    expect(found('무조건 교환해 드리겠습니다.', { approved })).toEqual(['over-promise: 무조건']);
  });

  it('approves nothing where the list is empty', () => {
    expect(found('교환해 드리겠습니다.', { approved: [] })).toEqual(['outside-options: 교환']);
  });
});

describe('a time when nobody is there', () => {
  // A Thursday.
  const at = (hour: number, day = 26): number => new Date(2026, 10, day, hour).getTime();

  it.each([
    ['오후 8시에 전화드리겠습니다.', at(20), ['over-promise: 오후 8시']],
    ['내일 밤 아홉 시에 전화드리겠습니다.', at(21), ['over-promise: 밤 아홉 시']],
    ['토요일 10:30에 전화드리겠습니다.', at(10, 28), ['over-promise: 10:30']],
    ['I will call you at 8 pm.', at(20), ['over-promise: at 8 pm']],
    ['퇴근 후에 전화드리겠습니다.', at(19), ['over-promise: 퇴근 후에 전화드리겠습니다.']],
    ['오후 3시에 전화드리겠습니다.', at(15), []],
    // The last minute is closed, as for every caller.
    ['오후 6시에 전화드리겠습니다.', at(18), ['over-promise: 오후 6시']],
    ['I will call you at 3 pm.', at(15), []],
  ])('%s', (text, promisedAt, hints) => {
    expect(found(text, { promisedAt })).toEqual(hints);
  });

  it('says what helps instead', () => {
    const [hint] = hintsOf('오후 8시에 전화드리겠습니다.', { ...PLAIN, promisedAt: at(20) });
    expect(hint?.instead).toBe('name-an-open-time');
  });
});

describe('one apology is enough', () => {
  says('repeated-apology', [
    ['불편을 드려 죄송합니다.', null],
    ['불편을 드려 죄송합니다. 정말 죄송합니다.', '정말 죄송합니다'],
    ['I am sorry about the delay. We apologise.', 'We apologise'],
  ]);

  describe('when one was said before', () => {
    says(
      'repeated-apology',
      [
        ['늦어져서 죄송합니다.', '죄송합니다'],
        ['다시 한번 사과드립니다.', '다시 한번 사과드립니다'],
        ["I'm so sorry.", "I'm so sorry"],
        // A courtesy and no apology.
        ['죄송하지만 성함을 여쭤봐도 될까요?', null],
        ['죄송합니다만 잠시 기다려 주시겠습니까?', null],
        ['기다려 주셔서 고맙습니다.', null],
        ['Sorry, could you say that again?', null],
      ],
      { apologies: 1 },
    );
  });

  it.each([
    ['죄송합니다. 정말 죄송합니다.', 2],
    ['죄송하지만 잠시만요.', 0],
    ['I am sorry.', 1],
  ])('counts those in %s', (text, count) => {
    expect(apologiesIn(text)).toBe(count);
  });
});

describe('a text', () => {
  it('gets each of its hints, in the order of their words', () => {
    expect(found('이해합니다. 고객님 잘못입니다. 무조건 해 드리겠습니다.')).toEqual([
      'bare-understanding: 이해합니다',
      'blames-customer: 고객님 잘못입',
      'over-promise: 무조건',
    ]);
  });

  it('counts places in UTF-16 units', () => {
    expect(hintsOf('🙂 이해합니다.', PLAIN)).toEqual([
      { code: 'bare-understanding', start: 3, end: 8, instead: 'name-the-feeling' },
    ]);
  });

  it('may be empty', () => {
    expect(hintsOf('', PLAIN)).toEqual([]);
  });
});

describe('the sentences that ship', () => {
  const folder = join(import.meta.dirname, '../../../../resources/scripts');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

  it.each(files)('%s follows its own advice', (file) => {
    const script = scriptSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    const hinted = script.steps.flatMap(({ say }) =>
      say
        .flatMap(({ ko, en }) => [
          filled(ko, { customer: '김하늘 고객님' }),
          filled(en, { customer: 'Kim Haneul' }),
        ])
        .flatMap((text) => found(text).map((hint) => `${hint} | ${text}`)),
    );
    expect(hinted).toEqual([]);
  });
});
