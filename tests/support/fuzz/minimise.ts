/**
 * Makes a frame that fails as short as it will go and still fail: whole lines first, then halves,
 * quarters … of what is left.
 * @param fails sends it to a phone as new
 * @param tries how often it may be sent
 */
export async function minimise(
  frame: string,
  fails: (frame: string) => Promise<boolean>,
  tries = 150,
): Promise<string> {
  let left = tries;
  const still = async (candidate: string): Promise<boolean> =>
    left-- > 0 && (await fails(candidate));
  const lines = await without(frame.split(/(?<=\r\n)/), (parts) => still(parts.join('')));
  const letters = await without([...lines.join('')], (parts) => still(parts.join('')));
  return letters.join('');
}

/** Takes away pieces, large ones first, as long as what is left fails. */
async function without<T>(
  parts: readonly T[],
  fails: (parts: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let kept = parts;
  for (
    let size = Math.ceil(kept.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < kept.length;) {
      const shorter = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (shorter.length < kept.length && shorter.length > 0 && (await fails(shorter)))
        kept = shorter;
      else at += size;
    }
  }
  return kept;
}
