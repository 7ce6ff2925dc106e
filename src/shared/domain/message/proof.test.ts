import { describe, expect, it } from 'vitest';
import { NO_FACTS, proofread } from './proof.ts';
import type { ProofFacts, ProofKind } from './proof.ts';

/** A Thursday. */
const NOW = new Date(2026, 10, 26, 10, 0).getTime();

interface About {
  readonly facts?: Partial<ProofFacts>;
  readonly customer?: string;
  readonly others?: readonly string[];
}

const proof = (body: string, { facts, customer, others = [] }: About = {}) =>
  proofread({
    ...{ body, now: NOW, others },
    customer: customer ?? null,
    facts: { ...NO_FACTS, ...facts },
  });

/** What is said and what is offered for it, of one kind. */
const of = (kind: ProofKind, body: string, about?: About) =>
  proof(body, about)
    .filter((one) => one.kind === kind)
    .map(({ said, offer }) => [said, offer]);

describe('what was to be filled in', () => {
  it.each([
    ['{약속}에 전화드리겠습니다.', '{약속}'],
    ['안녕하세요 OO 고객님', 'OO'],
    ['OOO님, 안내드립니다.', 'OOO'],
    ['○○ 고객님', '○○'],
    ['ㅇㅇ님', 'ㅇㅇ'],
    ['시각: ___', '___'],
    ['<고객명> 고객님', '<고객명>'],
    ['[회사명]입니다.', '[회사명]'],
  ])('%j is not sent', (body, hole) => {
    const found = proof(body).filter(({ kind }) => kind === 'unfilled');
    expect(found.map(({ said, severity }) => [said, severity])).toEqual([[hole, 'stop']]);
  });

  it('is looked at where it may be meant', () => {
    const looks = proof('<안내> 방문은 … 고객님').filter(({ kind }) => kind === 'unfilled');
    expect(looks.map(({ said, severity }) => [said, severity])).toEqual([
      ['<안내>', 'look'],
      ['…', 'look'],
    ]);
  });

  it.each([
    'https://ieum.kr/a__b?x={y}',
    'BOO',
    'ROOM 2',
    '감사합니다…',
    'ㅇㅋㅇ',
    '[한빛] 안내',
    '□ 신분증',
  ])('is none in %j', (body) => {
    expect(of('unfilled', body)).toEqual([]);
  });
});

describe('dates and clocks that there are not', () => {
  it.each([
    ['2/30(월) 방문', '2/30(월)'],
    ['2/30에 뵙겠습니다', '2/30'],
    ['2월 30일', '2월 30일'],
    ['13월 1일', '13월 1일'],
    ['2027.2.29', '2027.2.29'],
    ['13/20(금)', '13/20(금)'],
    ['0월 5일', '0월 5일'],
    // Neither last year nor this one nor the next has it.
    ['2/29(화)', '2/29(화)'],
    ['4월 31일(금)', '4월 31일(금)'],
    ['２월 ３０일', '２월 ３０일'],
  ])('%j', (body, said) => {
    expect(proof(body)).toMatchObject([{ kind: 'impossible-date', severity: 'stop', said }]);
  });

  it.each([
    ['25:00에', '25:00'],
    ['24:30', '24:30'],
    ['15:75', '15:75'],
    ['25시에', '25시'],
    ['오전 15시에', '오전 15시'],
    ['3시 75분에', '3시 75분'],
  ])('%j', (body, said) => {
    expect(proof(body)).toMatchObject([{ kind: 'impossible-time', severity: 'stop', said }]);
  });

  it.each([
    '24/7 상담',
    '1/2 컵',
    '24:00까지',
    '12시간 안에',
    '00:00',
    '25시간',
    '3시즌',
    '3.5%',
    '16:9:1',
  ])('none in %j', (body) => {
    expect([...of('impossible-time', body), ...of('impossible-date', body)]).toEqual([]);
  });
});

describe('weekdays', () => {
  it.each([
    ['11/26(금) 15:00', '11/26(금)', '11/26(목)'],
    ['11월 26일(금)', '11월 26일(금)', '11월 26일(목)'],
    ['11월 26일 금요일', '11월 26일 금요일', '11월 26일 목요일'],
    ['11월 26일 (금요일)', '11월 26일 (금요일)', '11월 26일 (목요일)'],
    ['2026.11.26.(금)', '2026.11.26.(금)', '2026.11.26.(목)'],
    ['2026-11-26 (금)', '2026-11-26 (금)', '2026-11-26 (목)'],
    ['11.26(금)', '11.26(금)', '11.26(목)'],
    // In November, January is of the next year.
    ['1/5(월)', '1/5(월)', '1/5(화)'],
    ['내일(목)', '내일(목)', '내일(금)'],
    ['오늘(금요일)', '오늘(금요일)', '오늘(목요일)'],
  ])('%j', (body, said, offer) => {
    expect(of('weekday', body)).toEqual([[said, offer]]);
  });

  it.each(['11/26(목)', '11월 27일 금요일', '1/5(화)', '내일(금)', '12/25(금)', '10/3(토)'])(
    'right in %j',
    (body) => {
      expect(of('weekday', body)).toEqual([]);
    },
  );

  it('the agreed day is offered where the weekday is the agreed one', () => {
    const facts = { times: [new Date(2026, 10, 27, 15, 0).getTime()] };
    expect(of('weekday', '11/26(금) 15:00', { facts })).toEqual([['11/26(금)', '11/27(금)']]);
    expect(of('weekday', '11/27(목) 15:00', { facts })).toEqual([['11/27(목)', '11/27(금)']]);
  });
});

describe('what has passed', () => {
  it.each([
    ['11월 25일(수)까지 보내 주세요.', '11월 25일(수)'],
    ['11/25(수) 15:00에 전화드리겠습니다.', '11/25(수)'],
    ['11월 26일 오전 9시에 전화드리겠습니다.', '11월 26일 오전 9시'],
    ['2025-11-27에 방문 예정입니다.', '2025-11-27'],
  ])('%j', (body, said) => {
    expect(of('past', body)).toEqual([[said, null]]);
  });

  it.each([
    '11월 20일 주문하신 상품은 내일 도착 예정입니다.',
    '11/25(수)에 접수되었습니다.',
    '11월 26일 3시에 전화드리겠습니다.',
    '11/27(금) 09:00에 전화드리겠습니다.',
    '11월 25일에 통화했습니다.',
  ])('is told of in %j', (body) => {
    expect(of('past', body)).toEqual([]);
  });
});

describe('against what was agreed', () => {
  const times = [new Date(2026, 10, 27, 15, 0).getTime()];

  it.each([
    ['11/28(토) 15:00에 뵙겠습니다.', '11/28(토)', '11/27(금)'],
    ['11월 28일 오후 3시', '11월 28일', '11월 27일'],
    ['2026.12.01 15:00', '2026.12.01', '2026.11.27'],
  ])('another date in %j', (body, said, offer) => {
    expect(of('other-date', body, { facts: { times } })).toEqual([[said, offer]]);
  });

  it.each([
    ['11/27(금) 16:00', '16:00', '15:00'],
    ['11/27(금) 오후 4시에', '오후 4시', '오후 3시'],
    ['11/27(금) 15시 30분', '15시 30분', '오후 3시'],
    ['11/27(금) 오전 3시', '오전 3시', '오후 3시'],
    ['11/27 4:00 pm', '4:00 pm', '3:00 pm'],
  ])('another time in %j', (body, said, offer) => {
    expect(of('other-time', body, { facts: { times } })).toEqual([[said, offer]]);
  });

  it.each([
    '11/27(금) 15:00',
    '11월 27일 오후 3시',
    '11월 27일 3시',
    '11/27(금) 15:00에 뵙겠습니다. 평일 09:00~18:00 상담 가능합니다.',
    '11월 20일 문의하신 내용을 11/27(금) 15시에 안내드리겠습니다.',
    '내일 3시에 전화드리겠습니다.',
  ])('the same in %j', (body) => {
    expect(proof(body, { facts: { times } })).toEqual([]);
  });

  it('nothing is offered where there are two to choose from', () => {
    const two = [...times, new Date(2026, 11, 1, 10, 0).getTime()];
    expect(of('other-date', '11월 30일', { facts: { times: two } })).toEqual([['11월 30일', null]]);
  });

  it.each([
    ['12,500원', '12,500원', '12,000원'],
    ['1만 2천 5백원', '1만 2천 5백원', '12,000원'],
    ['5천만원', '5천만원', '12,000원'],
    ['금액은 1만 3천원입니다', '1만 3천원', '12,000원'],
    ['₩ 12,500', '₩ 12,500', '12,000원'],
    ['120000원', '120000원', '12,000원'],
  ])('another amount in %j', (body, said, offer) => {
    expect(of('other-amount', body, { facts: { amounts: [12_000] } })).toEqual([[said, offer]]);
  });

  it.each(['12,000원', '1만 2천원', '1만2천원', '12000 원', '3건', '두 번째'])(
    'the same amount in %j',
    (body) => {
      expect(of('other-amount', body, { facts: { amounts: [12_000] } })).toEqual([]);
      expect(of('other-amount', `${body} 99원`)).toEqual([]);
    },
  );

  it('another telephone number, with the one that was meant', () => {
    const facts = { phones: ['1588-1234', '+82 10-1234-5678'] };
    expect(of('other-phone', '문의 1588-1243', { facts })).toEqual([['1588-1243', '1588-1234']]);
    expect(of('other-phone', '010-1234-5679', { facts })).toEqual([
      ['010-1234-5679', '010-1234-5678'],
    ]);
    expect(of('other-phone', '02-999-8888', { facts })).toEqual([['02-999-8888', null]]);
    expect(of('other-phone', '15881234, 010 1234 5678', { facts })).toEqual([]);
    expect(of('other-phone', '02-999-8888')).toEqual([]);
  });
});

describe('slips of the fingers', () => {
  it.each<[ProofKind, string, string, string]>([
    ['doubled-space', '예약이  확정', '  ', ' '],
    ['doubled-word', '확인 확인 부탁드립니다.', '확인 확인', '확인'],
    ['doubled-word', 'the the order', 'the the', 'the'],
    ['doubled-word', '예약을를 확인', '을를', '을'],
    ['doubled-word', '서울에서에서 출발', '에서에서', '에서'],
    ['doubled-word', '김하늘님님, 안녕하세요', '님님', '님'],
    ['particle', '예약를 확인', '를', '을'],
    ['particle', '전화을 드립니다', '을', '를'],
    ['particle', '전화으로 문의', '으로', '로'],
    ['particle', '예약와 변경', '와', '과'],
    ['particle', '3시은 어렵습니다', '은', '는'],
    ['particle', '김하늘님가 주신', '가', '이'],
    ['particle', '15일는 휴무', '는', '은'],
    ['particle', '예약이(가) 확정', '예약이(가)', '예약이'],
    ['spelling', '몇일 걸립니다', '몇일', '며칠'],
    ['spelling', '연락드릴께요', '릴께요', '릴게요'],
    ['spelling', '처리가 됬습니다', '됬', '됐'],
    ['spelling', '안되요', '되요', '돼요'],
  ])('%s in %j', (kind, body, said, offer) => {
    expect(of(kind, body)).toEqual([[said, offer]]);
  });

  it.each([
    '하나 하나 살펴보겠습니다.',
    '마을을 지나 가을을 맞아 노을 보러 오십시오.',
    '작가가 국가가 평가가 회의의 결과를 봅니다.',
    '아이가 나이가 어려 차이가 있습니다.',
    '먹는 약은 있는 그대로 두십시오.',
    '도와 드리겠습니다. 결과와 효과는 다릅니다.',
    '서울로 오는 길로 가십시오.',
    '15일은 휴무이고 3시는 됩니다. 12,000원을 1588-1234로 보내 주십시오.',
    '두 줄\n  들여 쓴 줄',
    'I know that that is right.',
  ])('none in %j', (body) => {
    const kinds: readonly ProofKind[] = ['doubled-space', 'doubled-word', 'particle', 'spelling'];
    expect(proof(body).filter(({ kind }) => kinds.includes(kind))).toEqual([]);
  });
});

describe('how a customer is spoken to', () => {
  it('one style a text: what there is less of is shown', () => {
    expect(of('mixed-style', '예약이 확정되었습니다. 내일 연락드릴게요. 감사합니다.')).toEqual([
      ['릴게요', null],
    ]);
    expect(of('mixed-style', '안녕하세요. 예약이 확정되었습니다. 연락 주세요.')).toEqual([]);
    expect(of('mixed-style', '내일 연락드릴게요. 고마워요.')).toEqual([]);
    expect(of('mixed-style', '준비물: 신분증 필요\n접수되었습니다.')).toEqual([]);
  });

  it.each([
    ['내일 전화했어.', '했어', '했습니다'],
    ['내일 전화할게', '할게', '하겠습니다'],
    ['다시 말해줘!', '해줘', '해주십시오'],
    ['그럴 거야.', '거야', null],
    ['내일이야', '이야', '입니다'],
    ['고마워~', '고마워', '감사합니다'],
    ['빨리 전화해.', '전화해', null],
    ['내일 방문한다.', '한다', '합니다'],
    ['확정되었다.\n감사합니다.', '었다', '었습니다'],
  ])('not as in %j', (body, said, offer) => {
    expect(of('low-style', body)).toEqual([[said, offer]]);
  });

  it.each([
    '내일 전화드릴게요.',
    '확인했어요.',
    '올해.',
    '방문하셨다면 연락 주십시오.',
    '전화해 주십시오.',
    '바다.',
    'I will call you.',
  ])('as in %j', (body) => {
    expect(of('low-style', body)).toEqual([]);
  });

  it.each([
    ['고객님이 주문한 상품입니다.', '주문한', '주문하신'],
    ['고객님께서 말한 내용입니다.', '말한', '말씀하신'],
    ['고객님 문의한 내용입니다.', '문의한', '문의하신'],
    ['김하늘님이 상품을 신청하면 됩니다.', '신청하면', '신청하시면'],
    ['고객님께서 예약했습니다.', '예약했', '예약하셨'],
  ])('what they do has its honour: %j', (body, said, offer) => {
    expect(of('honorific-missing', body)).toEqual([[said, offer]]);
  });

  it.each([
    '고객님께서 주문하신 상품입니다.',
    '고객님, 저희가 확인한 내용입니다.',
    '고객님은 저희가 요청한 서류를 보내 주셨습니다.',
    '고객님께 안내한 내용입니다.',
    // Whose it is cannot be told: nothing is said.
    '고객님께서 어제 말한 내용입니다.',
  ])('nothing is missing in %j', (body) => {
    expect(of('honorific-missing', body)).toEqual([]);
  });

  it.each([
    ['주문하신 커피 나오셨습니다.', '나오셨', '나왔'],
    ['상품이 발송되셨습니다.', '되셨', '됐'],
    ['금액은 5,000원이십니다.', '이십니다', '입니다'],
    ['5,000원이세요.', '이세요', '입니다'],
    ['이용 가능하십니다.', '하십니다', '합니다'],
    ['배송은 무료이십니다.', '이십니다', '입니다'],
    ['사이즈가 없으십니다.', '없으십니다', '없습니다'],
  ])('things have none: %j', (body, said, offer) => {
    expect(of('honorific-thing', body)).toEqual([[said, offer]]);
  });

  it.each([
    '문의가 있으시면 연락 주십시오.',
    '시간이 있으십니까?',
    '회원이세요?',
    '방문하셨습니다.',
    '상품을 받으셨습니까?',
    '고객님이 나오셨습니다.',
  ])('people have: %j', (body) => {
    expect(of('honorific-thing', body)).toEqual([]);
  });
});

describe('names', () => {
  const about = { customer: '김하늘', others: ['박정호', '이솔', '김하늘', '하늘'] };

  it.each<[ProofKind, string, string, string]>([
    ['other-name', '박정호 고객님, 안녕하세요.', '박정호', '김하늘'],
    ['other-name', '박정호님의 예약', '박정호', '김하늘'],
    ['other-name', '이솔님, 안녕하세요.', '이솔', '김하늘'],
    ['other-name', '김하눌 고객님', '김하눌', '김하늘'],
    ['bare-name', '김하늘, 안녕하세요.', '김하늘', '김하늘님'],
    ['bare-name', '김하늘은 내일 오십니다.', '김하늘', '김하늘님'],
    ['bare-name', '고객이 요청하셨습니다.', '고객', '고객님'],
  ])('%s in %j', (kind, body, said, offer) => {
    expect(of(kind, body, about)).toEqual([[said, offer]]);
  });

  it.each([
    '김하늘 고객님, 안녕하세요.',
    '김하늘님의 예약',
    '예금주: 김하늘',
    '성함 김하늘',
    '이솔직한 말씀',
    '소중한 고객님',
    '고객센터 1588-1234',
    '고객님께서는 언제나',
  ])('none in %j', (body) => {
    const kinds = proof(body, about).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'other-name' || kind === 'bare-name')).toEqual([]);
  });
});

describe('findings', () => {
  it('have their places in the text as it was written', () => {
    const [only] = proof('👨‍👩‍👧‍👦 １１／２６（금）');
    expect(only).toMatchObject({ from: 12, to: 20, said: '１１／２６（금）' });
  });

  it('have one key for as long as the same words stand there', () => {
    const before = proof('11/26(금)');
    const after = proof('안녕하세요. 11/26(금)');
    expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
    expect(proof('{a} {a}').map(({ key }) => key)).toEqual(['unfilled:{a}', 'unfilled:{a}#2']);
  });

  it.each([
    '[한빛] 전화를 받지 못했습니다. 11/26(목) 15:00~16:00에 전화드리겠습니다. 급한 문의: 1588-1234',
    '[한빛] 김하늘 고객님, 11/27(금) 15:00 예약이 확정되었습니다. 장소는 본원 2층이며 신분증을 가져와 주십시오. 변경은 1588-1234로 연락 주세요. 감사합니다.',
    '[Hanbit] Sorry we missed your call. We will call you back Thu 26 Nov 15:00-16:00. Urgent: 1588-1234',
    'Your order no. 20261126-0012 was shipped. See https://ieum.kr/t?d=2/30 for details.',
    '',
  ])('none in %j', (body) => {
    expect(proof(body, { customer: '김하늘' })).toEqual([]);
  });
});
