import type { Trigger } from '../script/script.ts';
import type { CallResult, CallType } from './tree.ts';

/*
 * What a Korean service desk usually talks about. The first seven are the troubles the guide begins
 * with (docs/scripts.md), so that a second call about one of them opens the guide there.
 */

/** id, Korean, English. */
type Row = readonly [string, string, string];
interface Branch {
  readonly top: Row;
  readonly trigger: Trigger | null;
  readonly below: readonly (readonly [Row, readonly Row[]])[];
}

const BRANCHES: readonly Branch[] = [
  {
    top: ['defect', '불량', 'Defect'],
    trigger: 'defect',
    below: [
      [
        ['defect-function', '작동 불량', 'Does not work'],
        [
          ['defect-power', '전원·충전', 'Power or charging'],
          ['defect-error', '오류·멈춤', 'Errors or freezing'],
          ['defect-noise', '소음·발열', 'Noise or heat'],
        ],
      ],
      [['defect-damaged', '파손', 'Damaged'], []],
      [['defect-missing', '구성품 누락', 'Parts missing'], []],
      [['defect-wrong', '다른 제품 도착', 'Wrong product'], []],
    ],
  },
  {
    top: ['deadline', '기한', 'Deadline'],
    trigger: 'deadline',
    below: [
      [
        ['deadline-delivery', '배송 지연', 'Late delivery'],
        [
          ['deadline-not-sent', '발송 전', 'Not sent yet'],
          ['deadline-under-way', '배송 중', 'Under way'],
          ['deadline-lost', '분실', 'Lost'],
        ],
      ],
      [['deadline-visit', '방문 지연', 'Late visit'], []],
      [['deadline-repair', '수리 지연', 'Late repair'], []],
      [['deadline-refund', '환불 지연', 'Late refund'], []],
    ],
  },
  {
    top: ['service', '서비스', 'Service'],
    trigger: 'service',
    below: [
      [['service-attitude', '응대 태도', 'Attitude'], []],
      [['service-wait', '연결·대기', 'Waiting on the line'], []],
      [['service-visit', '방문 서비스', 'Visit'], []],
      [['service-repair', '수리 결과', 'Result of a repair'], []],
    ],
  },
  {
    top: ['billing', '청구', 'Billing'],
    trigger: 'billing',
    below: [
      [
        ['billing-over', '과다 청구', 'Charged too much'],
        [
          ['billing-twice', '이중 결제', 'Charged twice'],
          ['billing-unknown', '모르는 결제', 'Unknown charge'],
          ['billing-plan', '요금제 차이', 'Wrong tariff'],
        ],
      ],
      [['billing-failed', '결제 실패', 'Payment failed'], []],
      [['billing-refund', '환불 요청', 'Refund wanted'], []],
      [['billing-receipt', '영수증·계산서', 'Receipt or invoice'], []],
    ],
  },
  {
    top: ['communication', '소통', 'Contact'],
    trigger: 'miscommunication',
    below: [
      [['communication-wrong', '잘못된 안내', 'Wrong information'], []],
      [['communication-promise', '약속 불이행', 'Promise not kept'], []],
      [['communication-reach', '연락 안 됨', 'Could not reach us'], []],
      [['communication-repeat', '같은 설명 반복', 'Had to explain again'], []],
    ],
  },
  {
    top: ['expectation', '기대', 'Expectation'],
    trigger: 'expectation',
    below: [
      [['expectation-performance', '성능 기대', 'Performance'], []],
      [['expectation-compensation', '보상 요구', 'Compensation'], []],
      [['expectation-policy', '규정 밖 요청', 'Outside the rules'], []],
    ],
  },
  {
    top: ['use', '사용', 'Use'],
    trigger: 'misuse',
    below: [
      [['use-how', '사용 방법', 'How to use'], []],
      [['use-setup', '설치·설정', 'Setting up'], []],
      [['use-damage', '사용 중 손상', 'Damaged in use'], []],
      [['use-account', '로그인·비밀번호', 'Login or password'], []],
    ],
  },
  {
    top: ['question', '문의', 'Question'],
    trigger: null,
    below: [
      [['question-product', '제품', 'Product'], []],
      [['question-order', '주문·배송 조회', 'Order or delivery'], []],
      [['question-price', '가격·행사', 'Price or offer'], []],
      [['question-shop', '매장·영업시간', 'Shop or opening hours'], []],
    ],
  },
  {
    top: ['change', '신청·변경', 'Change'],
    trigger: null,
    below: [
      [['change-order', '주문 취소·변경', 'Order'], []],
      [['change-visit', '방문 예약·변경', 'Visit'], []],
      [['change-customer', '고객 정보 변경', 'Customer data'], []],
      [['change-end', '해지', 'Cancellation'], []],
    ],
  },
];

function typeOf(
  [id, ko, en]: Row,
  parentId: string | null,
  place: number,
  trigger: Trigger | null,
): CallType {
  return { id, parentId, name: { ko, en }, key: place + 1, retired: false, trigger };
}

export const DEFAULT_TYPES: readonly CallType[] = BRANCHES.flatMap(
  ({ top, trigger, below }, at) => [
    typeOf(top, null, at, trigger),
    ...below.flatMap(([middle, leaves], place) => [
      typeOf(middle, top[0], place, null),
      ...leaves.map((leaf, index) => typeOf(leaf, middle[0], index, null)),
    ]),
  ],
);

const RESULTS: readonly Row[] = [
  ['done', '처리 완료', 'Done'],
  ['call-back', '콜백 약속', 'Call back promised'],
  ['handed-over', '이관', 'Handed over'],
  ['informed', '안내만', 'Information only'],
  ['unsolved', '미해결', 'Not solved'],
];

export const DEFAULT_RESULTS: readonly CallResult[] = RESULTS.map(([id, ko, en], place) => ({
  id,
  name: { ko, en },
  key: place + 1,
  retired: false,
}));
