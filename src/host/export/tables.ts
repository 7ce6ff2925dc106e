import type { CellValue, ColumnType } from '#shared/domain/export/columns.ts';
import type { WallClock } from '#shared/domain/export/moment.ts';
import { BYTE_ORDER_MARK, csvLine } from '#shared/domain/text/csv.ts';
import type { PartFile } from './partFile.ts';

export interface TableColumn {
  readonly id: string;
  readonly type: ColumnType;
  readonly heading: string;
}

/** Writes tables one after the other, row by row. */
export interface TableWriter {
  begin(title: string, columns: readonly TableColumn[]): void;
  row(values: readonly CellValue[]): void;
  end(): void;
  finish(): void;
}

/** UTF-8 with a byte order mark, RFC 4180. */
export function csvTables(file: PartFile, clock: WallClock): TableWriter {
  let columns: readonly TableColumn[] = [];
  return {
    begin(_title, given) {
      columns = given;
      file.write(BYTE_ORDER_MARK + csvLine(columns.map(({ heading }) => heading)));
    },
    row: (values) =>
      file.write(csvLine(values.map((value, at) => spoken(value, columns[at]?.type, clock)))),
    end: () => undefined,
    finish: () => undefined,
  };
}

function spoken(value: CellValue, type: ColumnType | undefined, clock: WallClock): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (type === 'moment') return clock.spoken(value);
  return String(type === 'duration' ? secondsOf(value) : value);
}

/** One object a line, by the ids of the columns; moments with their offset, durations in seconds. */
export function jsonTables(file: PartFile, clock: WallClock): TableWriter {
  let columns: readonly TableColumn[] = [];
  return {
    begin(_title, given) {
      columns = given;
    },
    row(values) {
      const pairs = columns.map(({ id, type }, at) => {
        const value = values[at] ?? null;
        if (typeof value !== 'number') return [id, value] as const;
        if (type === 'moment') return [id, clock.iso(value)] as const;
        return [id, type === 'duration' ? secondsOf(value) : value] as const;
      });
      file.write(`${JSON.stringify(Object.fromEntries(pairs))}\n`);
    },
    end: () => undefined,
    finish: () => undefined,
  };
}

export function secondsOf(ms: number): number {
  return Math.round(ms / 1_000);
}
