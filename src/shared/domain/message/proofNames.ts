import type { ReadText, Spot } from './readText.ts';

/** Whose name stands in the text: this customer's, with 님, and nobody else's. */

type NameKind = 'other-name' | 'bare-name';

const HANGUL_NAME = /^[가-힣]{2,5}$/;
const CALLED = /^ ?(?:고객님|회원님|님|선생님|고객|사장님|어머님|아버님)/;
/** Right behind a whole name; another syllable would make it another word. */
const PARTICLE = /^(?:[이가은는을를도의과와]|에게|께|께서|이라|입니다)?(?![가-힣])/;
/** What a name stands behind where it needs no 님. */
const FIELD = /(?:[:：]|예금주|성함|이름|성명|명의) ?$/;
/** More names than a desk talks to in a day are not looked for. */
const MOST_NAMES = 200;

function placesOf(text: string, name: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (!/[가-힣A-Za-z]/.test(text[at - 1] ?? ' ')) places.push(at);
  }
  return places;
}

export function namesIn(
  { text }: ReadText,
  customer: string | null,
  others: readonly string[],
): readonly Spot<NameKind>[] {
  const own = customer?.normalize('NFC').trim() ?? '';
  const spots: Spot<NameKind>[] = [];
  const add = (kind: NameKind, from: number, name: string, offer: string | null): void => {
    if (spots.some((one) => one.from === from)) return;
    spots.push({ kind, severity: 'look', from, to: from + name.length, offer });
  };
  const strangers = [...new Set(others.map((name) => name.normalize('NFC').trim()))]
    .filter((name) => name.length >= 2 && name !== own && !own.includes(name))
    .slice(0, MOST_NAMES);
  for (const name of strangers) {
    for (const at of placesOf(text, name)) {
      const after = text.slice(at + name.length, at + name.length + 8);
      // Two syllables may be a word: with 님 they are a name.
      const called = CALLED.test(after) || (name.length > 2 && PARTICLE.test(after));
      if (called) add('other-name', at, name, own || null);
    }
  }
  if (HANGUL_NAME.test(own)) {
    // 김하눌 고객님: a slip in the name that is known.
    for (const { 0: name, index } of text.matchAll(
      /(?<![가-힣])[가-힣]{2,5}?(?= ?(?:고객님|님))/g,
    )) {
      if (isSlipOf(own, name)) add('other-name', index, name, own);
    }
    for (const at of placesOf(text, own)) {
      const after = text.slice(at + own.length, at + own.length + 8);
      const bare = !CALLED.test(after) && PARTICLE.test(after) && own.length > 2;
      if (bare && !FIELD.test(text.slice(Math.max(0, at - 6), at)))
        add('bare-name', at, own, `${own}님`);
    }
  }
  // 고객이, 고객을: said of somebody, not to them.
  for (const { 0: said, index } of text.matchAll(
    /(?<![가-힣])고객(?=(?:이|은|을|에게|의|께서|께)[ ,.])/g,
  )) {
    add('bare-name', index, said, '고객님');
  }
  return spots;
}

/** Of as many syllables, and one of them is another. */
function isSlipOf(own: string, name: string): boolean {
  if (own.length !== name.length || own.length < 3) return false;
  return [...own].filter((syllable, at) => syllable !== name[at]).length === 1;
}
