import type { ReadText, Spot } from './readText.ts';

/*
 * What was to be filled in. A template leaves no hole (domain/outbox/template.ts); what is typed by
 * hand, pasted, or said of an unknown name does.
 */

/** Surely none of them is meant to be read by a customer. */
const HOLES: readonly RegExp[] = [
  /\{[^{}\n]{0,40}\}/g,
  /(?<![A-Za-z0-9])[O○◯〇]{2,8}(?![A-Za-z0-9])/g,
  // The letter as it is typed, and as it is composed.
  /(?<![ㄱ-ㅣ\u1100-\u1112])[ㅇㅁ\u110B\u1106]{2,8}(?![ㄱ-ㅣ\u1100-\u1112])/g,
  /_{2,}/g,
  /[□■]{2,}/g,
  /[<[(](?:고객|회사|상담사|담당자|업체|상품)명[>\])]/g,
];

/** These may be meant: a heading, a pause. */
const LIKELY: readonly RegExp[] = [
  /<[^<>{}\n]{0,40}>/g,
  /[{}]/g,
  // What a script leaves where nothing is known: `… 고객님`.
  /(?:…|\.{3})(?= ?(?:고객님|님|에 |까지|으?로 |을 |를 |시에|분께))/g,
];

export function holesIn({ text }: ReadText): readonly Spot<'unfilled'>[] {
  const sure = HOLES.flatMap((hole) => [...text.matchAll(hole)]).map((match) =>
    spot(match, 'stop'),
  );
  const within = ({ index }: RegExpExecArray): boolean =>
    sure.some(({ from, to }) => from <= index && index < to);
  const likely = LIKELY.flatMap((hole) => [...text.matchAll(hole)]).filter((one) => !within(one));
  return [...sure, ...likely.map((match) => spot(match, 'look'))];
}

function spot(match: RegExpExecArray, severity: 'stop' | 'look'): Spot<'unfilled'> {
  const { 0: said, index } = match;
  return { kind: 'unfilled', severity, from: index, to: index + said.length, offer: null };
}
