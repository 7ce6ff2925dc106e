/**
 * Days as people write them: `3, 7, 14`.
 * @returns null where it is anything else, or none
 */
export function readDays(text: string): number[] | null {
  const parts = text.split(/[\s,·]+/u).filter((part) => part !== '');
  const days = parts.map((part) => (/^\d{1,3}일?$/u.test(part) ? Number.parseInt(part, 10) : 0));
  if (days.length === 0 || days.length > 12 || days.some((day) => day < 1 || day > 365))
    return null;
  return [...new Set(days)].toSorted((a, b) => a - b);
}
