import { computed, ref } from 'vue';
import type { Attachment } from '#shared/domain/outbox/content.ts';
import { lookAtPicture } from '#shared/domain/outbox/picture.ts';
import type { Picture } from '#shared/domain/outbox/picture.ts';
import { pictureFaults, pictureLimits } from '#shared/domain/outbox/pictureLimits.ts';
import type { PictureFault } from '#shared/domain/outbox/pictureLimits.ts';
import { cleanDisplayName } from '#shared/domain/text/displayName.ts';
import { useComposerStore } from '../../stores/composerStore.ts';
import type { Draft } from '../../stores/composerStore.ts';
import { usePictureStore } from '../../stores/pictureStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { useTroubleToast } from '../words/useTroubleToast.ts';

/** A picture that cannot go as it is, or had better not. */
export interface Offered {
  readonly key: number;
  readonly name: string;
  readonly file: File;
  readonly picture: Picture;
  readonly faults: readonly PictureFault[];
}

/** `pictures.refused.<why>` in the locale files. */
export const PICTURE_REFUSALS = ['no-picture', 'huge', 'many', 'unshown', 'twice'] as const;
export type PictureRefusal = (typeof PICTURE_REFUSALS)[number];

/** Bytes: a camera's largest; more is no picture to send, and not to be read into memory. */
const LARGEST_READ = 50_000_000;
const LONGEST_NAME = 100;

/** The pictures of a draft, and what is to become of those that were brought. */
export function usePictures(current: () => Draft, change: (part: Partial<Draft>) => void) {
  const composer = useComposerStore();
  const pictures = usePictureStore();
  const settings = useSettingsStore();
  const sayTrouble = useTroubleToast();

  // What was changed a moment ago is in the store before it is in the dialog's property.
  const draft = (): Draft => composer.draft ?? current();
  const attached = computed(() => draft().content.attachments);
  /** Null: nothing there is carries pictures. What is practised goes nowhere. */
  const limits = computed(() =>
    pictureLimits(draft().to.practice ? [] : settings.settings.textGateways),
  );

  const offered = ref<readonly Offered[]>([]);
  const refused = ref<readonly { readonly name: string; readonly why: PictureRefusal }[]>([]);
  const busy = ref(false);
  let count = 0;

  function set(attachments: Attachment[]): void {
    change({ content: { ...draft().content, attachments } });
  }

  function refuse(name: string, why: PictureRefusal): void {
    refused.value = [...refused.value, { name, why }];
  }

  async function attach(bytes: Uint8Array, name: string): Promise<void> {
    const { sha256, type, size } = await pictures.put(bytes);
    const already = attached.value;
    if (already.some((one) => one.sha256 === sha256)) return refuse(name, 'twice');
    set([...already, { fileName: name, type, size, sha256 }]);
  }

  async function bring(file: File): Promise<void> {
    const name = cleanDisplayName(file.name).slice(0, LONGEST_NAME) || '—';
    const most = limits.value;
    if (most === null) return;
    if (attached.value.length + offered.value.length >= most.many) return refuse(name, 'many');
    if (file.size > LARGEST_READ) return refuse(name, 'huge');
    const bytes = new Uint8Array(await file.arrayBuffer());
    const picture = lookAtPicture(bytes);
    if (picture === null) return refuse(name, 'no-picture');
    const faults = pictureFaults(picture, bytes.length, most);
    if (faults.length === 0 && !picture.noted) return attach(bytes, name);
    offered.value = [...offered.value, { key: (count += 1), name, file, picture, faults }];
  }

  /** One thing at a time: what is brought twice at once would be counted once. */
  async function whileBusy(work: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      await work();
    } catch (error) {
      sayTrouble(error);
    } finally {
      busy.value = false;
    }
  }

  function drop(key: number): void {
    offered.value = offered.value.filter((one) => one.key !== key);
  }

  return {
    ...{ attached, limits, offered, refused, busy, drop },
    add: (files: readonly File[]) =>
      whileBusy(async () => {
        refused.value = [];
        for (const file of files) await bring(file);
      }),
    /** Drawn anew, so that it fits and says nothing but what is seen. */
    shrink: ({ key, name, file }: Offered) =>
      whileBusy(async () => {
        const most = limits.value;
        const bytes = most && (await pictures.smaller(file, most));
        if (bytes) await attach(bytes, name);
        else refuse(name, 'unshown');
        drop(key);
      }),
    /** As it is, with the camera's notes. */
    keep: ({ key, name, file }: Offered) =>
      whileBusy(async () => {
        await attach(new Uint8Array(await file.arrayBuffer()), name);
        drop(key);
      }),
    remove({ sha256 }: Attachment): void {
      set(attached.value.filter((one) => one.sha256 !== sha256));
      const elsewhere = composer.waiting.some(([, other]) =>
        other.content.attachments.some((one) => one.sha256 === sha256),
      );
      if (!elsewhere) void pictures.letGo(sha256);
    },
    /** Of one that was attached when other gateways were set up. */
    faultsOf({ type, size }: Attachment): readonly PictureFault[] {
      const most = limits.value;
      return most ? pictureFaults({ type, width: 0, height: 0 }, size, most) : [];
    },
  };
}
