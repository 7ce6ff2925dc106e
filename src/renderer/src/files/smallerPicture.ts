import { fittingSize } from '#shared/domain/outbox/pictureLimits.ts';
import type { PictureLimits } from '#shared/domain/outbox/pictureLimits.ts';

/** The first that fits is taken: rather a little blurred than much smaller. */
const QUALITIES = [0.9, 0.8, 0.7, 0.6] as const;
const SCALES = [1, 0.8, 0.6, 0.45, 0.3, 0.2, 0.1] as const;

/**
 * A picture drawn anew as a JPEG that keeps to the limits. Nothing but what is seen comes along: a
 * camera's notes, and the place among them, stay behind.
 * @returns null for what this browser cannot show
 */
export async function smallerPicture(
  file: Blob,
  limits: Pick<PictureLimits, 'width' | 'height' | 'bytes'>,
): Promise<Uint8Array | null> {
  let shown: ImageBitmap;
  try {
    // Upright, as the camera's notes say: they are not there any more to say it.
    shown = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return null;
  }
  try {
    for (const scale of SCALES) {
      const { width, height } = fittingSize(shown, limits, scale);
      const canvas = new OffscreenCanvas(width, height);
      const paper = canvas.getContext('2d');
      if (paper === null) return null;
      // A JPEG has nothing to see through.
      paper.fillStyle = 'white';
      paper.fillRect(0, 0, width, height);
      paper.imageSmoothingQuality = 'high';
      paper.drawImage(shown, 0, 0, width, height);
      for (const quality of QUALITIES) {
        const made = await canvas.convertToBlob({ type: 'image/jpeg', quality });
        if (made.size <= limits.bytes) return new Uint8Array(await made.arrayBuffer());
      }
    }
    return null;
  } finally {
    shown.close();
  }
}
