/**
 * Text as it is compared: composed, full-width letters and figures made narrow, without case. Not
 * NFKC for all of it: that would turn the ㄱ of a keyboard into a letter that only joins.
 */
export function folded(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\uFF01-\uFF5E\u3000]/g, (wide) => wide.normalize('NFKC'))
    .toLowerCase();
}
