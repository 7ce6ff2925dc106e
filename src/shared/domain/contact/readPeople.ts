import { cleanFields } from './cleanFields.ts';
import { contactFault, NOBODY } from './contact.ts';
import type { ContactFields, ContactNumber, NumberLabel } from './contact.ts';
import { isNumberRole, labelFromWord } from './columns.ts';
import type { Mapping } from './columns.ts';
import { readContactNumber } from './contactNumber.ts';
import type { TableRow } from './csv.ts';
import { UNREADABLE } from './decodeText.ts';
import { isFixedLine, likelyLabel } from './numberKind.ts';

/** Why a row of a file becomes nobody. */
export const REFUSALS = ['no-name', 'no-way', 'number', 'rounded', 'unreadable', 'broken'] as const;
export type Refusal = (typeof REFUSALS)[number];

export interface ReadPerson {
  /** Where they begin in the file, from 1. */
  readonly line: number;
  readonly fields: ContactFields;
  /** Numbers that got back the zero a spreadsheet had taken. */
  readonly corrected: readonly string[];
  /** Numbers that could not be read and are left out; the person has another way. */
  readonly dropped: readonly string[];
}

export interface RefusedRow {
  readonly line: number;
  readonly reason: Refusal;
  /** What the row said, cut, to be recognised by. */
  readonly text: string;
}

export interface ReadPeople {
  readonly people: readonly ReadPerson[];
  readonly refused: readonly RefusedRow[];
}

/** What was found in a row or a card, before it is known to be somebody. */
export interface Draft {
  readonly line: number;
  readonly text: string;
  readonly fields: ContactFields;
  readonly corrected: readonly string[];
  readonly dropped: readonly string[];
}

const SHOWN = 120;

function judge(draft: Draft): ReadPerson | RefusedRow {
  const { line, corrected, dropped, text } = draft;
  const refuse = (reason: Refusal): RefusedRow => ({ line, reason, text: text.slice(0, SHOWN) });
  if (text.includes(UNREADABLE)) return refuse('unreadable');
  const fields = cleanFields(draft.fields);
  const fault = contactFault(fields);
  if (fault === 'no-way' && dropped.length > 0) {
    // 1.01235E+09: what Excel no longer shows, it has no longer written.
    return refuse(dropped.some(isRounded) ? 'rounded' : 'number');
  }
  return fault === null ? { line, fields, corrected, dropped } : refuse(fault);
}

function isRounded(text: string): boolean {
  return /^\d(?:\.\d+)?E\+?\d+$/i.test(text.trim());
}

export function sortOut(drafts: Iterable<Draft>): ReadPeople {
  const people: ReadPerson[] = [];
  const refused: RefusedRow[] = [];
  for (const draft of drafts) {
    const judged = judge(draft);
    if ('reason' in judged) refused.push(judged);
    else people.push(judged);
  }
  return { people, refused };
}

/** The people of a table, by what its columns hold. */
export function readTable(rows: readonly TableRow[], mapping: Mapping): ReadPeople {
  return sortOut(rows.slice(mapping.headed ? 1 : 0).map((row) => draftOfRow(row, mapping)));
}

function draftOfRow({ line, cells }: TableRow, { columns }: Mapping): Draft {
  const texts = new Map<string, string[]>();
  const numbers: ContactNumber[] = [];
  const corrected: string[] = [];
  const dropped: string[] = [];
  for (const [index, column] of columns.entries()) {
    const cell = cells[index]?.trim() ?? '';
    if (cell === '' || column.role === 'unused') continue;
    if (!isNumberRole(column.role)) {
      texts.set(column.role, [...(texts.get(column.role) ?? []), cell]);
      continue;
    }
    const told = column.labelColumn === undefined ? '' : (cells[column.labelColumn] ?? '');
    for (const piece of numbersIn(cell)) {
      const read = readContactNumber(piece, true);
      if (!read) {
        dropped.push(piece);
        continue;
      }
      if (read.corrected) corrected.push(read.number);
      const { number, e164 } = read;
      numbers.push({ label: labelOf(column.role, told, number), number, e164 });
    }
  }
  const text = (role: string): string => texts.get(role)?.join(' ') ?? '';
  const [email = '', ...moreEmails] = (texts.get('email') ?? []).flatMap((cell) => pieces(cell));
  return {
    line,
    text: cells.filter((cell) => cell.trim() !== '').join(', '),
    corrected,
    dropped,
    fields: {
      ...NOBODY,
      name: text('name') || fullName(text('familyName'), text('givenName')),
      organisation: text('organisation'),
      numbers,
      email,
      note: [...(texts.get('note') ?? []), ...moreEmails].join('\n'),
      tags: (texts.get('tags') ?? []).flatMap((cell) => tagsIn(cell)),
    },
  };
}

function labelOf(role: NumberLabel, told: string, number: string): NumberLabel {
  if (told !== '') return labelFromWord(told);
  // A column of mobile numbers holds an office line now and then.
  const doubtful = role === 'other' || (role === 'mobile' && isFixedLine(number));
  return doubtful ? likelyLabel(number) : role;
}

/** 김 + 하늘 is 김하늘; Kim + Haneul is Haneul Kim. */
export function fullName(family: string, given: string): string {
  if (family === '' || given === '') return family || given;
  return /[가-힣]/.test(family + given) ? `${family}${given}` : `${given} ${family}`;
}

/**
 * The numbers of a cell: several may stand in one, with a word about them in brackets, and
 * 02-123-4567~8 is a row of lines of which the first is called.
 */
function numbersIn(cell: string): string[] {
  const bare = cell
    .replace(/\([^()\d]*\)/g, ' ')
    .replace(/\(\s*내선[^()]*\)|내선\s*\d+$/g, ' ')
    .trim();
  return (bare === '' ? [cell] : pieces(bare)).map((piece) => piece.replace(/\s*~\s*\d+$/, ''));
}

/** Google puts ` ::: ` between several values of one kind. */
function pieces(cell: string): string[] {
  return cell
    .split(/\s*:::\s*|[\n\r;]+|\s*[,/]\s*/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}

/** Google writes its own groups as `* myContacts`: they say nothing about anybody. */
function tagsIn(cell: string): string[] {
  return pieces(cell).filter((tag) => !tag.startsWith('* '));
}
