import { existsSync, renameSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { syncToDisk } from './db/files.ts';
import { openSealedReader, openSealedWriter } from './move/seal.ts';
import type { SecretFile, SecretStore } from './secrets.ts';

const contentSchema = z.record(z.string(), z.string());

/**
 * Secrets where the system keeps none: in memory, and on wish in a file that only a passphrase opens
 * (`move/seal.ts`: scrypt and AES-256-GCM), which is asked for once after each start. A key that lay beside
 * the file would hide nothing.
 * @param ln scrypt's cost; less in tests
 */
export function createSealedSecrets(path: string, ln?: number): SecretStore {
  let values = new Map<string, string>();
  /** Of the open file; null while there is none, or nobody has opened it. */
  let passphrase: string | null = null;
  let locked = existsSync(path);

  function write(next: ReadonlyMap<string, string>, by: string): void {
    const bytes = Buffer.from(JSON.stringify(Object.fromEntries(next)));
    const unfinished = `${path}.part`;
    try {
      const writer = openSealedWriter(unfinished, by, bytes.length, ln);
      try {
        writer.write(bytes);
        writer.end();
      } finally {
        writer.close();
      }
      renameSync(unfinished, path);
      syncToDisk(path);
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error;
    }
  }

  /** In the file first: what could not be kept is not claimed to be. */
  function become(next: Map<string, string>): void {
    if (passphrase !== null) write(next, passphrase);
    values = next;
  }

  const file: SecretFile = {
    seal(by) {
      // It would take the place of what nobody has opened.
      if (locked) throw new AppError('secrets.passphrase', 'Open the file first.');
      write(values, by);
      passphrase = by;
      locked = false;
    },
    open(by) {
      if (!locked) return;
      const kept = read(path, by);
      // What was typed meanwhile is newer.
      const next = new Map([...Object.entries(kept), ...values]);
      if (values.size > 0) write(next, by);
      values = next;
      passphrase = by;
      locked = false;
    },
    remove() {
      rmSync(path, { force: true });
      passphrase = null;
      locked = false;
    },
  };

  return {
    get kept() {
      if (locked) return 'locked';
      return passphrase === null ? 'memory' : 'file';
    },
    get: (name) => values.get(name) ?? null,
    set: (name, value) => become(new Map(values).set(name, value)),
    delete(name) {
      if (!values.has(name)) return;
      const next = new Map(values);
      next.delete(name);
      become(next);
    },
    file,
  };
}

function read(path: string, passphrase: string): z.infer<typeof contentSchema> {
  try {
    const reader = openSealedReader(path, passphrase);
    try {
      return contentSchema.parse(JSON.parse(reader.read(reader.plainBytes).toString()));
    } finally {
      reader.close();
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'move.passphrase') {
      throw new AppError('secrets.passphrase', 'The passphrase is another.');
    }
    // Everything else that is wrong with what is in it; the file system speaks for itself.
    if (error instanceof AppError || error instanceof SyntaxError || error instanceof z.ZodError) {
      throw new AppError('secrets.damaged', 'The file of secrets is damaged.');
    }
    throw error;
  }
}
