import { readFileSync } from 'node:fs';
import { writeWhole } from '#host/db/writeWhole.ts';
import { describeError } from '#host/log.ts';
import type { Log } from '#host/log.ts';
import { NO_MEMORY, readMemory } from '#shared/domain/shell/shellMemory.ts';
import type { ShellMemory } from '#shared/domain/shell/shellMemory.ts';

export interface MemoryFile {
  get(): ShellMemory;
  /** A disk that refuses is logged: where the window was is nothing to trouble anybody with. */
  change(part: Partial<ShellMemory>): void;
}

/** Written whole or not at all, so that a power cut leaves the one before. */
export function openMemoryFile(path: string, log: Log): MemoryFile {
  let memory = read(path);
  return {
    get: () => memory,
    change(part) {
      memory = { ...memory, ...part };
      try {
        writeWhole(path, Buffer.from(JSON.stringify(memory)));
      } catch (error) {
        log.warn('the place of the window was not kept', describeError(error));
      }
    },
  };
}

function read(path: string): ShellMemory {
  try {
    return readMemory(readFileSync(path, 'utf8'));
  } catch {
    return NO_MEMORY;
  }
}
