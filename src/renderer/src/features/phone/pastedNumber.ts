/** Longer than any number with its separators. */
const LONGEST = 64;

/**
 * The number in what was pasted: from "고객 010-1234-5678 (박정호)" only the number is kept.
 * @returns null when the text is best taken as it is
 */
export function pastedNumber(text: string): string | null {
  const compatible = text.normalize('NFKC').trim();
  const link = /^(?:tel|callto):([^;?\s]+)/i.exec(compatible)?.[1];
  if (link) return link.slice(0, LONGEST);
  if (/^[+\d*#][\d\s\-.()*#]*$/.test(compatible)) return null;
  const found = /\+?\d[\d\s\-.()]{5,30}\d/.exec(compatible)?.[0].trim();
  // More than one number: the person has to say which.
  const rest = found === undefined ? '' : compatible.replace(found, '');
  return found === undefined || /\d{7}/.test(rest.replace(/[\s\-.()]/g, '')) ? null : found;
}
