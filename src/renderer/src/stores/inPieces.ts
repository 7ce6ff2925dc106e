import { AppError } from '#shared/errors.ts';

/**
 * Writes many things a few at a time. Where a piece fails, what was before it stays, and nothing after it
 * is tried.
 * @returns what is written, and why the rest is not; null where it all is
 */
export async function inPieces<One>(
  all: readonly One[],
  size: number,
  store: (piece: readonly One[]) => Promise<unknown>,
): Promise<{ readonly written: readonly One[]; readonly code: string | null }> {
  for (let from = 0; from < all.length; from += size) {
    try {
      await store(all.slice(from, from + size));
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'internal';
      return { written: all.slice(0, from), code };
    }
  }
  return { written: all, code: null };
}
