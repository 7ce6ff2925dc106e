/*
 * The words by which a reply to offered times is read. What is not in here is not understood, and a
 * reply that is not understood whole is left to the agent.
 */

/** Something is not wanted, not possible, or meant otherwise. */
export const REFUSALS = new RegExp(
  [
    '말고|말구|아니|아닌|아뇨|안\\s*(?:돼|되|될|됩|된|가능|괜찮|맞|나|해|하)|못|취소|빼고|빼구|제외|어렵|어려|힘들',
    '곤란|불가|싫|별로|변경|바꿔|바꾸|바뀌|다른|다시|미뤄|미루|연기|당겨|앞당|마세요|마십시오|말아|않|없',
    '됐어|됐습|필요\\s*없|상관|아무|나중|보류|둘\\s*다|모두|거절|거부',
    "\\b(?:not|don'?t|can'?t|cannot|won'?t|isn'?t|never|cancel|except|instead|another|neither|none|nope|unable|sorry|either|any|both|but)\\b",
    // `No. 2` is a number.
    '\\bno\\b(?!\\s*\\.?\\s*\\d)',
    '[❌✖✗👎🙅🚫⛔]',
  ].join('|'),
  'u',
);

/** It asks back. */
export const QUESTIONS =
  /[?🤔]|나요|까요|ㄹ까|는지|인가|건가|던가|언제|몇\s*시|어떤|어느|혹시|\b(?:what|which|when|why|how|could|maybe|perhaps|if)\b/u;

/** Somebody else's words, or one's own repeated. */
export const QUOTES =
  /^\s*[>＞]|["“”「」『』«»]|-{3,}|\bwrote:|님이\s*(?:작성|보낸)|원본\s*(?:메시지|메일)/mu;

/** What is polite, or says nothing of which; the longest first, so that no word ends in another. */
const POLITE_KO = [
  ...[
    '안녕하세요',
    '안녕하십니까',
    '안녕하셔요',
    '네네',
    '넵넵',
    '네',
    '넵',
    '넹',
    '넴',
    '예',
    '옙',
  ],
  ...['응', '음', '그럼', '그러면', '그냥', '저는', '저', '제가', '나는', '제일', '가장'],
  ...[
    '시간대로',
    '시간대',
    '시간으로',
    '시간',
    '시각',
    '타임',
    '때',
    '일정',
    '예약',
    '콜백',
    '상담',
  ],
  ...[
    '선택지',
    '선택',
    '항목',
    '옵션',
    '번호',
    '중에서',
    '중에',
    '중',
    '것으로',
    '것',
    '걸로',
    '거로',
  ],
  ...['걸', '거', '게', '쪽으로', '쪽', '전화', '통화', '연락', '그때', '쯤', '경', '정도', '맨'],
  ...[
    '으로요',
    '으로',
    '로요',
    '로',
    '이요',
    '이에요',
    '이예요',
    '예요',
    '에요',
    '입니다',
    '임니다',
  ],
  ...['이여', '여', '임', '요', '이', '가', '은', '는', '을', '를', '에', '의', '만'],
  ...['좋을 것 같습니다', '좋을 것 같아요', '좋을것같아요', '좋겠습니다', '좋겠어요', '좋겠네요'],
  ...['좋습니다', '좋아요', '좋네요', '좋음', '좋아', '괜찮을 것 같아요', '괜찮습니다', '괜찮아요'],
  ...['괜찮네요', '가능합니다', '가능해요', '가능하세요', '가능', '편합니다', '편해요', '편하네요'],
  ...['편할 것 같아요', '낫겠습니다', '낫겠어요', '나을 것 같아요', '됩니다', '돼요', '되요'],
  ...['될 것 같습니다', '될 것 같아요', '되겠습니다', '적당합니다', '확인했습니다', '확인'],
  ...['부탁드리겠습니다', '부탁드립니다', '부탁드려요', '부탁드릴게요', '부탁드릴께요', '부탁드림'],
  ...['부탁합니다', '부탁해요', '부탁할게요', '부탁', '해주시면 됩니다', '해주시면 돼요'],
  ...['해주시면 감사하겠습니다', '해 주시면 감사하겠습니다', '해주시면 좋겠습니다'],
  ...['해주시면 좋겠어요', '주시면 감사하겠습니다', '주시면 됩니다', '주시면 좋겠습니다'],
  ...[
    '해주시기 바랍니다',
    '주시기 바랍니다',
    '해주십시오',
    '해주세요',
    '해주세용',
    '해줘요',
    '해줘',
  ],
  ...['해 주십시오', '해 주세요', '주십시오', '주세요', '주세용', '바랍니다', '바래요'],
  ...['하겠습니다', '할게요', '할께요', '할래요', '하죠', '합니다', '해요', '하고 싶어요'],
  ...['하고 싶습니다', '받겠습니다', '받을게요', '받을께요', '기다리겠습니다', '기다릴게요'],
  ...['고를게요', '고르겠습니다', '골랐습니다', '정할게요', '정하겠습니다', '드립니다', '원합니다'],
  ...['원해요', '희망합니다', '희망해요', '희망', '감사하겠습니다', '감사드립니다', '감사합니다'],
  ...['감사해요', '감사', '고맙습니다', '고마워요', '수고하세요', '수고하십시오', '고생하세요'],
  ...['뵙겠습니다', '뵐게요', '오케이', '오키', 'ㅇㅋ', 'ㅇㅇ'],
];

const POLITE_EN = [
  ...['hello', 'hi', 'yes', 'yeah', 'yep', 'please', 'pls', 'plz', 'thank you', 'thanks', 'thx'],
  ...['the', 'option', 'slot', 'number', 'no', 'choice', 'time', 'for me', 'for us', 'works'],
  ...['work', 'is', 'it', "it's", 'good', 'great', 'fine', 'okay', 'ok', 'perfect', 'best'],
  ...["i'd", "i'll", 'i', 'would', 'will', 'like', 'prefer', 'choose', 'pick', 'take', 'want'],
  ...['go', 'with', 'on', 'call', 'me', 'us', 'you', 'can', 'do', "let's", 'lets', 'sounds'],
  ...['be', 'suits', 'a', 'to', 'my', 'we', 'book', 'at'],
];

const escaped = (word: string): string =>
  word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s*');
const alternatives = (words: readonly string[]): string =>
  words
    .toSorted((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');

/** Sticky: what may stand at a place and says nothing. */
export const POLITE = new RegExp(
  `(?:${alternatives(POLITE_KO)}|ㅎ+|ㅋ+|(?:${alternatives(POLITE_EN)})(?![a-z'0-9]))`,
  'uy',
);

/** What may follow a bare number: an end, a mark, or a word that makes no other unit of it. */
export const AFTER_NUMBER =
  '(?=\\s*(?:$|[^\\p{L}\\p{N}\\s]|으로|로|이요|요|이에요|예요|에요|입니다|이여|여|임|이\\s|가\\s|을|를|은\\s|는\\s' +
  '|부탁|선택|할게|할께|하겠|할래|해\\s?주|전화|연락|좋|가능|괜찮|감사|고맙|네|please|pls|plz|thank|thx|is\\b|works|good|great|fine|ok))';
