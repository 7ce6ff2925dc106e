/** Characters of base64; a message between page and host is at most a megabyte. */
export const LARGEST_MOVE_PIECE = 700_000;
/** Bytes that a page sends at a time. */
export const MOVE_PIECE_BYTES = 393_216;

export const MOVE_FILE_ENDING = '.ieum';
export const MOVE_FILE_NAME = /^ieum-move-\d{8}\.ieum$/;

/** @param day by the clock on the wall */
export function moveFileName(day: { year: number; month: number; day: number }): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `ieum-move-${day.year}${two(day.month)}${two(day.day)}${MOVE_FILE_ENDING}`;
}
