import type { IeumContract } from '#shared/contract/index.ts';
import { LARGEST_PICTURE, lookAtPicture } from '#shared/domain/outbox/picture.ts';
import { AppError } from '#shared/errors.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import { toStorageError } from '../db/errors.ts';
import {
  addPicture,
  dropPicture,
  isPictureNeeded,
  knownPictures,
  readPicture,
  unneededPictures,
} from '../db/pictures.ts';
import type { StoredPicture } from '../db/pictures.ts';
import type { Storage } from '../db/storage.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import { hashOf } from '../pictures/pictureFiles.ts';
import type { PictureFiles } from '../pictures/pictureFiles.ts';
import type { Ticker } from '../ticker.ts';

export interface PicturesServiceOptions {
  readonly storage: Storage;
  readonly files: PictureFiles;
  readonly clock: () => number;
  readonly log: Log;
  readonly ticker: Ticker;
  /** A picture is here (again): a text may have waited for it. */
  readonly arrived: () => void;
}

export interface PicturesService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    Extract<keyof Handlers<IeumContract>, `pictures.${string}`>
  >;
  /** Takes away what no text needs: at once what one has let go, after a week what none has taken. */
  clean(): void;
  stop(): void;
}

/** A text that is being written lives in its tab: nobody here knows of it. */
const DRAFT_KEPT_MS = 7 * 86_400_000;
const CLEAN_EVERY_MS = 3_600_000;

/** See `picturesMethods` in the contract. */
export function createPicturesService(options: PicturesServiceOptions): PicturesService {
  const { storage, files, clock, log, ticker, arrived } = options;

  function removeOne(sha256: string): void {
    // The file first: after a crash between the two the next run finishes it.
    files.remove(sha256);
    storage.write((db) => dropPicture(db, sha256));
  }

  function clean(): void {
    // In memory nothing is known of what is in the folder.
    if (storage.health.state === 'volatile') return;
    try {
      const due = storage.read((db) => unneededPictures(db, clock() - DRAFT_KEPT_MS));
      for (const sha256 of due) removeOne(sha256);
      // What a crash has left: unfinished, or finished and never written down.
      const known = storage.read(knownPictures);
      for (const name of files.names()) if (!known.has(name)) files.remove(name);
    } catch (error) {
      // A disk that refuses is tried again at the next run.
      log.warn('pictures not cleaned', describeError(error));
    }
  }

  clean();
  const stop = ticker(CLEAN_EVERY_MS, clean);

  return {
    clean,
    stop,
    handlers: {
      'pictures.put': ({ bytes: base64 }) => {
        const bytes = Buffer.from(base64, 'base64');
        if (bytes.length > LARGEST_PICTURE) {
          throw new AppError('picture.too-large', 'The picture is too large.', {
            bytes: bytes.length,
          });
        }
        const looked = lookAtPicture(bytes);
        if (looked === null || looked.type === 'image/webp') {
          throw new AppError('picture.invalid', 'That is no JPEG, PNG or GIF.');
        }
        if (storage.health.state === 'volatile') {
          // In memory there is no place for pictures.
          throw new AppError('storage.read-only', 'The data folder cannot be used.');
        }
        const { type, width, height } = looked;
        const sha256 = hashOf(bytes);
        const picture: StoredPicture = { sha256, type, bytes: bytes.length, width, height };
        if (files.read(sha256) === null) {
          try {
            files.write(sha256, bytes);
          } catch (error) {
            log.error('picture refused', describeError(error));
            throw toStorageError(error);
          }
        }
        // Should this fail, the next run takes the file away.
        storage.write((db, agentId) => addPicture(db, picture, clock(), agentId));
        arrived();
        return { sha256, type, size: bytes.length, width, height };
      },
      'pictures.get': ({ sha256 }) => {
        const known = storage.read((db) => readPicture(db, sha256));
        const bytes = known && files.read(sha256);
        if (!known || !bytes) throw new AppError('picture.unknown', 'There is no such picture.');
        return { type: known.type, bytes: bytes.toString('base64') };
      },
      'pictures.remove': ({ sha256 }) => {
        const idle = storage.read(
          (db) => readPicture(db, sha256) !== null && !isPictureNeeded(db, sha256),
        );
        if (idle) removeOne(sha256);
        return { removed: idle };
      },
    },
  };
}
