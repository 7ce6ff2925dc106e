import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * How a second start hands its link to the host that already has the data folder. Whoever may read
 * the folder may do so, and nobody else: the secret opens no more than the door for links.
 */

export const HAND_OVER_PATH = '/link';
const FILE = 'hand-over.json';
/** The other host is in this computer, and either answers at once or is gone. */
const LIMIT_MS = 2_000;

interface Door {
  readonly port: number;
  readonly secret: string;
}

/** @returns takes the notice away again */
export function postDoor(dataDir: string, door: Door): () => void {
  const path = join(dataDir, FILE);
  // Removed first: an old one would keep its own mode.
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify(door), { mode: 0o600, flag: 'wx' });
  return () => rmSync(path, { force: true });
}

/** @returns whether the host of this data folder took the link */
export async function handOver(dataDir: string, link: string): Promise<boolean> {
  const door = readDoor(dataDir);
  if (!door) return false;
  try {
    const response = await fetch(`http://127.0.0.1:${door.port}${HAND_OVER_PATH}`, {
      method: 'POST',
      headers: { authorization: `HandOver ${door.secret}`, 'content-type': 'text/plain' },
      body: link,
      redirect: 'error',
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    return response.status === 204;
  } catch {
    // Left over from a host that was killed.
    return false;
  }
}

function readDoor(dataDir: string): Door | null {
  try {
    const { port, secret } = JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')) as Partial<Door>;
    const usable = Number.isInteger(port) && typeof secret === 'string' && /^[\w-]+$/.test(secret);
    return usable ? { port: port ?? 0, secret: secret ?? '' } : null;
  } catch {
    return null;
  }
}
