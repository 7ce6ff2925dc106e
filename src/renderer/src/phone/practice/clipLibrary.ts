/** Loads and decodes the customers' lines. Decoded clips are kept for as long as the library. */
export interface ClipLibrary {
  /** @throws when the file is missing or cannot be decoded. */
  load(audio: string): Promise<AudioBuffer>;
}

/** @param urls from the path in a scenario (`audio/…/….ogg`) to a same-origin URL. */
export function createClipLibrary(
  context: BaseAudioContext,
  urls: Readonly<Record<string, string>>,
): ClipLibrary {
  const clips = new Map<string, Promise<AudioBuffer>>();

  async function fetchClip(audio: string): Promise<AudioBuffer> {
    const url = urls[audio];
    if (url === undefined) throw new Error(`No such practice clip: ${audio}`);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status} for practice clip ${audio}`);
    return context.decodeAudioData(await response.arrayBuffer());
  }

  return {
    load(audio) {
      const known = clips.get(audio);
      if (known !== undefined) return known;
      const clip = fetchClip(audio);
      clips.set(audio, clip);
      // A failed load is tried again next time.
      clip.catch(() => clips.delete(audio));
      return clip;
    },
  };
}
