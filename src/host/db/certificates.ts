import { createHash } from 'node:crypto';
import type { Certificate } from '#shared/contract/privacy.ts';
import { certificateBodySchema, certificateText } from '#shared/domain/privacy/certificate.ts';
import type { CertificateBody } from '#shared/domain/privacy/certificate.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface NewCertificate {
  readonly id: string;
  readonly at: number;
  readonly who: string;
  readonly body: CertificateBody;
}

interface Row {
  readonly no: number;
  readonly id: string;
  readonly at: number;
  readonly who: string;
  readonly body: string;
  readonly hash: string;
}

const COLUMNS = 'no, id, at, who, body, hash';

/** The next number, and a hash that binds it to the one before. Within a transaction. */
export function addCertificate(db: Db, made: NewCertificate, agentId: string): Certificate {
  const last = prepared(
    db,
    `SELECT ${COLUMNS} FROM certificates ORDER BY no DESC LIMIT 1`,
  ).get() as Row | undefined;
  const { id, at, who } = made;
  const row = { no: (last?.no ?? 0) + 1, id, at, who, body: JSON.stringify(made.body) };
  const hash = hashOf(row, last?.hash ?? '');
  prepared(
    db,
    `INSERT INTO certificates (no, id, agent_id, at, who, body, hash)
     VALUES (:no, :id, :agentId, :at, :who, :body, :hash)`,
  ).run({ ...row, agentId, hash });
  return { no: row.no, id, at, who, body: made.body, hash, sound: true };
}

/** The newest first; `sound`: the hash is that of what stands there and of the one before. */
export function allCertificates(db: Db): Certificate[] {
  const rows = prepared(db, `SELECT ${COLUMNS} FROM certificates ORDER BY no`).all() as Row[];
  return rows
    .map((row, index) => ({
      ...row,
      body: certificateBodySchema.parse(JSON.parse(row.body)),
      sound: row.hash === hashOf(row, rows[index - 1]?.hash ?? ''),
    }))
    .reverse();
}

function hashOf(row: Omit<Row, 'hash'>, before: string): string {
  return createHash('sha256').update(certificateText(row, before)).digest('hex');
}
