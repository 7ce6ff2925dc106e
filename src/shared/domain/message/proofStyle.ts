import type { ReadText, Spot } from './readText.ts';

/*
 * How a customer is spoken to. Korean sentences only: nothing here has a letter of another language.
 * All of it is a hint; a rule that cannot tell is silent.
 */

type StyleKind = 'mixed-style' | 'low-style' | 'honorific-missing' | 'honorific-thing';

export function styleIn(read: ReadText): readonly Spot<StyleKind>[] {
  return [...mixed(read), ...low(read), ...withoutHonour(read), ...honouredThings(read)];
}

const END = '(?=[ ]*(?:[.!?~)]|\\n|$))';
/** 해요체. 주세요, 하세요 and 안녕하세요 are at home in both styles. */
const POLITE = new RegExp(
  `[가-힣](?:해|아|어|여|예|에|네|지|죠|돼|게|까|데|거|래|워|와|줘|봬|려|나|가|셔|져)요${END}`,
  'g',
);
/** 합니다체. */
const FORMAL = new RegExp(`[가-힣]{0,3}(?:니다|니까|십시오)${END}`, 'g');
/** Nouns that only end so. */
const NOUN = /(?:필|중|개|수|주|강|소|동|가)요$/;

/** Those of which there are fewer. */
function mixed({ text }: ReadText): readonly Spot<StyleKind>[] {
  const polite = [...text.matchAll(POLITE)].filter(({ 0: end }) => !NOUN.test(end));
  const formal = [...text.matchAll(FORMAL)];
  if (polite.length === 0 || formal.length === 0) return [];
  return (polite.length <= formal.length ? polite : formal).map(({ 0: said, index }) => ({
    ...{ kind: 'mixed-style', severity: 'look', from: index, to: index + said.length, offer: null },
  }));
}

/** Endings of 반말 and of the written plain style, with what would be polite where it is sure. */
const LOW: readonly (readonly [RegExp, (said: string) => string | null])[] = [
  [
    new RegExp(`[했았었였겠있없됐렸왔갔났졌됐]어${END}`, 'g'),
    (said) => `${said.slice(0, -1)}습니다`,
  ],
  [new RegExp(`할게${END}`, 'g'), () => '하겠습니다'],
  [new RegExp(`[줄릴]게${END}`, 'g'), (said) => (said === '줄게' ? '드리겠습니다' : null)],
  [new RegExp(`(?:해 ?줘|봐 ?줘)${END}`, 'g'), (said) => `${said.slice(0, -1)}주십시오`],
  [new RegExp(`(?:거야|건데|잖아|할래|하자|해라)${END}`, 'g'), () => null],
  [new RegExp(`(?<=[가-힣])이야${END}`, 'g'), () => '입니다'],
  [new RegExp(`고마워${END}`, 'g'), () => '감사합니다'],
  [new RegExp(`미안(?:해)?${END}`, 'g'), () => '죄송합니다'],
  [new RegExp(`(?:전화|연락|부탁|확인|문의|방문|답장|준비|얘기|이야기)해${END}`, 'g'), () => null],
  [new RegExp(`한다${END}`, 'g'), () => '합니다'],
  [new RegExp(`된다${END}`, 'g'), () => '됩니다'],
  [new RegExp(`[했았었였겠있없됐]다${END}`, 'g'), (said) => `${said.slice(0, -1)}습니다`],
];

function low({ text }: ReadText): readonly Spot<StyleKind>[] {
  return LOW.flatMap(([ending, polite]) =>
    [...text.matchAll(ending)].map(({ 0: said, index }) => ({
      kind: 'low-style' as const,
      severity: 'look' as const,
      ...{ from: index, to: index + said.length, offer: polite(said) },
    })),
  );
}

/** What customers do, as far as it is told to them in texts. */
const DONE =
  '주문|문의|요청|예약|방문|신청|결제|접수|구매|말|확인|입금|취소|변경|연락|전화|등록|선택|작성|제출|이용|사용|동의|답변|통화';
const ENDINGS: Readonly<Record<string, string>> = {
  ...{ 한: '하신', 했: '하셨', 하는: '하시는', 하면: '하시면', 할: '하실' },
  ...{ 해서: '하셔서', 하고: '하시고', 해야: '하셔야' },
};
const BY_CUSTOMER = new RegExp(
  `(?<=님(?:이|께서|은|께서는|께서도)? (?:[가-힣\\d]{1,8}(?:을|를|에|로|에서|부터) ){0,2})(${DONE})(한|했|하는|하면|할|해서|하고|해야)(?=[ 다는으지던습었]|$)`,
  'g',
);
/** Not of the customer: `고객님, 제가`; `고객님 담당자가`. */

function withoutHonour({ text }: ReadText): readonly Spot<StyleKind>[] {
  return [...text.matchAll(BY_CUSTOMER)].map(({ 0: said, 1: verb = '', 2: ending = '', index }) => {
    const word = verb === '말' ? '말씀' : verb;
    return {
      ...{ kind: 'honorific-missing', severity: 'look', from: index, to: index + said.length },
      offer: word + (ENDINGS[ending] ?? ''),
    };
  });
}

const THING =
  '상품|제품|물건|커피|음료|주문|택배|배송|금액|가격|비용|요금|수수료|사이즈|색상|쿠폰|포인트|서류|영수증|견적|청구서|상담|환불|교환|결제|입고|출고|발송|접수|처리|완료|취소|변경|확정|마감|예약|등록|품절|매진|승인|자리|객실|번호|기사|이벤트';
/** What a thing does, and what it would do without the honour. */
const THING_DOES: Readonly<Record<string, string>> = {
  ...{ 나오셨: '나왔', 되셨: '됐', 도착하셨: '도착했', 나오십니다: '나옵니다', 되십니다: '됩니다' },
  ...{ 이십니다: '입니다', 이세요: '입니다', 되시고: '되고', 이시고: '이고', 되세요: '됩니다' },
  ...{
    나오세요: '나옵니다',
    도착하십니다: '도착합니다',
    있으십니다: '있습니다',
    없으십니다: '없습니다',
  },
};
const HONOURED = new RegExp(
  `(?:(?<=(?:${THING})(?:이|가|은|는|도)? ?)|(?<=\\d(?:원|개|층|호|분|시|번)))(${Object.keys(THING_DOES).join('|')})`,
  'g',
);
/** `가능하십니다`, `무료세요`: neither is done by anybody. */
const HONOURED_STATES =
  /(?<=가능|불가)하(?:십니다|세요)|(?<=무료|유료|품절|매진)(?:이?세요|이?십니다)/g;

function honouredThings({ text }: ReadText): readonly Spot<StyleKind>[] {
  const found = [
    ...[...text.matchAll(HONOURED)].map((match) => ({
      match,
      offer: THING_DOES[match[0]] ?? null,
    })),
    ...[...text.matchAll(HONOURED_STATES)].map((match) => ({
      match,
      offer: match[0].startsWith('하') ? '합니다' : '입니다',
    })),
  ];
  return found.map(({ match: { 0: said, index }, offer }) => ({
    kind: 'honorific-thing' as const,
    severity: 'look' as const,
    ...{ from: index, to: index + said.length, offer },
  }));
}
