import type { z } from 'zod';
import type { TeamAgent, teamMethods } from '#shared/contract/team.ts';
import { TEAM_FAULTS } from '#shared/domain/team/teamFile.ts';
import type { TeamFault } from '#shared/domain/team/teamFile.ts';
import { teamRecordSchema } from '#shared/domain/team/teamRecord.ts';
import type { TeamRecord } from '#shared/domain/team/teamRecord.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

type Output<Name extends keyof typeof teamMethods> = z.output<(typeof teamMethods)[Name]['output']>;
type Input<Name extends keyof typeof teamMethods> = z.output<(typeof teamMethods)[Name]['input']>;

interface Span {
  /** Epoch milliseconds, up to but without `to`. */
  readonly from: number;
  readonly to: number;
  readonly now: number;
  /** This app's own agent. */
  readonly own: string;
}

/** By name: nobody stands above anybody. */
export function teamOverview(db: Db, { from, to, now, own }: Span): Output<'team.overview'> {
  const agents = prepared(
    db,
    `SELECT a.id, a.name, a.made_at AS madeAt,
       count(*) FILTER (WHERE r.kind = 'call' AND ${IN}) AS calls,
       count(*) FILTER (WHERE r.kind = 'call' AND ${IN} AND ${ANSWERED}) AS answered,
       count(*) FILTER (WHERE r.kind = 'call' AND ${IN} AND ${MISSED}) AS missed,
       count(*) FILTER (WHERE r.open = 1) AS open,
       count(*) FILTER (WHERE r.open = 1 AND json_extract(r.body, '$.window.to') < :now) AS overdue,
       count(*) FILTER (WHERE ${ENDED} AND NOT json_extract(r.body, '$.end.late')) AS kept,
       count(*) FILTER (WHERE ${ENDED} AND json_extract(r.body, '$.end.late')) AS late
     FROM team_agents a LEFT JOIN team_records r
       ON r.agent_id = a.id AND r.kind IN ('call', 'promise')
         AND (r.open = 1 OR r.kind = 'promise' OR (${IN}))
     GROUP BY a.id ORDER BY a.name, a.id`,
  ).all({ from, to, now }) as Omit<TeamAgent, 'own'>[];
  const troubles = prepared(
    db,
    `SELECT json_extract(body, '$.trigger') AS "trigger", count(*) AS count FROM team_records
     WHERE kind = 'trouble' AND at >= ? AND at < ? GROUP BY 1 ORDER BY 2 DESC, 1`,
  ).all(from, to) as Output<'team.overview'>['troubles'];
  return {
    agents: agents.map((agent) => ({ ...agent, own: agent.id === own })),
    troubles,
    refused: refusedFiles(db),
  };
}

const IN = 'r.at >= :from AND r.at < :to';
const ANSWERED = `json_extract(r.body, '$.answeredAt') IS NOT NULL`;
const MISSED = `json_extract(r.body, '$.direction') = 'inbound'
  AND json_extract(r.body, '$.outcome') = 'missed'`;
const ENDED = `r.kind = 'promise' AND json_extract(r.body, '$.end.how') = 'kept'
  AND json_extract(r.body, '$.end.at') >= :from AND json_extract(r.body, '$.end.at') < :to`;

const MOST_REFUSED = 100;

function refusedFiles(db: Db): Output<'team.overview'>['refused'] {
  const rows = prepared(
    db,
    `SELECT f.name AS file, a.name AS agent, f.day, f.fault, f.looked_at AS at FROM team_files f
       LEFT JOIN team_agents a ON a.id = f.agent_id
     WHERE f.fault IS NOT NULL ORDER BY f.looked_at DESC, f.name LIMIT ?`,
  ).all(MOST_REFUSED) as (Omit<Output<'team.overview'>['refused'][number], 'fault'> & {
    readonly fault: string;
  })[];
  return rows.flatMap((row) => {
    const fault = TEAM_FAULTS.find((one) => one === row.fault);
    return fault === undefined ? [] : [{ ...row, fault }];
  });
}

interface StoredRow {
  readonly agentId: string;
  readonly agent: string;
  readonly at: number;
  readonly id: string;
  readonly body: string;
}

export function teamPromises(
  db: Db,
  { agentId, after, limit }: Input<'team.promises'>,
): Output<'team.promises'> {
  const rows = prepared(
    db,
    `SELECT r.agent_id AS agentId, a.name AS agent, r.due_at AS at, r.id, r.body
     FROM team_records r JOIN team_agents a ON a.id = r.agent_id
     WHERE r.open = 1 AND (:agentId IS NULL OR r.agent_id = :agentId)
       AND (r.due_at, r.id) > (:at, :id)
     ORDER BY r.due_at, r.id LIMIT :limit`,
  ).all({ agentId, at: after?.at ?? -1, id: after?.id ?? '', limit }) as StoredRow[];
  return {
    rows: rows.map((row) => ({ ...whose(row), promise: ofKind(row.body, 'promise') })),
    next: nextOf(rows, limit),
  };
}

export function teamCalls(
  db: Db,
  { agentId, text, after, limit }: Input<'team.calls'>,
): Output<'team.calls'> {
  const rows = prepared(
    db,
    `SELECT r.agent_id AS agentId, a.name AS agent, r.at, r.id, r.body
     FROM team_records r JOIN team_agents a ON a.id = r.agent_id
     WHERE r.kind = 'call' AND (:agentId IS NULL OR r.agent_id = :agentId)
       AND (r.at, r.id) < (:at, :id) AND (:text = '' OR instr(r.words, :text) > 0)
     ORDER BY r.at DESC, r.id DESC LIMIT :limit`,
  ).all({
    ...{ agentId, limit, text: text.trim().normalize('NFC').toLowerCase() },
    ...{ at: after?.at ?? Number.MAX_SAFE_INTEGER, id: after?.id ?? '' },
  }) as StoredRow[];
  return {
    rows: rows.map((row) => ({ ...whose(row), call: ofKind(row.body, 'call') })),
    next: nextOf(rows, limit),
  };
}

function whose({ agentId, agent }: StoredRow): { agentId: string; agent: string } {
  return { agentId, agent };
}

function nextOf(rows: readonly StoredRow[], limit: number): { at: number; id: string } | null {
  const last = rows.at(-1);
  return last === undefined || rows.length < limit ? null : { at: last.at, id: last.id };
}

function ofKind<Kind extends TeamRecord['kind']>(
  body: string,
  kind: Kind,
): Extract<TeamRecord, { kind: Kind }> {
  const record = teamRecordSchema.parse(JSON.parse(body));
  if (record.kind !== kind) throw new Error(`A ${record.kind} where a ${kind} should be.`);
  return record as Extract<TeamRecord, { kind: Kind }>;
}

/** What is known of a file in the folder. */
export interface TeamFileRow {
  readonly name: string;
  readonly agentId: string | null;
  readonly day: string | null;
  readonly mark: string;
  readonly keyId: string;
  readonly fault: TeamFault | null;
  readonly lookedAt: number;
  readonly madeAt: number | null;
  readonly records: number | null;
  readonly stations: readonly string[];
}

export function teamFiles(db: Db): Map<string, TeamFileRow> {
  const rows = prepared(
    db,
    `SELECT name, agent_id AS agentId, day, mark, key_id AS keyId, fault, looked_at AS lookedAt,
       made_at AS madeAt, records, stations FROM team_files`,
  ).all() as (Omit<TeamFileRow, 'stations'> & { readonly stations: string })[];
  return new Map(
    rows.map((row) => [row.name, { ...row, stations: JSON.parse(row.stations) as string[] }]),
  );
}

export function saveTeamFile(db: Db, row: TeamFileRow): void {
  prepared(
    db,
    `INSERT INTO team_files (name, agent_id, day, mark, key_id, fault, looked_at, made_at, records,
       stations)
     VALUES (:name, :agentId, :day, :mark, :keyId, :fault, :lookedAt, :madeAt, :records, :stations)
     ON CONFLICT (name) DO UPDATE SET agent_id = excluded.agent_id, day = excluded.day,
       mark = excluded.mark, key_id = excluded.key_id, fault = excluded.fault,
       looked_at = excluded.looked_at, made_at = excluded.made_at, records = excluded.records,
       stations = excluded.stations`,
  ).run({ ...row, stations: JSON.stringify(row.stations) });
}

/** A refused file that is gone is no trouble any more. */
export function forgetRefusedFile(db: Db, name: string): void {
  // What was merged under the name is remembered: an older one is not taken after it.
  prepared(db, 'DELETE FROM team_files WHERE name = ? AND made_at IS NULL').run(name);
  prepared(db, `UPDATE team_files SET fault = NULL, mark = '' WHERE name = ?`).run(name);
}

export function countRefusedFiles(db: Db): number {
  const count = prepared(db, 'SELECT count(*) FROM team_files WHERE fault IS NOT NULL').pluck();
  return count.get() as number;
}
