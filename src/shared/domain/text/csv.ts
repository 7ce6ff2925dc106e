/** What a spreadsheet would take for a formula, full-width forms included (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;

/** Of most cells neither is true. */
const PLAIN = /^(?![=+\-@\0＝＋－＠])[^",;\t\r\n]*$/;

function cell(value: string): string {
  if (PLAIN.test(value)) return value;
  const safe = FORMULA.test(value) ? `'${value}` : value;
  // Some programs part cells at a semicolon or a tab instead: within quotes nobody does.
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of a table, its end included. */
export function csvLine(row: readonly string[]): string {
  let line = cell(row[0] ?? '');
  for (let at = 1; at < row.length; at += 1) line += `,${cell(row[at] ?? '')}`;
  return `${line}\r\n`;
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
