import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export interface ReadTable {
  readonly name?: string;
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly formulas: number;
  readonly frozen?: readonly string[];
  readonly filter?: readonly string[];
}

/** What Python's own csv, zipfile and XML make of a file. */
export function readTables(path: string): readonly ReadTable[] {
  const script = join(import.meta.dirname, 'read_tables.py');
  const said = execFileSync('python3', [script, path], {
    encoding: 'utf8',
    maxBuffer: 200_000_000,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8:surrogatepass' },
  });
  return JSON.parse(said) as readonly ReadTable[];
}
