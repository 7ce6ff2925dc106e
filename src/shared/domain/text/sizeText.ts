const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size as disks are sold: `1,000 B` is a kB (IEC 80000-13). At most three digits before the unit. */
export function sizeText(bytes: number, locale: string): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1_000 ** step;
  const digits = step === 0 || value >= 10 ? 0 : 1;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${UNITS[step] ?? ''}`;
}
