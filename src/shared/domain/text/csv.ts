/** What a spreadsheet would take for a formula, full-width forms included (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;

function cell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  // Some programs part cells at a semicolon or a tab instead: within quotes nobody does.
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of a table, its end included. */
export function csvLine(row: readonly string[]): string {
  return `${row.map(cell).join(',')}\r\n`;
}

/** Without it Excel reads Korean as noise. */
export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A table as a spreadsheet opens it: RFC 4180 with a byte order mark. Texts that would be formulas are
 * made texts.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.length === 0
    ? `${BYTE_ORDER_MARK}\r\n`
    : BYTE_ORDER_MARK + rows.map(csvLine).join('');
}
