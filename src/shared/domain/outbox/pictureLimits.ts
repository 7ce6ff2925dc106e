import type { GatewaySettings } from './gateways.ts';
import { MOST_PICTURES } from './picture.ts';
import type { Picture, PictureType } from './picture.ts';

/* What the gateways take of pictures, and what of that a picture must keep to. */

export interface PictureLimits {
  readonly types: readonly PictureType[];
  /** Of each. */
  readonly bytes: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly many: number;
}

/** Carriers of Korea, where a gateway says nothing of its own. */
const KOREAN: PictureLimits = {
  ...{ types: ['image/jpeg'], bytes: 300_000, width: 1_500, height: 1_440 },
  many: MOST_PICTURES,
};

/**
 * As the gateways' documentation has it (the addresses stand in `host/gateways`); null: it carries
 * none. A figure that was not found there is that of the carriers, or a stricter one (verify).
 */
export const PICTURE_LIMITS: Readonly<Record<GatewaySettings['kind'], PictureLimits | null>> = {
  // 200 kB and one picture; pixels (verify).
  solapi: { ...KOREAN, bytes: 200_000, many: 1 },
  sens: KOREAN,
  // Pixels (verify).
  nhn: { ...KOREAN, width: 1_000, height: 1_000 },
  // Its page says JPEG, PNG and GIF; pixels (verify).
  aligo: { ...KOREAN, types: ['image/jpeg', 'image/png', 'image/gif'] },
  twilio: null,
  http: null,
  'dry-run': KOREAN,
  sip: null,
};

/**
 * What a picture keeps to so that whichever gateway sends the text takes it.
 * @returns null where none of those there are carries pictures
 */
export function pictureLimits(gateways: readonly GatewaySettings[]): PictureLimits | null {
  const on = gateways.filter((one) => one.on);
  const able = on.flatMap((one) => {
    const carries = 'forms' in one && one.forms.includes('mms');
    return carries ? (PICTURE_LIMITS[one.kind] ?? []) : [];
  });
  if (able.length === 0) return on.length === 0 ? KOREAN : null;
  return able.reduce((strict, one) => ({
    types: strict.types.filter((type) => one.types.includes(type)),
    bytes: Math.min(strict.bytes, one.bytes),
    width: Math.min(strict.width, one.width),
    height: Math.min(strict.height, one.height),
    many: Math.min(strict.many, one.many),
  }));
}

/** `composer.pictures.faults.<fault>` in the locale files. */
export const PICTURE_FAULTS = ['type', 'bytes', 'pixels'] as const;
export type PictureFault = (typeof PICTURE_FAULTS)[number];

/** Why a picture cannot go as it is; empty: it can. */
export function pictureFaults(
  { type, width, height }: Pick<Picture, 'type' | 'width' | 'height'>,
  bytes: number,
  limits: PictureLimits,
): readonly PictureFault[] {
  return PICTURE_FAULTS.filter((fault) => {
    switch (fault) {
      case 'type':
        return !limits.types.some((one) => one === type);
      case 'bytes':
        return bytes > limits.bytes;
      case 'pixels':
        return width > limits.width || height > limits.height;
    }
  });
}

/** The largest that keeps to the limits with the same shape, never larger than it is. */
export function fittingSize(
  { width, height }: Pick<Picture, 'width' | 'height'>,
  limits: Pick<PictureLimits, 'width' | 'height'>,
  scale = 1,
): { readonly width: number; readonly height: number } {
  const factor = Math.min(1, limits.width / width, limits.height / height) * scale;
  const side = (length: number): number => Math.max(1, Math.floor(length * factor));
  return { width: side(width), height: side(height) };
}
