import type { PictureType } from '#shared/domain/outbox/picture.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface StoredPicture {
  readonly sha256: string;
  readonly type: PictureType;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

export function readPicture(db: Db, sha256: string): StoredPicture | null {
  const row = prepared(
    db,
    'SELECT sha256, type, bytes, width, height FROM pictures WHERE sha256 = ?',
  ).get(sha256);
  return (row as StoredPicture | undefined) ?? null;
}

export function addPicture(db: Db, picture: StoredPicture, at: number, agentId: string): void {
  prepared(
    db,
    `INSERT INTO pictures (sha256, agent_id, type, bytes, width, height, put_at)
     VALUES (:sha256, :agentId, :type, :bytes, :width, :height, :at)
     ON CONFLICT (sha256) DO UPDATE SET put_at = excluded.put_at`,
  ).run({ ...picture, at, agentId });
}

export function dropPicture(db: Db, sha256: string): void {
  prepared(db, 'DELETE FROM pictures WHERE sha256 = ?').run(sha256);
}

/** What no text needs, and nobody has brought since. */
export function unneededPictures(db: Db, putBefore: number): string[] {
  return prepared(
    db,
    `SELECT sha256 FROM pictures WHERE put_at <= ?
       AND NOT EXISTS (SELECT 1 FROM text_pictures t WHERE t.sha256 = pictures.sha256)`,
  )
    .pluck()
    .all(putBefore) as string[];
}

export function isPictureNeeded(db: Db, sha256: string): boolean {
  return (
    prepared(db, 'SELECT 1 FROM text_pictures WHERE sha256 = ? LIMIT 1').get(sha256) !== undefined
  );
}

export function knownPictures(db: Db): Set<string> {
  return new Set(prepared(db, 'SELECT sha256 FROM pictures').pluck().all() as string[]);
}

/** What a text shows from now on; what it lets go is waited for by nobody. */
export function linkPictures(db: Db, textId: string, shown: readonly string[]): void {
  const before = prepared(db, 'SELECT sha256 FROM text_pictures WHERE text_id = ?')
    .pluck()
    .all(textId) as string[];
  const now = new Set(shown.filter((sha256) => sha256 !== ''));
  for (const sha256 of before.filter((one) => !now.has(one))) {
    prepared(db, 'DELETE FROM text_pictures WHERE text_id = ? AND sha256 = ?').run(textId, sha256);
    prepared(db, 'UPDATE pictures SET put_at = 0 WHERE sha256 = ?').run(sha256);
  }
  const link = prepared(db, 'INSERT OR IGNORE INTO text_pictures (text_id, sha256) VALUES (?, ?)');
  for (const sha256 of now) link.run(textId, sha256);
}
