/** One rem in pixels, as it is now: agents may set their text larger. */
export function remPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 15;
}
