import { lockFolder } from '#host/db/folderLock.ts';

/*
 * Reaches for a data folder at the moment its parent names, to the millisecond, in a process of its own.
 * It says whether it got it, and keeps it until it is told of the next.
 */
let release: (() => void) | null = null;

process.on('message', ({ dataDir, at }: { dataDir: string; at: number }) => {
  release?.();
  release = null;
  // Busy, not asleep: a timer is a millisecond late, and the race is over in less.
  while (Date.now() < at);
  try {
    release = lockFolder(dataDir);
  } catch {
    // The other has it.
  }
  process.send?.(release !== null);
});
process.send?.('ready');
