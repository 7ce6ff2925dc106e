/*
 * A record of a customer who cannot be reached must not say or imply debt, nor blame them: the
 * agent is warned, offered other words, and never stopped. DOMAIN.md, Telephone numbers.
 */

export type Implies = 'debt' | 'blame';

export interface LoadedWord {
  /** As it was written. */
  readonly word: string;
  readonly implies: Implies;
  /** Place of its first character. */
  readonly at: number;
}

/** With spaces anywhere: people write 요금 안 냄 and 요금안냄. */
const WORDS: readonly (readonly [Implies, RegExp])[] = [
  [
    'debt',
    /연체(?!동물)|체납|미\s*납|체불|미수금|독촉|추심|채무|부채(?!꼴|춤|질)|빚(?![어은고는])|신용\s*불량|파산|압류|떼\s*먹|먹튀|돈\s*(?:이|을)?\s*(?:없|안\s*내|안\s*냈|못\s*내|못\s*냈|안\s*냄|못\s*냄)|(?:요금|대금|회비|납부|결제|월세|할부금?|이자|카드값)(?:을|를|은|는|이|가)?\s*(?:안\s*(?:냄|냈|함|하|했|됨|된|낸)|안\s+내|못\s*(?:냄|내|냈|함|하|했|낸)|밀[렸리린림]|거부|미이행)|납부\s*(?:지연|기피|불이행)/gu,
  ],
  [
    'blame',
    /잠수(?!부|함|복|교|정|병)|잠적|도망|도주|회피|기피|무시(?:함|하|했|당|중)|씹[음었혔힘]|일부러|고의|핑계|거짓말|뻔뻔|진상|블랙\s*(?:리스트|컨슈머)|불성실|무책임|비협조|연락\s*두절/gu,
  ],
  [
    'debt',
    /\b(?:overdue|arrears|unpaid|delinquen(?:t|cy)|in default|defaulted|debts?|debtor|owes?|owing|bankrupt(?:cy)?|collections?|past due|(?:did|does|has|have|is|are)(?:n[o'’]t| not) (?:yet )?pa(?:y|id|ying)|non-?payment|late payments?|dunning)\b/giu,
  ],
  [
    'blame',
    /\b(?:ghost(?:ed|ing)|dodg(?:es|ed|ing)|avoid(?:s|ing) us|ignor(?:es|ed|ing)|hiding|liar|l(?:ied|ying)|excuses?|on purpose|deliberately|irresponsible|uncooperative|blacklist(?:ed)?|deadbeat)\b/giu,
  ],
];

/** Words that imply debt or blame, in the order in which they stand. */
export function loadedWordsIn(text: string): LoadedWord[] {
  const written = text.normalize('NFC');
  return WORDS.flatMap(([implies, pattern]) =>
    [...written.matchAll(pattern)].map(({ 0: word, index: at }) => ({ word, implies, at })),
  ).toSorted((a, b) => a.at - b.at);
}

/**
 * The same text with each sentence that holds such a word put into `words` of its kind, which say
 * only what is known. Neighbours that become the same sentence are said once.
 */
export function reworded(text: string, words: Readonly<Record<Implies, string>>): string {
  const sentences = text.normalize('NFC').match(/[^.!?\n]*(?:[.!?]+[ \t]*|\n+|$)/gu) ?? [];
  const kept: string[] = [];
  for (const sentence of sentences) {
    if (sentence === '') continue;
    const [loaded] = loadedWordsIn(sentence);
    const end = /\n+$/u.exec(sentence)?.[0] ?? (/[ \t]$/u.test(sentence) ? ' ' : '');
    const next = loaded ? `${words[loaded.implies]}${end}` : sentence;
    if (loaded && kept.at(-1)?.trim() === next.trim()) continue;
    kept.push(next);
  }
  return kept.join('').trimEnd();
}
