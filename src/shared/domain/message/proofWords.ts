import { particleOf, withParticles } from '../text/particles.ts';
import type { ReadText, Spot } from './readText.ts';

/*
 * Slips of the fingers: spaces and words twice, particles that do not go with what was filled in, and
 * the few spellings that are wrong wherever they stand. What is right in one sentence and wrong in
 * another is left alone: there is no dictionary here (docs/adr/0008).
 */

type WordKind = 'doubled-space' | 'doubled-word' | 'particle' | 'spelling';

export function slipsIn(read: ReadText): readonly Spot<WordKind>[] {
  return [
    ...doubledSpaces(read),
    ...doubledWords(read),
    ...doubledParticles(read),
    ...openParticles(read),
    ...wrongParticles(read),
    ...misspelt(read),
  ];
}

const spot = <Kind extends WordKind>(
  kind: Kind,
  from: number,
  said: string,
  offer: string | null,
): Spot<Kind> => ({ kind, severity: 'look', from, to: from + said.length, offer });

function doubledSpaces({ text }: ReadText): readonly Spot<WordKind>[] {
  return [...text.matchAll(/(?<=[^ \n]) {2,}(?=[^ \n])/g)].map(({ 0: said, index }) =>
    spot('doubled-space', index, said, ' '),
  );
}

/** Said twice on purpose. */
const TWICE = new Set([
  '하나',
  '조금',
  '정말',
  '너무',
  '매우',
  '많이',
  '거듭',
  '천천히',
  '그때',
  '하루',
  '한분',
  'had',
  'that',
  'very',
  'bye',
]);

function doubledWords({ text }: ReadText): readonly Spot<WordKind>[] {
  const words = [...text.matchAll(/[\p{L}\p{M}]+/gu)];
  return words.flatMap(({ 0: word, index }, at) => {
    const next = words[at + 1];
    if (next?.[0].toLowerCase() !== word.toLowerCase() || [...word].length < 2) return [];
    if (TWICE.has(word.toLowerCase())) return [];
    const between = text.slice(index + word.length, next.index);
    if (!/^ +$/.test(between)) return [];
    return [spot('doubled-word', index, word + between + next[0], word)];
  });
}

/** None of them ends a word: `마을을` and `국가가` are right, and not among them. */
const PARTICLE_TWICE =
  /(?<=[가-힣])(?:를를|을를|를을|은는|에에|님님|께서께서|에서에서|으로으로|까지까지|부터부터)(?=[\s,.!?]|$)/g;

function doubledParticles({ text }: ReadText): readonly Spot<WordKind>[] {
  return [...text.matchAll(PARTICLE_TWICE)].map(({ 0: said, index }) => {
    const before = text[index - 1] ?? '';
    const offer =
      said === '을를' || said === '를을'
        ? particleOf(before, '을/를')
        : said === '은는'
          ? particleOf(before, '은/는')
          : said.slice(said.length / 2);
    return spot('doubled-word', index, said, offer);
  });
}

/** `예약이(가)`: an open place that nobody has closed. */
function openParticles({ text }: ReadText): readonly Spot<WordKind>[] {
  return [...text.matchAll(/[^\s]{0,20}?(?:이\(가\)|을\(를\)|은\(는\)|과\(와\)|\(으\)로)/g)].map(
    ({ 0: said, index }) => spot('particle', index, said, withParticles(said)),
  );
}

const PAIRS: Readonly<Record<string, string>> = {
  ...{ 이: '이/가', 가: '이/가', 을: '을/를', 를: '을/를', 은: '은/는', 는: '은/는' },
  ...{ 과: '과/와', 와: '과/와', 으로: '으로/로', 로: '으로/로' },
};
/** What is filled in ends so: a number, its unit, a name with 님. */
const FILLED =
  /(?<=\d|\d(?:시|분|일|월|원|호|층|건|번|명|개)|[가-힣]님|[월화수목금토일]요일|\))(이|가|을|를|은|는|과|와|으로|로)(?=[\s,.!?]|$)/g;
/** Right by no sound at all; words that end so by themselves are left out. */
const BY_SOUND = /([가-힣]{1,8})(를|을|으로|와)(?=[\s,.!?]|$)/g;
const WORDS_OF_THEIR_OWN = /(?:가을|마을|노을|고을|거을|도와|쇼와)$/;

function wrongParticles({ text }: ReadText): readonly Spot<WordKind>[] {
  const found = new Map<number, Spot<WordKind>>();
  const judge = (word: string, particle: string, at: number): void => {
    const right = particleOf(word, PAIRS[particle] ?? '');
    if (right !== '' && right !== particle) found.set(at, spot('particle', at, particle, right));
  };
  for (const { 0: particle, index } of text.matchAll(FILLED)) {
    // Of `11/26(목)은` the letter in the brackets is what sounds.
    judge(text.slice(Math.max(0, index - 4), index), particle, index);
  }
  for (const { 0: said, 1: word = '', 2: particle = '', index } of text.matchAll(BY_SOUND)) {
    if (!WORDS_OF_THEIR_OWN.test(said)) judge(word, particle, index + word.length);
  }
  return [...found.values()];
}

/** Wrong in every sentence there is. */
const SPELLINGS: readonly (readonly [RegExp, string | ((said: string) => string)])[] = [
  [/몇일/g, '며칠'],
  [/되요/g, '돼요'],
  [/됬/g, '됐'],
  [/않됩니다/g, '안 됩니다'],
  [/않돼/g, '안 돼'],
  [/([할갈올줄릴낼볼될날길])께요/g, (said) => said.replace('께', '게')],
  [/뵈요/g, '봬요'],
  [/어떻해/g, '어떡해'],
  [/왠만/g, '웬만'],
  [/웬지/g, '왠지'],
  [/오랫만/g, '오랜만'],
  [/(?<![가-힣])금새(?= )/g, '금세'],
  [/일일히/g, '일일이'],
  [/번번히/g, '번번이'],
  [/깨끗히/g, '깨끗이'],
  [/갯수/g, '개수'],
  [/댓가/g, '대가'],
  [/(?<![가-힣])구지(?= )/g, '굳이'],
  [/읍니다/g, '습니다'],
  [/바램니다/g, '바랍니다'],
  [/바래요/g, '바라요'],
  [/빠른 시일내/g, '빠른 시일 내'],
  [/\bteh\b/gi, 'the'],
  [/\brecieve/gi, 'receive'],
];
function misspelt({ text }: ReadText): readonly Spot<WordKind>[] {
  return SPELLINGS.flatMap(([wrong, right]) =>
    [...text.matchAll(wrong)].map(({ 0: said, index }) =>
      spot('spelling', index, said, typeof right === 'string' ? right : right(said)),
    ),
  );
}
