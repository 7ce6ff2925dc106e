/** Months of a calendar as `2026-11`, by the clock of this computer. */
export function monthOf(at: number): string {
  const date = new Date(at);
  return nameOf(date.getFullYear(), date.getMonth());
}

export function monthAfter(month: string): string {
  const [year, index] = partsOf(month);
  return index === 11 ? nameOf(year + 1, 0) : nameOf(year, index + 1);
}

/** From its first moment up to, but without, that of the next; epoch milliseconds. */
export function monthSpan(month: string): { readonly from: number; readonly to: number } {
  const [year, index] = partsOf(month);
  return { from: new Date(year, index, 1).getTime(), to: new Date(year, index + 1, 1).getTime() };
}

function partsOf(month: string): readonly [year: number, index: number] {
  return [Number(month.slice(0, 4)), Number(month.slice(5)) - 1];
}

function nameOf(year: number, index: number): string {
  return `${String(year).padStart(4, '0')}-${String(index + 1).padStart(2, '0')}`;
}
