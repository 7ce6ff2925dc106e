/*
 * Small hints at a sentence that an agent types or is about to say. They never stop anything: a hint
 * names the words it is about and what would help instead. Patterns, not a model: each can be read,
 * tested and argued about (hints.test.ts), and a sentence they do not know gets no hint.
 */

export const HINT_CODES = [
  /** `이해합니다` without what is understood (row 39). */
  'bare-understanding',
  /** Standing apart from the company, a department or a colleague (row 47). */
  'blames-company',
  'blames-customer',
  /** More certain than anyone can be, or a time when nobody is there (row 51). */
  'over-promise',
  /** A remedy that is not among those approved (row 51). */
  'outside-options',
  /** Apologising on and on lowers satisfaction. */
  'repeated-apology',
] as const;
export type HintCode = (typeof HINT_CODES)[number];

/** What helps instead; the words are the screen's. */
export const HELPS = [
  'name-the-feeling',
  'say-we',
  'say-what-happened',
  'say-what-can-be-done',
  'name-an-open-time',
  'ask-for-approval',
  'go-on-to-the-solution',
] as const;
export type Help = (typeof HELPS)[number];

export interface Hint {
  readonly code: HintCode;
  /** Of the words in the text it is about, in UTF-16 units. */
  readonly start: number;
  /** Behind the last of them. */
  readonly end: number;
  readonly instead: Help;
}

export interface HintContext {
  /** What may be promised, as it stands in the script; null: nothing is known of it. */
  readonly approved: readonly string[] | null;
  /** When the sentence promises something for, epoch milliseconds; null: no time was read in it. */
  readonly promisedAt: number | null;
  readonly isOpen: (at: number) => boolean;
  /** Apologies already said in this run. */
  readonly apologies: number;
}

/** A sentence of the text and where it stands. */
interface Part {
  readonly text: string;
  readonly at: number;
  /** What is said right after it. */
  readonly after: string;
}

/** Hints at a text, in the order of the words they are about. */
export function hintsOf(text: string, context: HintContext): readonly Hint[] {
  return sentencesIn(text)
    .flatMap((part) => [
      ...understanding(part),
      ...companyBlame(part),
      ...customerBlame(part),
      ...certainty(part, context.approved),
      ...remedies(part, context.approved),
    ])
    .concat(closedTime(text, context), apologies(text, context.apologies))
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
}

function sentencesIn(text: string): readonly Part[] {
  const found = [...text.matchAll(/[^.!?\n]*(?:\d\.\d[^.!?\n]*)*(?:[.!?\n]+|$)/g)].filter(
    ([sentence]) => sentence.trim() !== '',
  );
  return found.map(({ 0: sentence, index }) => ({
    text: sentence,
    at: index,
    after: text.slice(index + sentence.length),
  }));
}

const hintAt = (part: Part, match: RegExpMatchArray, code: HintCode, instead: Help): Hint => {
  const start = part.at + (match.index ?? 0);
  return { code, start, end: start + match[0].length, instead };
};

/** Each place of one of the patterns, unless the sentence is one of those that only look like it. */
function matches(
  part: Part,
  patterns: readonly RegExp[],
  but?: RegExp,
): readonly RegExpMatchArray[] {
  if (but?.test(part.text)) return [];
  const found = patterns.flatMap((pattern) => [...part.text.matchAll(pattern)]);
  // One hint a sentence is enough, at its first such words.
  return found.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0)).slice(0, 1);
}

const UNDERSTANDING = [
  /이해(?:합니다|해요|됩니다|돼요|하고 있습니다|하겠습니다|할 수 있습니다|는 합니다|가 됩니다|가 갑니다)/g,
  /\bI (?:do |can |fully |completely |totally |quite )*understand\b(?! (?:how|that|why|what|it must|you (?:were|had|waited|have)))/gi,
];
/** Words around it that name nothing. */
const NAMES_NOTHING =
  /고객님(?:의|께서|은|이|도)?|저(?:도|는|희도|희는)?|네|예|아|그럼요|물론|충분히|정말|진심으로|모두|다|잘|너무나?|무슨|어떤|그|지금|말씀(?:하신|하시는)?|이신지|인지|마음|심정|상황|입장|기분|사정|내용|것|점|은|는|을|를|이|가|도|의|[^\p{L}]/gu;
/** What is named a sentence later: `이해합니다. 이틀을 기다리셨으니 답답하셨겠습니다.` */
const FEELING =
  /답답|속상|걱정|불안|당황|놀라|실망|서운|불편|화가|기다리|번거|힘드|지치|억울|frustrat|upset|worr|wait|disappoint|inconvenien|anxious|annoy|hard for you|must have/i;

function understanding(part: Part): readonly Hint[] {
  return matches(part, UNDERSTANDING)
    .filter(({ index = 0, 0: words }) => {
      const before = part.text.slice(0, index).replaceAll(NAMES_NOTHING, '');
      if (/[가-힣]/.test(words) && before !== '') return false;
      // `your frustration`, also in the same sentence.
      const rest = part.text.slice(index + words.length);
      return !FEELING.test(rest) && !FEELING.test(nextSentence(part.after));
    })
    .map((match) => hintAt(part, match, 'bare-understanding', 'name-the-feeling'));
}

const nextSentence = (text: string): string => /^[^.!?\n]*/.exec(text.trimStart())?.[0] ?? '';

const OURS =
  '(?:저희 |우리 )?(?:회사|본사|시스템|전산|프로그램|담당 ?부서|다른 부서|배송팀|물류팀|물류|기사님?|기술팀|개발팀|영업팀|매장|대리점|지점|이전 상담사|다른 상담사|전 상담사|상담사|윗분들?|위)';
const COMPANY = [
  new RegExp(
    `${OURS}(?:이|가|은|는|에서|에서는|도)? ?(?:좀 |원래 |늘 |항상 |너무 |자주 |정말 )*(?:엉망|문제가 많|느려|느립|느린|형편없|무책임|일을 안|일을 못|대응을 안|대응이 안|말을 안|이상해|이상합|그래요|그렇습니다|그런 식|별로)`,
    'g',
  ),
  new RegExp(`${OURS}(?:의|이|가)? ?(?:잘못|실수|책임|탓)(?:이|입|으로|때문|한 (?:겁|거|것))`, 'g'),
  new RegExp(`${OURS}(?:이|가|에서)? ?(?:잘못|실수로) ?(?:안내|처리|보내|알려|설명|입력)`, 'g'),
  /(?:회사|규정|방침|정책|본사|위)(?:이|가|에서|은|는)? ?[^.!?]{0,14}(?:어쩔 수 없|저도 (?:답답|이해가 안|화가|모르))/g,
  /저(?:도|희도) (?:회사|본사|이 규정|규정|방침|정책)[^.!?]{0,12}(?:이해가 안|답답|불만|싫)/g,
  /(?:회사|위|본사)에서 (?:시켜서|하라고 해서|그렇게 하래서|못 하게 해서)/g,
  /\b(?:our|the|this) (?:company|system|policy|head office|warehouse|delivery team|other department|sales team|billing team|IT)(?: team| department)? (?:is|are|was|were|always|never|keeps?)\b[^.!?]{0,20}(?:slow|terrible|useless|a mess|bad|broken|wrong|stupid|unfair|messes|fault|answers|does that|does this)/gi,
  /\b(?:that|this|it) (?:is|was) (?:the|another|our) (?:company|department|warehouse|courier|delivery team|sales team|other agent|colleague|agent)(?:'s|’s) (?:fault|mistake|error)/gi,
  /\bI (?:don't|don’t|do not) (?:agree with|like|understand) (?:our|this|the) (?:company|policy|rules?|system)/gi,
  /\b(?:the|my) (?:last|other|previous) (?:agent|colleague) (?:got it wrong|messed|made a mistake|told you wrong)/gi,
];

function companyBlame(part: Part): readonly Hint[] {
  return matches(
    part,
    COMPANY,
    /(?:잘못|실수|책임|탓)[^.!?]{0,8}(?:아닙니다|아니에요|없습니다)/,
  ).map((match) => hintAt(part, match, 'blames-company', 'say-we'));
}

const YOU = '(?:고객님|회원님|손님|본인)(?:께서|이|은|께서는|도|의|이 직접|께서 직접)?';
const CUSTOMER = [
  new RegExp(`${YOU} ?(?:잘못|실수|과실|부주의|착오|탓)(?:이|입|으로|하|때문|한)`, 'g'),
  new RegExp(
    `${YOU} [^.!?]{0,16}(?:잘못 (?:누르|쓰|사용|보|알|입력|적|이해|들으|하)[가-힣]*|안 (?:읽|보|하|들|누르|확인)[가-힣]*|(?:읽|보|확인하|확인|듣|따르)지 (?:않|못하)[가-힣]*)`,
    'g',
  ),
  new RegExp(`${YOU} [^.!?]{0,10}(?:오해|착각)(?:하신 (?:것|거|겁)|하셨|이십|입)`, 'g'),
  /(?:아까|이미|몇 번이나|여러 번|계속|방금|제가 분명히|분명히) [^.!?]{0,10}(?:말씀드렸잖아요|말했잖아요|말씀드렸는데요|안내드렸잖아요|말씀드렸을 텐데요)/g,
  /왜 [^.!?]{0,16}(?:안 (?:하셨|보셨|읽으셨)|않으셨|하셨습니까|하셨어요|그러셨)/g,
  /(?:그렇게|그러시|이렇게) ?[^.!?]{0,8}(?:하시면 안 (?:되죠|되지요|돼요)|쓰시면 안 (?:되죠|되지요|돼요)|시면 곤란)/g,
  /(?:설명서|안내문|약관|계약서|문자)[^.!?]{0,6}(?:안 읽으셨|안 보셨|읽지 않으셨|보지 않으셨)/g,
  /(?:먼저 |미리 )?확인하셨어야/g,
  /\byou (?:should have(?! (?:received|got|gotten|had|been|a|an|the)\b)|shouldn't have|shouldn’t have|ought to have|failed to|forgot to|misunderstood|must have (?:misread|misheard|broken|pressed))\b/gi,
  /\byou (?:didn't|didn’t|did not) (?:read|check|listen|follow|look|pay attention)\b/gi,
  /\b(?:it|that|this) (?:is|was|'s|’s) your (?:own )?(?:fault|mistake|error)\b/gi,
  /\b(?:that's|that’s|it's|it’s) your (?:own )?(?:fault|mistake|error)\b/gi,
  /\b(?:as|like) I(?:'ve|’ve| have)? already (?:told|said|explained)\b/gi,
  /\bwhy (?:didn't|didn’t|did) you\b/gi,
];
/** The same words that take the blame off the customer. */
const NOT_CUSTOMER =
  /(?:잘못|실수|과실|탓|부주의|착오|오해)[^.!?]{0,10}(?:아닙|아니|아닌|없)|않도록|하지 않으셔도|(?:으셔도|셔도) (?:됩|괜찮)|실 수 있|시게|(?:으)?셨(?:는지|을)|not your (?:fault|mistake|error)|(?:was|is)(?:n't|n’t)? (?:not )?you\b/i;

function customerBlame(part: Part): readonly Hint[] {
  return matches(part, CUSTOMER, NOT_CUSTOMER).map((match) =>
    hintAt(part, match, 'blames-customer', 'say-what-happened'),
  );
}

const CERTAIN = [
  /무조건|100 ?(?:%|퍼센트|프로)|백 ?퍼센트|반드시|절대로?|틀림없이|어떤 일이 있어도|무슨 일이 있어도|장담(?:합|하겠|드)|보장(?:합|하겠|해 ?드|됩)/g,
  /100 ?(?:%|per ?cent)|\bguarantee\b|\bdefinitely\b|\babsolutely\b|\bno matter what\b|\bwithout fail\b|\bfor sure\b|\bno problem at all\b/gi,
];
/** A commitment of ours; without one it is an instruction or a question. */
const COMMITS =
  /겠습니다|드릴게요|드립니다|드리죠|할게요|[될할갈올릴낼날] (?:겁니다|거예요|것입니다)|됩니다|장담합|보장합|\b(?:I|we)(?:'ll|’ll| will| can| promise| guarantee)\b|\bit will\b|\byou(?:'ll|’ll| will) (?:get|have|receive)\b|\bgoing to\b/i;
/** What cannot be promised, or is only looked into. */
const CAREFUL =
  /어렵|어려운|없습니다|않습니다|아닙니다|못합니다|드릴 수는|보장하지|장담하지|확인(?:해|한| 후|하고|하겠)|알아보|문의해|여부|가능한지|cannot|can't|can’t|could not|unable|not able|won't|won’t|will not|whether|check|find out|ask (?:my|our|the)/i;
/** The customer is asked to do or not to do something. */
const ASKS = /(?:주십시오|주세요|마십시오|마세요|바랍니다|해야 합니다|하셔야 합니다)[\s.!]*$/;

function certainty(part: Part, approved: readonly string[] | null): readonly Hint[] {
  if (!COMMITS.test(part.text) || CAREFUL.test(part.text) || ASKS.test(part.text)) return [];
  const named = remediesIn(part.text);
  // What is approved may be said as firmly as it is meant.
  const sure =
    approved !== null && named.length > 0 && named.every((one) => isApproved(one, approved));
  const firm = /무조건|100|백 ?퍼센트|어떤 일|무슨 일|no matter/i;
  return matches(part, CERTAIN)
    .filter(({ 0: words }) => !sure || firm.test(words))
    .map((match) => hintAt(part, match, 'over-promise', 'say-what-can-be-done'));
}

/** Remedies customers are promised, each with the words for it in both languages. */
const REMEDIES: readonly RegExp[] = [
  /환불|환급|돌려드리|\brefund|money back/i,
  /교환|새 (?:제품|상품|것)(?:으)?로|바꿔 ?드리|\bexchange|\breplac/i,
  /보상|배상|위로금|\bcompensat/i,
  /할인|깎아|\bdiscount|% off/i,
  /무료|무상|공짜|\bfree\b|at no (?:cost|charge)/i,
  /쿠폰|상품권|\bcoupon|\bvoucher/i,
  /적립금?|포인트|\bpoints\b|\bcredit\b/i,
  /재발송|다시 보내|\bresend|\breship|send (?:it|a new one|another)/i,
  /수리|고쳐|\brepair|\bfix (?:it|your)/i,
  /면제|빼 ?드리|\bwaiv/i,
  /취소해|반품|\bcancel/i,
];

const remediesIn = (text: string): readonly RegExp[] => REMEDIES.filter((one) => one.test(text));

const isApproved = (remedy: RegExp, approved: readonly string[]): boolean =>
  approved.some((option) => remedy.test(option));

function remedies(part: Part, approved: readonly string[] | null): readonly Hint[] {
  const offers = COMMITS.test(part.text) && !CAREFUL.test(part.text) && !ASKS.test(part.text);
  if (approved === null || !offers) return [];
  // Explaining, sending or handing on is no remedy: `환불 절차를 안내해 드리겠습니다`.
  if (
    /안내|설명|말씀드리|전달|연결|요청|접수|여쭤|explain|tell you|pass (?:it|this) on|request/i.test(
      part.text,
    )
  ) {
    return [];
  }
  return remediesIn(part.text)
    .filter((remedy) => !isApproved(remedy, approved))
    .flatMap((remedy) => {
      const match = remedy.exec(part.text);
      return match ? [hintAt(part, match, 'outside-options', 'ask-for-approval')] : [];
    });
}

const CLOCK =
  /(?:오전|오후|저녁|밤|아침|새벽|낮)? ?(?:\d{1,2}시(?: ?\d{1,2}분| ?반)?|\d{1,2}:\d{2}|(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|열한|열두) ?시(?: ?반)?)|\b(?:at )?\d{1,2}(?::\d{2})? ?(?:am|pm|a\.m\.|p\.m\.|o'clock|o’clock)|\bat \d{1,2}(?::\d{2})?\b/i;

/** A time to call that lies where nobody is there. */
function closedTime(text: string, { promisedAt, isOpen }: HintContext): readonly Hint[] {
  if (promisedAt === null || isOpen(promisedAt)) return [];
  const match = CLOCK.exec(text);
  const words = match?.[0].trim() ?? text;
  const start = match ? text.indexOf(words, match.index) : 0;
  return [{ code: 'over-promise', start, end: start + words.length, instead: 'name-an-open-time' }];
}

/** `죄송하지만 성함이` is a courtesy and no apology. */
const APOLOGY =
  /(?:정말 |진심으로 |대단히 |너무 |다시 한번 )?(?:죄송(?:합니다(?!만)|해요|스럽습니다|하게 생각|하게 됐)|미안합니다|사과(?:드립니다|드리겠습니다|의 말씀|를 드립))|\b(?:(?:I am|I'm|I’m|we are|we're|we’re) )?(?:so |very |really |terribly |truly |sincerely )*sorry\b(?!,? (?:could|can|may|would) )|\b(?:I|we) (?:sincerely |do |truly )*apologi[sz]e\b|\bmy apologies\b/gi;

function apologies(text: string, before: number): readonly Hint[] {
  return [...text.matchAll(APOLOGY)].flatMap(({ 0: words, index }, place) =>
    before + place < 1
      ? []
      : [
          {
            code: 'repeated-apology' as const,
            start: index,
            end: index + words.length,
            instead: 'go-on-to-the-solution' as const,
          },
        ],
  );
}

/** How many apologies a text holds, for whoever counts those of a run. */
export function apologiesIn(text: string): number {
  return [...text.matchAll(APOLOGY)].length;
}
