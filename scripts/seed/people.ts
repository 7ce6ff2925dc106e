import type { Random } from './random.ts';

/** Somebody who calls; the numbers are of the form of Korean ones and are nobody's on purpose. */
export interface Person {
  readonly name: string | null;
  readonly dialled: string;
  readonly e164: string;
}

const FAMILY = [...'김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심'];
const GIVEN = [
  ...[
    '민서',
    '지우',
    '하준',
    '도윤',
    '서연',
    '시우',
    '하늘',
    '예은',
    '수빈',
    '지훈',
    '현우',
    '채원',
  ],
  ...[
    '건우',
    '다은',
    '준서',
    '유진',
    '소율',
    '재원',
    '나래',
    '가람',
    '보람',
    '슬기',
    '아름',
    '은별',
  ],
  ...[
    '영수',
    '순자',
    '정호',
    '미경',
    '상철',
    '혜숙',
    '동현',
    '은지',
    '태양',
    '새롬',
    '한결',
    '다온',
  ],
];
const FIRMS = [
  '한빛상사',
  '새벽물산',
  '푸른유통',
  '온누리약국',
  '다솜학원',
  '바른치과',
  '미래정밀',
];
const AREAS = ['2', '31', '32', '42', '51', '53', '62', '64'];

/** As many different people as asked for, each the same for the same place. */
export function personAt(place: number, random: Random): Person {
  const line = String(10_000_000 + ((place * 7_919_777) % 89_999_999));
  const mobile = !random.happens(0.15);
  const national = mobile ? `010${line}` : `0${random.pick(AREAS)}${line.slice(0, 7)}`;
  const known = random.happens(0.6);
  const person = random.pick(FAMILY) + random.pick(GIVEN);
  return {
    name: known ? (random.happens(0.1) ? random.pick(FIRMS) : person) : null,
    dialled: national,
    e164: `+82${national.slice(1)}`,
  };
}
