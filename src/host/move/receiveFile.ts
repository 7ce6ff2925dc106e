import { closeSync, openSync, writeSync } from 'node:fs';
import { AppError } from '#shared/errors.ts';

/** A file that comes in pieces over the line of a page. */
export interface ReceivedFile {
  /**
   * @returns how many bytes are there
   * @throws AppError `move.gap` for a piece that is not the next, or more than was told; errors of the file
   *   system
   */
  take(at: number, piece: Uint8Array): number;
  close(): void;
}

/** @param bytes of the whole */
export function receiveFile(path: string, bytes: number): ReceivedFile {
  const handle = openSync(path, 'w', 0o600);
  let received = 0;
  let open = true;
  return {
    take(at, piece) {
      // Sent again after the line was away: it is there.
      if (at + piece.length <= received) return received;
      if (at !== received || at + piece.length > bytes) {
        throw new AppError('move.gap', 'The piece is not the next one.');
      }
      for (let done = 0; done < piece.length;) done += writeSync(handle, piece, done);
      received += piece.length;
      return received;
    },
    close() {
      if (open) closeSync(handle);
      open = false;
    },
  };
}
