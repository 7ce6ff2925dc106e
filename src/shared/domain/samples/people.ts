/** Who calls in the samples. The numbers are of the practice exchange: no call or text leaves it. */
export interface SamplePerson {
  readonly name: string;
  readonly organisation: string;
  readonly number: string;
  readonly tags: readonly string[];
  readonly note: string;
}

const person = (
  place: number,
  name: string,
  note: string,
  tags: readonly string[] = [],
  organisation = '',
): SamplePerson => ({
  ...{ name, organisation, tags, note },
  number: `010-0000-20${String(place).padStart(2, '0')}`,
});

export const SAMPLE_PEOPLE: readonly SamplePerson[] = [
  person(1, '김하늘', '오전 통화를 좋아하십니다. 문자 안내를 먼저 보내 드립니다.', ['단골']),
  person(2, '이순자', '귀가 어두우셔서 천천히, 한 번에 한 가지씩 말씀드립니다.', ['천천히']),
  person(3, '박도윤', '냉장고 수리 두 번째 접수. 같은 말을 되풀이하지 않게 합니다.', ['재접수']),
  person(4, '최은별', '환불 처리 뒤 확인 전화를 원하셨습니다.'),
  person(5, '정현우', '법인 구매 담당. 견적서는 메일로 보냅니다.', ['법인'], '한빛상사'),
  person(6, '강보람', '배송지가 자주 바뀝니다. 주소를 꼭 다시 확인합니다.', ['주소 확인']),
  person(7, '윤태양', '설치 기사 방문 시각을 앞당겨 달라고 하셨습니다.'),
  person(8, '장미경', '요금 설명을 서면으로 받고 싶어 하십니다.', ['서면']),
  person(9, '임가람', '지난달 제품 불량으로 교환했습니다.', ['교환']),
  person(10, '한나래', '칭찬 말씀을 남기셨습니다. 담당자에게 전했습니다.', ['칭찬']),
  person(11, '오건우', '저녁 6시 이후에만 통화가 됩니다.', ['저녁']),
  person(12, '서다온', '약국 개점 준비 중. 입고 일정을 자주 물으십니다.', ['법인'], '온누리약국'),
];
