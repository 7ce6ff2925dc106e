/** A piece of a sentence that changed: on both sides, only before, or only after. */
export interface Piece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** What differs between two sentences, word by word; together with the spaces between them. */
export function piecesOf(before: string, after: string): readonly Piece[] {
  const a = wordsOf(before);
  const b = wordsOf(after);
  // Of the longest run of words that both have, from each place on.
  const lengths = Array.from({ length: a.length + 1 }, () =>
    new Array<number>(b.length + 1).fill(0),
  );
  const at = (x: number, y: number): number => lengths[x]?.[y] ?? 0;
  for (let x = a.length - 1; x >= 0; x -= 1) {
    for (let y = b.length - 1; y >= 0; y -= 1) {
      const row = lengths[x];
      if (row) row[y] = a[x] === b[y] ? at(x + 1, y + 1) + 1 : Math.max(at(x + 1, y), at(x, y + 1));
    }
  }
  const pieces: Piece[] = [];
  const put = (kind: Piece['kind'], text: string): void => {
    const last = pieces.at(-1);
    if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + text };
    else pieces.push({ kind, text });
  };
  for (let x = 0, y = 0; x < a.length || y < b.length;) {
    const [was, is] = [a[x], b[y]];
    if (was !== undefined && was === is) {
      put('same', was);
      x += 1;
      y += 1;
    } else if (was !== undefined && (is === undefined || at(x + 1, y) >= at(x, y + 1))) {
      put('removed', was);
      x += 1;
    } else if (is !== undefined) {
      put('added', is);
      y += 1;
    }
  }
  return pieces;
}

/** Each with the space behind it. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}
