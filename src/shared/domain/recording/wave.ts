/**
 * Which packets to look at for a picture of the loudness: all of a short recording, and of a long
 * one a piece out of each column, so that an hour costs no more than five minutes.
 * @param total packets there are
 * @param columns of the picture
 * @param most packets to look at
 */
export function packetsToLookAt(total: number, columns: number, most: number): number[] {
  const all = Array.from({ length: total }, (_, index) => index);
  if (total <= most) return all;
  const each = Math.max(1, Math.floor(most / columns));
  return all.filter((index) => {
    const column = columnOf(index, total, columns);
    return index - Math.ceil((column * total) / columns) < each;
  });
}

/** Which column a packet belongs to. */
export function columnOf(index: number, total: number, columns: number): number {
  return Math.min(columns - 1, Math.floor((index * columns) / total));
}
