import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDERS_THAT_MOVE } from '#host/move/dataFolder.ts';
import { openForLooking } from '#host/db/database.ts';
import { databasePath } from '#host/db/files.ts';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { MoveState } from '#shared/contract/move.ts';
import { MOVE_PIECE_BYTES } from '#shared/domain/move/moveFile.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { png } from '../support/pictures.ts';
import { wholeCall } from './facts.ts';

/* Data folders with something in each part, and the way of a file from one to the other. */

type Client = RpcClient<IeumContract>;

export const PASSPHRASE = '푸른 하늘 은하수 하얀 쪽배';

/** Calls through the host, files as the services write them. */
export async function fill(
  client: Client,
  dataDir: string,
  { name, calls = 3, files = 4 }: { name: string; calls?: number; files?: number },
): Promise<void> {
  for (let n = 0; n < calls; n += 1) {
    await client.call('calls.append', { facts: wholeCall({ name: `${name} ${n}` }) });
  }
  for (const folder of ['greetings', 'recordings']) {
    mkdirSync(join(dataDir, folder), { recursive: true });
    for (let n = 0; n < files; n += 1) {
      const bytes = Buffer.alloc(20_000 + n * 70_001, `${name} ${folder} ${n} `);
      writeFileSync(join(dataDir, folder, `${newId()}.ogg`), bytes);
    }
  }
  // The host drops those that it does not know.
  for (let n = 0; n < files; n += 1) {
    const picture = png({ width: 100 + n, height: 100 + name.length, bytes: 3_000 });
    await client.call('pictures.put', { bytes: picture.toString('base64') });
  }
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Everything of a person in a data folder, in one string that differs when a byte of it does. */
export function fingerprint(dataDir: string): string {
  const db = openForLooking(databasePath(dataDir));
  try {
    const ok: unknown = db.pragma('integrity_check', { simple: true });
    const calls = db.prepare('SELECT name FROM calls ORDER BY name').pluck().all();
    const agent: unknown = db
      .prepare("SELECT value FROM meta WHERE key = 'agent_id'")
      .pluck()
      .get();
    return JSON.stringify([ok, agent, calls, filesOf(dataDir)]);
  } finally {
    db.close();
  }
}

export function filesOf(dataDir: string): string[] {
  return FOLDERS_THAT_MOVE.flatMap((folder) =>
    namesIn(join(dataDir, folder)).map(
      (name) => `${folder}/${name} ${hash(readFileSync(join(dataDir, folder, name)))}`,
    ),
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** @returns the state in which it does not go on by itself */
export function settled(client: Client): Promise<MoveState> {
  return new Promise((resolve) => {
    const stop = client.on('move.changed', (state) => {
      if (['packing', 'receiving', 'opening'].includes(state.step)) return;
      stop();
      resolve(state);
    });
  });
}

export async function send(client: Client, bytes: Buffer): Promise<void> {
  await client.call('move.receive', { bytes: bytes.length });
  for (let at = 0; at < bytes.length; at += MOVE_PIECE_BYTES) {
    const data = bytes.subarray(at, at + MOVE_PIECE_BYTES).toString('base64');
    await client.call('move.piece', { at, data });
  }
}

export async function open(client: Client, passphrase = PASSPHRASE): Promise<MoveState> {
  const over = settled(client);
  await client.call('move.open', { passphrase });
  return over;
}
