import { defineStore } from 'pinia';
import { base64Of } from '#shared/domain/text/base64.ts';
import type { PictureLimits } from '#shared/domain/outbox/pictureLimits.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { useHost } from '../api/host.ts';
import { smallerPicture } from '../files/smallerPicture.ts';

/** As many as are looked at one after the other; each is at most 300 kB. */
const MOST_SHOWN = 30;

/** Pictures of texts, as the host keeps them. */
export const usePictureStore = defineStore('pictures', () => {
  const host = useHost();
  const addresses = new Map<string, string>();

  function remember(sha256: string, address: string): void {
    addresses.set(sha256, address);
    const [oldest] = addresses.keys();
    if (addresses.size <= MOST_SHOWN || oldest === undefined) return;
    URL.revokeObjectURL(addresses.get(oldest) ?? '');
    addresses.delete(oldest);
  }

  return {
    /** @throws AppError when it could not be kept */
    put: (bytes: Uint8Array): Promise<OutputOf<IeumContract, 'pictures.put'>> =>
      host.call('pictures.put', { bytes: base64Of(bytes) }),
    /** For an image element. @throws AppError `picture.unknown` where it is not there any more */
    async address(sha256: string): Promise<string> {
      const known = addresses.get(sha256);
      if (known !== undefined) return known;
      const { type, bytes } = await host.call('pictures.get', { sha256 });
      const raw = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
      const address = URL.createObjectURL(new Blob([raw], { type }));
      remember(sha256, address);
      return address;
    },
    /** No draft shows it any more; a text that does keeps it. */
    async letGo(sha256: string): Promise<void> {
      try {
        await host.call('pictures.remove', { sha256 });
      } catch {
        // The host takes it away by itself in a week.
      }
    },
    /** @returns null for what cannot be shown here */
    smaller: (file: Blob, limits: PictureLimits): Promise<Uint8Array | null> =>
      smallerPicture(file, limits),
  };
});
