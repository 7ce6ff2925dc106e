import { guessMapping } from './columns.ts';
import type { Mapping } from './columns.ts';
import { readCsv } from './csv.ts';
import type { Separator, TableRow } from './csv.ts';
import { decodeText } from './decodeText.ts';
import { LARGEST_FILE, MOST_ROWS } from './limits.ts';
import type { TextEncoding } from './decodeText.ts';
import { readCards } from './readCards.ts';
import { readTable } from './readPeople.ts';
import type { ReadPeople, RefusedRow } from './readPeople.ts';
import { looksLikeVcard, readVcards } from './vcard.ts';

/** Why a file is not read at all. */
export const FILE_FAULTS = ['too-large', 'too-many', 'empty', 'not-text'] as const;
export type FileFault = (typeof FILE_FAULTS)[number];

export interface ReadTable {
  readonly kind: 'csv';
  readonly encoding: TextEncoding;
  readonly separator: Separator;
  readonly rows: readonly TableRow[];
  readonly broken: readonly RefusedRow[];
  /** As guessed. */
  readonly mapping: Mapping;
}

export interface ReadCards extends ReadPeople {
  readonly kind: 'vcard';
  readonly encoding: TextEncoding;
}

export type ReadFile = { readonly fault: FileFault } | ReadTable | ReadCards;

/** The first look at a file; a table still has to be told what its columns are. Never throws. */
export function readContactsFile(bytes: Uint8Array): ReadFile {
  if (bytes.length > LARGEST_FILE) return { fault: 'too-large' };
  const { text, encoding } = decodeText(bytes);
  if (text.trim() === '') return { fault: 'empty' };
  // A picture, a spreadsheet in its own form, a program: text has no zero characters.
  if (text.includes('\u0000') || text.startsWith('PK\u0003\u0004')) return { fault: 'not-text' };
  if (looksLikeVcard(text)) {
    const { cards, broken } = readVcards(text);
    if (cards.length > MOST_ROWS) return { fault: 'too-many' };
    const read = readCards(cards);
    return {
      kind: 'vcard',
      encoding,
      people: read.people,
      refused: [...read.refused, ...broken.map(brokenAt)].sort((a, b) => a.line - b.line),
    };
  }
  const { separator, rows, broken } = readCsv(text);
  if (rows.length === 0 && broken.length === 0) return { fault: 'empty' };
  // The header is no row of anybody's.
  if (rows.length > MOST_ROWS + 1) return { fault: 'too-many' };
  return {
    kind: 'csv',
    encoding,
    separator,
    rows,
    broken: broken.map(brokenAt),
    mapping: guessMapping(rows),
  };
}

/** The people of a table, once its columns are known. */
export function readMapped(table: ReadTable, mapping: Mapping): ReadPeople {
  const { people, refused } = readTable(table.rows, mapping);
  return { people, refused: [...refused, ...table.broken].sort((a, b) => a.line - b.line) };
}

function brokenAt(line: number): RefusedRow {
  return { line, reason: 'broken', text: '' };
}
