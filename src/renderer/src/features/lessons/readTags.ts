const MOST = 8;
const LONGEST = 40;

/** What was written with commas or number signs between, each once, as many as a lesson may have. */
export function readTags(text: string): string[] {
  const tags = text
    .split(/[,#\n]/)
    .map((tag) => tag.normalize('NFC').trim().slice(0, LONGEST).trim())
    .filter((tag) => tag !== '');
  return [...new Set(tags)].slice(0, MOST);
}
