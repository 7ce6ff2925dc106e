const MOST_KNOWN = 10_000;

/** A function of a text that is asked the same again and again; for answers that nobody changes. */
export function remembered<T>(
  read: (text: string) => T,
  mostKnown = MOST_KNOWN,
): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = read(text);
    if (known.size >= mostKnown) known.clear();
    known.set(text, made);
    return made;
  };
}
