import { z } from 'zod';
import { method } from '../rpc/contract.ts';
import { PICTURE_TYPES } from '../domain/outbox/picture.ts';

/** Above the largest that is kept; a message is at most 1 MB. */
const LARGEST_BASE64 = 700_000;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Pictures of texts. They are known by their bytes: the same picture is kept once. */
export const picturesMethods = {
  /**
   * Keeps a picture: on the disk when it answers. One that no text needs within a week goes again.
   * Doing it twice is harmless, and brings back one whose file was lost.
   * Errors: `picture.invalid` when it is no JPEG, PNG or GIF by its own first bytes;
   * `picture.too-large`; `storage.*`, then nothing is kept.
   */
  'pictures.put': method({
    input: z.object({ bytes: z.base64().min(4).max(LARGEST_BASE64) }),
    output: z.object({
      sha256,
      type: z.enum(PICTURE_TYPES),
      size: z.number().int().min(1),
      width: z.number().int().min(1),
      height: z.number().int().min(1),
    }),
  }),
  /** Errors: `picture.unknown`, also when its file is gone or no longer what it was. */
  'pictures.get': method({
    input: z.object({ sha256 }),
    output: z.object({ type: z.enum(PICTURE_TYPES), bytes: z.base64() }),
  }),
  /** `removed` is false for one that a text needs, and for one that is not known. */
  'pictures.remove': method({
    input: z.object({ sha256 }),
    output: z.object({ removed: z.boolean() }),
  }),
} as const;
