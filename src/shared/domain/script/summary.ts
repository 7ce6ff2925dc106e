import { spokenField, spokenTime } from './spokenTime.ts';
import type { Field, Script } from './script.ts';
import type { RunRow } from './run.ts';

/** What a run comes to in words: for the note of the call, for a lead, for the customer. */

type Language = 'ko' | 'en';

/** What a customer may read of it; who is to blame and what only we know stay here. */
const FOR_CUSTOMER: ReadonlySet<Field['fills']> = new Set([
  'problem',
  'solution',
  'prevention',
  'promise',
]);

interface Line {
  readonly label: string;
  readonly value: string;
}

function linesOf(
  script: Script,
  row: Pick<RunRow, 'fields'>,
  now: number,
  language: Language,
  wanted: (field: Field) => boolean = () => true,
): readonly Line[] {
  return script.fields.filter(wanted).flatMap((field) => {
    const value = spokenField(row.fields[field.id]?.trim() ?? '', now, language);
    return value === '' ? [] : [{ label: field.label[language], value }];
  });
}

/** The first of the fields of a kind that something was written into; empty without one. */
export function filledIn(
  script: Script,
  row: Pick<RunRow, 'fields'>,
  fills: Field['fills'],
): string {
  const field = script.fields.find(({ id, fills: to }) => to === fills && row.fields[id]?.trim());
  return field ? (row.fields[field.id]?.trim() ?? '') : '';
}

/** The field of a script in which the product stands, whichever script it is. */
export const PRODUCT_FIELD = 'product';

/** @returns empty when nobody has written it */
export function productIn({ fields }: Pick<RunRow, 'fields'>): string {
  return (fields[PRODUCT_FIELD] ?? '').trim().replaceAll(/\s+/g, ' ');
}

/**
 * For the note and for whoever takes the call over: one line a field that something was written
 * into, in the order of the script.
 * @param now epoch milliseconds, for times that were promised
 * @returns empty when nothing was written
 */
export function noteOf(
  script: Script,
  row: Pick<RunRow, 'fields'>,
  now: number,
  language: Language,
): string {
  const lines = linesOf(script, row, now, language);
  if (lines.length === 0) return '';
  return [
    `[${script.title[language]}]`,
    ...lines.map(({ label, value }) => `${label}: ${value}`),
  ].join('\n');
}

/**
 * A text to the customer about what was said: to be read once more before it goes.
 * @param promisedAt when they will be called, epoch milliseconds
 */
export function textOf(
  script: Script,
  row: Pick<RunRow, 'fields'>,
  about: { readonly company: string; readonly promisedAt: number | null },
  now: number,
  language: Language,
): string {
  const { company, promisedAt } = about;
  const promised = promisedAt === null ? '' : spokenTime(promisedAt, now, language);
  const agreed = agreedOf(script, row, promisedAt, now, language);
  const head =
    language === 'ko'
      ? '통화로 말씀드린 내용을 알려 드립니다.'
      : 'This is what we told you on the phone.';
  const promise =
    language === 'ko' ? `${promised}에 전화드리겠습니다.` : `We will call you at ${promised}.`;
  return [
    company === '' ? head : `[${company}] ${head}`,
    ...(agreed === '' ? [] : [agreed]),
    ...(promised === '' ? [] : [promise]),
  ].join('\n');
}

/**
 * What a customer may read of a run, one line a field.
 * @param promisedAt told apart from the rest, where it is known; epoch milliseconds
 */
export function agreedOf(
  script: Script,
  row: Pick<RunRow, 'fields'>,
  promisedAt: number | null,
  now: number,
  language: Language,
): string {
  return linesOf(
    script,
    row,
    now,
    language,
    ({ fills, kind }) =>
      FOR_CUSTOMER.has(fills) && !(kind === 'time' && promisedAt !== null && fills === 'promise'),
  )
    .map(({ label, value }) => `${label}: ${value}`)
    .join('\n');
}

/**
 * A note with the block in it: in the place of the one that was put there before and that nobody
 * has changed, else below what was written. Nothing of the agent's is ever taken away.
 */
export function noteWith(note: string, block: string, before: string | null): string {
  if (block === '' || note.includes(block)) return note;
  if (before !== null && before !== '' && note.includes(before)) {
    return note.replace(before, () => block);
  }
  return note.trim() === '' ? block : `${note.trimEnd()}\n\n${block}`;
}

/** The note without the block, where it stands there as it was put. */
export function noteWithout(note: string, block: string): string {
  return note
    .replace(block, () => '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd();
}
