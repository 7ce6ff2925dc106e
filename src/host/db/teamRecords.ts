import { mergeVerdict } from '#shared/domain/team/merging.ts';
import type { MergeVerdict } from '#shared/domain/team/merging.ts';
import {
  isOpenPromise,
  searchWords,
  teamRecordSchema,
  withoutWho,
} from '#shared/domain/team/teamRecord.ts';
import type { TeamRecord } from '#shared/domain/team/teamRecord.ts';
import type { TeamHeader } from '#shared/domain/team/teamFile.ts';
import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';

export interface MergeOrder {
  readonly header: Pick<TeamHeader, 'agentId' | 'name' | 'zone' | 'madeAt'>;
  readonly records: readonly TeamRecord[];
  /** What a number is known by in the team; itself without a key. */
  readonly customerOf: (numberKey: string) => string;
}

/** `forgotten`: of before what is kept. */
export type MergeCounts = Readonly<Record<MergeVerdict | 'forgotten', number>>;

interface Step {
  readonly verdict: MergeVerdict | 'forgotten';
  readonly record: TeamRecord;
  readonly customer: string | null;
  readonly body: string;
}

/** What would become of each record; stores nothing. */
export function planTeamMerge(db: Db, order: MergeOrder): MergeCounts {
  return counted(steps(db, order));
}

/** In one transaction of the caller's. Doing it twice changes nothing. */
export function mergeTeamRecords(db: Db, order: MergeOrder): MergeCounts {
  const { agentId, name, zone, madeAt } = order.header;
  prepared(
    db,
    `INSERT INTO team_agents (id, name, zone, made_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, zone = excluded.zone,
       made_at = excluded.made_at WHERE excluded.made_at > made_at`,
  ).run(agentId, name, zone, madeAt);
  const done = steps(db, order);
  const save = prepared(
    db,
    `INSERT INTO team_records (agent_id, kind, id, revision, made_at, at, customer, open, due_at,
       words, body)
     VALUES (:agentId, :kind, :id, :revision, :madeAt, :at, :customer, :open, :dueAt, :words, :body)
     ON CONFLICT (agent_id, kind, id) DO UPDATE SET revision = excluded.revision,
       made_at = excluded.made_at, at = excluded.at, customer = excluded.customer,
       open = excluded.open, due_at = excluded.due_at, words = excluded.words,
       body = excluded.body`,
  );
  for (const { verdict, record, customer, body } of done) {
    if (verdict !== 'added' && verdict !== 'changed') continue;
    const { kind, id, revision, at } = record;
    save.run({
      ...{ agentId, kind, id, revision, madeAt, at, customer, body },
      open: isOpenPromise(record) ? 1 : 0,
      dueAt: record.kind === 'promise' ? record.dueAt : null,
      words: searchWords(record),
    });
  }
  return counted(done);
}

function steps(db: Db, { header, records, customerOf }: MergeOrder): Step[] {
  const there = prepared(
    db,
    `SELECT revision, made_at AS madeAt, body FROM team_records
     WHERE agent_id = ? AND kind = ? AND id = ?`,
  );
  const erasedAt = prepared(db, 'SELECT at FROM team_erasures WHERE customer = ?').pluck();
  const keptFrom = Number(readMeta(db, 'team_kept_from') ?? 0);
  return records.map((came) => {
    const customer = customerIn(came, customerOf);
    const erased = customer === null ? undefined : (erasedAt.get(customer) as number | undefined);
    const isErased = erased !== undefined && came.at <= erased;
    const record = isErased ? withoutWho(came) : came;
    const body = JSON.stringify(record);
    const comes = { revision: record.revision, madeAt: header.madeAt, body };
    const before = there.get(header.agentId, record.kind, record.id) as typeof comes | undefined;
    const isForgotten = record.at < keptFrom && !isOpenPromise(record);
    const verdict = isForgotten ? 'forgotten' : mergeVerdict(before ?? null, comes);
    return { verdict, record, body, customer: isErased ? null : customer };
  });
}

function customerIn(record: TeamRecord, customerOf: (key: string) => string): string | null {
  if (!('who' in record)) return null;
  const { customer, number, e164 } = record.who;
  if (customer !== null) return customer;
  // A masked number is nobody's.
  if (number === '' || number.includes('*')) return null;
  return customerOf(numberKey({ e164, dialled: number }));
}

function counted(done: readonly Step[]): MergeCounts {
  const counts = { added: 0, changed: 0, unchanged: 0, older: 0, forgotten: 0 };
  for (const { verdict } of done) counts[verdict] += 1;
  return counts;
}

/**
 * Takes whose they are out of all records of a customer, and keeps it from coming back with a file.
 * @param customers what their numbers are known by in the team, by every key there was
 * @param at up to then; epoch milliseconds
 */
export function eraseTeamCustomer(db: Db, customers: readonly string[], at: number): number {
  let erased = 0;
  const mark = prepared(
    db,
    `INSERT INTO team_erasures (customer, at) VALUES (?, ?)
     ON CONFLICT (customer) DO UPDATE SET at = max(at, excluded.at)`,
  );
  const find = prepared(db, 'SELECT agent_id, kind, id, body FROM team_records WHERE customer = ?');
  const empty = prepared(
    db,
    `UPDATE team_records SET customer = NULL, words = '', body = ?
     WHERE agent_id = ? AND kind = ? AND id = ?`,
  );
  for (const customer of new Set(customers)) {
    mark.run(customer, at);
    const rows = find.all(customer) as {
      readonly agent_id: string;
      readonly kind: string;
      readonly id: string;
      readonly body: string;
    }[];
    for (const { agent_id, kind, id, body } of rows) {
      const bare = withoutWho(teamRecordSchema.parse(JSON.parse(body)));
      empty.run(JSON.stringify(bare), agent_id, kind, id);
      erased += 1;
    }
  }
  return erased;
}

/**
 * What the team's files told of before a moment; a promise that is still owed stays. Files that lie in
 * the folder yet do not bring it back.
 * @param time epoch milliseconds
 * @returns how many records are gone
 */
export function deleteTeamRecordsBefore(db: Db, time: number): number {
  const kept = Math.max(time, Number(readMeta(db, 'team_kept_from') ?? 0));
  writeMeta(db, 'team_kept_from', String(kept));
  // What they kept away is gone itself.
  prepared(db, 'DELETE FROM team_erasures WHERE at < ?').run(time);
  prepared(db, 'DELETE FROM team_files WHERE looked_at < ?').run(time);
  const { changes } = prepared(db, 'DELETE FROM team_records WHERE at < ? AND open = 0').run(time);
  return changes;
}
