import type { Random } from './random.ts';

/** What agents write down: half-sentences as they are typed beside a call. */

const ABOUT = [
  ...['배송 지연 문의', '환불 절차 안내', '요금제 변경 요청', '제품 불량 접수', '교환 일정 확인'],
  ...['방문 기사 일정 조정', '청구 금액 문의', '위약금 설명', '카드 결제 취소', '영수증 재발급'],
  ...['주소 정정', '비밀번호 초기화', '쿠폰 적용 오류', '적립금 소멸 문의', '보증 기간 확인'],
  ...['수리 접수', '부품 재고 확인', '입고 알림 요청', '해지 의사 확인', '설치 후 소음'],
];
const DONE = [
  ...['처리 완료', '담당 부서에 전달함', '내일 오후 다시 연락드리기로 함', '고객 확인 후 재통화'],
  ...[
    '문자로 안내함',
    '이해하고 종료',
    '불만이 커서 팀장에게 보고',
    '접수 번호 안내',
    '보류 후 해결',
  ],
];
const MORE = [
  ...['생일 선물이라 급하심', '오전 통화 선호', '계약서 사본 요청', '이전 상담과 같은 내용'],
  ...[
    '큰 소리로 말씀하심',
    '연세가 있으셔서 천천히 안내',
    '주문 번호 재확인',
    '앱에서는 되지 않음',
  ],
];
export const TAGS = ['재구매', 'VIP', '불만', '칭찬', '재문의', '법인', '해지방어', '교육용'];
export const TOPICS = ['배송 일정', '환불 진행', '요금제 변경', '방문 시각', '수리 결과', ''];

export function noteOf(random: Random): string {
  const words = [random.pick(ABOUT)];
  if (random.happens(0.7)) words.push(random.pick(DONE));
  if (random.happens(0.3)) words.push(random.pick(MORE));
  if (random.happens(0.1)) words.push(`주문 ${20_000_000 + random.below(9_999_999)}`);
  return words.join(' / ');
}
