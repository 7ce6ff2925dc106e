import type { Mapping } from '#shared/domain/contact/columns.ts';
import type { ContactFields } from '#shared/domain/contact/contact.ts';
import type { TextEncoding } from '#shared/domain/contact/decodeText.ts';
import type { Separator } from '#shared/domain/contact/csv.ts';
import type { FileFault, ReadCards, ReadTable } from '#shared/domain/contact/readFile.ts';
import type { RefusedRow } from '#shared/domain/contact/readPeople.ts';

export type FileQuestion =
  | { readonly ask: 'open'; readonly bytes: Uint8Array }
  | { readonly ask: 'map'; readonly mapping: Mapping }
  | { readonly ask: 'piece'; readonly from: number; readonly count: number };

export interface NumberAt {
  readonly line: number;
  readonly number: string;
}

/** What the rows of a file came to. */
export interface Found {
  readonly people: number;
  readonly refused: RefusedRow[];
  /** Numbers that got their zero back. */
  readonly corrected: NumberAt[];
  /** Numbers left out of somebody who has another. */
  readonly dropped: NumberAt[];
}

export interface FileSummary {
  readonly encoding: TextEncoding;
  /** null for vCards. */
  readonly table: {
    readonly separator: Separator;
    readonly mapping: Mapping;
    /** The first rows, to see what a column holds. */
    readonly sample: readonly (readonly string[])[];
  } | null;
}

export interface FileAnswer {
  readonly fault?: FileFault;
  readonly file?: FileSummary;
  readonly found?: Found;
  readonly piece?: { readonly line: number; readonly fields: ContactFields }[];
}

const SAMPLE_ROWS = 4;
const SAMPLE_LENGTH = 60;

export function summaryOf(file: ReadTable | ReadCards): FileSummary {
  if (file.kind === 'vcard') return { encoding: file.encoding, table: null };
  const { encoding, separator, mapping, rows } = file;
  const sample = rows
    .slice(0, SAMPLE_ROWS)
    .map(({ cells }) => cells.map((cell) => cell.slice(0, SAMPLE_LENGTH)));
  return { encoding, table: { separator, mapping, sample } };
}
