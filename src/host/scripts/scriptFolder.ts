import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LARGEST_SCRIPT } from '#shared/domain/script/publication.ts';
import { readScript } from './readScript.ts';
import type { ScriptReading } from './readScript.ts';

export interface ScriptFile {
  readonly file: string;
  /** Without `.json`: the id of the script in it. */
  readonly name: string;
  readonly reading: ScriptReading;
}

const ENDING = '.json';
/** In bytes. */
const LARGEST_FILE = LARGEST_SCRIPT;

/** @throws errors of the file system, when the folder cannot be read */
export function readScriptFolder(folder: string): ScriptFile[] {
  return filesIn(folder).map((file) => {
    const name = file.slice(0, -ENDING.length);
    return { file, name, reading: readFile(join(folder, file), name) };
  });
}

/** Differs as soon as a file was added, taken away or written. Null: the folder cannot be read. */
export function stampOf(folder: string): string | null {
  try {
    return filesIn(folder)
      .map((file) => {
        const { mtimeMs, size } = statSync(join(folder, file));
        return `${file} ${mtimeMs} ${size}`;
      })
      .join('\n');
  } catch {
    return null;
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .toSorted();
}

function readFile(path: string, name: string): ScriptReading {
  const refused = (code: 'unreadable' | 'too-large' | 'encoding'): ScriptReading => ({
    script: null,
    faults: [{ code, line: null, path: '' }],
  });
  let bytes: Buffer;
  try {
    if (statSync(path).size > LARGEST_FILE) return refused('too-large');
    bytes = readFileSync(path);
  } catch {
    return refused('unreadable');
  }
  let text: string;
  try {
    // Drops the byte order mark that Windows editors write.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refused('encoding');
  }
  return readScript(text, name);
}
