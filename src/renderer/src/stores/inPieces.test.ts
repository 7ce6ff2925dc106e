import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { inPieces } from './inPieces.ts';

const seven = [1, 2, 3, 4, 5, 6, 7];

describe('many things are written', () => {
  it('a few at a time, in their order', async () => {
    const pieces: (readonly number[])[] = [];
    const came = await inPieces(seven, 3, (piece) => Promise.resolve(pieces.push(piece)));
    expect(pieces).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect(came).toEqual({ written: seven, code: null });
  });

  it('up to the piece that fails, with why, and nothing after it', async () => {
    let tries = 0;
    const came = await inPieces(seven, 3, () => {
      tries += 1;
      if (tries === 2) return Promise.reject(new AppError('storage.full', 'full'));
      return Promise.resolve();
    });
    expect(came).toEqual({ written: [1, 2, 3], code: 'storage.full' });
    expect(tries).toBe(2);
  });
});
