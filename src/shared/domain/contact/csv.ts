import { parse } from 'csv-parse/browser/esm/sync';
import type { CsvError } from 'csv-parse/browser/esm/sync';

export type Separator = ',' | ';' | '\t';

export interface TableRow {
  /** In the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly separator: Separator;
  /** Without empty ones. */
  readonly rows: readonly TableRow[];
  /** Lines at which a row begins that could not be read as one: a quote that never ends. */
  readonly broken: readonly number[];
}

/** Longer than any row of an address book with a photo's address in it. */
const LONGEST_ROW = 200_000;

/** Never throws: what cannot be read is named in `broken`. */
export function readCsv(text: string): Table {
  // Excel's own first line, `sep=;`.
  const told = /^sep=([,;\t])\r?\n/i.exec(text);
  const separator = (told?.[1] as Separator | undefined) ?? likelySeparator(text);
  // One kind of line end: the parser counts a \r\n inside quotes as two lines.
  const body = (told ? text.slice(told[0].length) : text).replace(/\r\n?/g, '\n');
  const skippedLines = told ? 1 : 0;
  const broken: number[] = [];
  const rows: TableRow[] = [];
  let nextLine = 1;
  try {
    parse(body, {
      delimiter: separator,
      quote: '"',
      relax_column_count: true,
      // A stray quote inside a field is a quote.
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_ROW,
      record_delimiter: '\n',
      on_record: (cells: string[], { lines }) => {
        // `lines` is the last line of the row; a quoted field may have run over several.
        const line = Math.max(nextLine, lines - lineBreaks(cells));
        nextLine = lines + 1;
        if (cells.some((cell) => cell.trim() !== '')) {
          rows.push({ line: line + skippedLines, cells });
        }
        // Kept here, so that a file that breaks off half-way still has the rows before.
        return null;
      },
    });
  } catch (error) {
    if (!isCsvError(error)) throw error;
    broken.push(nextLine + skippedLines);
  }
  return { separator, rows, broken };
}

function lineBreaks(cells: readonly string[]): number {
  return cells.reduce((count, cell) => count + (cell.match(/\n/g)?.length ?? 0), 0);
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}

/** The one that stands most often outside quotes in the first line that has any. */
function likelySeparator(text: string): Separator {
  for (const line of text.slice(0, 65_536).split(/\r\n|\n|\r/, 20)) {
    const bare = line.replace(/"(?:[^"]|"")*"?/g, '');
    const counts = ([',', ';', '\t'] as const).map(
      (separator) => [separator, bare.split(separator).length - 1] as const,
    );
    const [best] = counts.sort(([, one], [, other]) => other - one);
    if (best && best[1] > 0) return best[0];
  }
  return ',';
}
