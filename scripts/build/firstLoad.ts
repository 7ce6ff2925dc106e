import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface FirstLoad {
  /** Bytes after gzip. */
  readonly total: number;
  /** The largest first; bytes after gzip. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

/**
 * The JavaScript that a page reads before its first moment is drawn: the script that `index.html`
 * names with all that it imports, and the words of one language, the larger one.
 * @param folder of the built page: `out/renderer`
 * @throws Error when it is not there, or when the page imports what `index.html` does not name
 */
export function measureFirstLoad(folder: string): FirstLoad {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(
    ([, file]) => file ?? '',
  );
  const sizeOf = (name: string): { name: string; bytes: number } => ({
    name,
    bytes: gzipSync(readFileSync(join(folder, name))).length,
  });
  if (named.length === 0) throw new Error(`${folder}/index.html names no script`);
  for (const file of named) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, other = ''] of text.matchAll(/\b(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
      if (named.some((one) => basename(one) === other)) continue;
      throw new Error(`${file} imports ${other}, which index.html does not name`);
    }
  }
  const words = ['ko', 'en'].map((language) => {
    const [file] = globSync(`assets/${language}-*.js`, { cwd: folder });
    if (file === undefined) throw new Error(`the words of "${language}" are no file of their own`);
    return sizeOf(file);
  });
  const larger = words.toSorted((a, b) => b.bytes - a.bytes).slice(0, 1);
  const files = [...named.map(sizeOf), ...larger].toSorted((a, b) => b.bytes - a.bytes);
  return { total: files.reduce((sum, { bytes }) => sum + bytes, 0), files };
}
