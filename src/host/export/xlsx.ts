import type { CellValue, ColumnType } from '#shared/domain/export/columns.ts';
import type { WallClock } from '#shared/domain/export/moment.ts';
import type { PartFile } from './partFile.ts';
import type { TableColumn, TableWriter } from './tables.ts';
import { secondsOf } from './tables.ts';
import { zipInto } from './zip.ts';

/**
 * A workbook as ECMA-376 part 1 §18 has it, written as it comes. Texts are inline strings, which no
 * program takes for a formula or a number; a table that is too long for a sheet goes on in the next.
 */

/** What a spreadsheet holds; the first one is the header. */
const MOST_ROWS = 1_048_576;
/** Of XML in one sheet, so that no entry of the archive comes near 4 GB. */
const MOST_CHARACTERS = 1_000_000_000;
const LONGEST_CELL = 32_767;

/** Places in `cellXfs`. */
const STYLES: Readonly<Record<ColumnType | 'header', number>> = {
  whole: 0,
  header: 1,
  text: 2,
  phone: 2,
  moment: 3,
  duration: 4,
};
const WIDTHS: Readonly<Record<ColumnType, number>> = {
  ...{ text: 18, phone: 16, moment: 20, duration: 12, whole: 10 },
};

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** @param mostRows of one sheet, its header included */
export function xlsxTables(file: PartFile, clock: WallClock, mostRows = MOST_ROWS): TableWriter {
  const zip = zipInto(file);
  const sheets: string[] = [];
  let table: { readonly title: string; readonly columns: readonly TableColumn[] } | null = null;
  let part = 0;
  let rows = 0;
  let characters = 0;

  function put(xml: string): void {
    characters += xml.length;
    zip.write(xml);
  }

  function openSheet(): void {
    const { title, columns } = table ?? { title: '', columns: [] };
    part += 1;
    sheets.push(nameOfSheet(title, part, sheets));
    rows = 0;
    characters = 0;
    zip.begin(`xl/worksheets/sheet${sheets.length}.xml`);
    const widths = columns
      .map(
        ({ type }, at) =>
          `<col min="${at + 1}" max="${at + 1}" width="${WIDTHS[type]}" customWidth="1"/>`,
      )
      .join('');
    put(
      `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
        `</sheetView></sheetViews><cols>${widths}</cols><sheetData>`,
    );
    putRow(columns.map(({ heading }) => textCell(heading, STYLES.header)));
  }

  function putRow(cells: readonly string[]): void {
    rows += 1;
    put(`<row>${cells.join('')}</row>`);
  }

  function closeSheet(): void {
    const last = nameOfColumn((table?.columns.length ?? 1) - 1);
    put(`</sheetData><autoFilter ref="A1:${last}${rows}"/></worksheet>`);
    zip.end();
  }

  function cellOf(value: CellValue, type: ColumnType): string {
    if (value === null || value === '') return '<c/>';
    if (typeof value === 'string') return textCell(value, STYLES[type]);
    const style = STYLES[type];
    if (type === 'moment') {
      // A day is 1, and 1899-12-30 is 0: §18.17.4.1. Whole seconds, as they are shown.
      const local = Math.floor(value / 1_000) * 1_000 + clock.offsetAt(value) * 60_000;
      return `<c s="${style}"><v>${local / 86_400_000 + 25_569}</v></c>`;
    }
    const number = type === 'duration' ? secondsOf(value) / 86_400 : value;
    return `<c s="${style}"><v>${number}</v></c>`;
  }

  return {
    begin(title, columns) {
      table = { title, columns };
      part = 0;
      openSheet();
    },
    row(values) {
      if (rows >= mostRows || characters > MOST_CHARACTERS) {
        closeSheet();
        openSheet();
      }
      putRow(values.map((value, at) => cellOf(value, table?.columns[at]?.type ?? 'text')));
    },
    end() {
      closeSheet();
      table = null;
    },
    finish() {
      for (const [name, xml] of partsOf(sheets)) {
        zip.begin(name);
        zip.write(XML + xml);
        zip.end();
      }
      zip.finish();
    },
  };
}

function textCell(text: string, style: number): string {
  return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, LONGEST_CELL))}</t></is></c>`;
}

/** What XML has no place for, and what would be read as one of these: `_x000B_`, §22.9.2.19. */
const UNWRITABLE =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|_(?=x[\da-f]{4}_)/gi;

function escaped(text: string): string {
  return text
    .replace(
      UNWRITABLE,
      (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** 31 characters at most, none of `[]:*?/\`, each once. */
function nameOfSheet(title: string, part: number, taken: readonly string[]): string {
  const plain = title.replace(/[[\]:*?/\\]/g, ' ').slice(0, 24);
  const name = part === 1 ? plain : `${plain} ${part}`;
  return taken.includes(name) ? `${name} (${taken.length + 1})` : name;
}

function nameOfColumn(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : nameOfColumn(Math.floor(at / 26) - 1) + letter;
}

function partsOf(sheets: readonly string[]): readonly (readonly [string, string])[] {
  const each = (write: (name: string, number: number) => string): string =>
    sheets.map((name, at) => write(name, at + 1)).join('');
  return [
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each(
        (name, number) =>
          `<sheet name="${escaped(name).replaceAll('"', '&quot;')}" sheetId="${number}" r:id="rId${number}"/>`,
      )}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${each(
        (_name, number) =>
          `<Relationship Id="rId${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
      )}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>` +
        '<numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts>' +
        '<fonts count="2"><font><sz val="11"/><name val="Malgun Gothic"/></font><font><b/><sz val="11"/><name val="Malgun Gothic"/></font></fonts>' +
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">' +
        (
          [
            [0, 0],
            [49, 1],
            [49, 0],
            [164, 0],
            [165, 0],
          ] as const
        )
          .map(
            ([format, font]) =>
              `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`,
          )
          .join('') +
        '</cellXfs></styleSheet>',
    ],
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${each(
          (_name, number) =>
            `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
        )}</Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
  ];
}
