import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import { eraseContact } from '../contactErasure.ts';
import { prepared } from '../database.ts';
import { deleteTeamRecordsBefore } from '../teamRecords.ts';
import { destroying, rowsAfter, staysWith } from './candidates.ts';
import type { Place, Store } from './candidates.ts';

/** Spans of being there or away, and the facts that lie before the first span that is left. */
export const spanStore: Store = {
  due: (db, before, after, limit) =>
    rowsAfter<object>(
      db,
      {
        columns: 'id, from_at AS at',
        from: 'availability_spans',
        at: 'from_at',
        and: 'to_at IS NOT NULL',
      },
      ...([before, after, limit] as const),
    ).map(({ id, at }) => ({ id, at, stays: null })),
  remove(db, ids) {
    for (const id of ids) prepared(db, 'DELETE FROM availability_spans WHERE id = ?').run(id);
    const old = prepared(
      db,
      `SELECT id FROM availability_events
       WHERE at < (SELECT min(from_at) FROM availability_spans)
         AND seq < (SELECT max(seq) FROM availability_events)`,
    )
      .pluck()
      .all() as string[];
    destroying(db, old, () => {
      const gone = prepared(db, 'DELETE FROM availability_events WHERE id = ?');
      for (const id of old) gone.run(id);
    });
  },
};

/** Records of abuse, once their case is closed. */
export const abuseStore: Store = {
  due: (db, before, after, limit, standing) =>
    rowsAfter<{ callId: string; closed: number | null }>(
      db,
      {
        columns: 'id, begun_at AS at, call_id AS callId, closed_at AS closed',
        from: 'abuse_cases',
        at: 'begun_at',
      },
      ...([before, after, limit] as const),
    ).map(({ id, at, callId, closed }) => {
      if (closed === null) return { id, at, stays: 'open' };
      if (standing.held.calls.has(callId)) return { id, at, stays: 'hold' };
      const call = prepared(db, 'SELECT e164, dialled FROM calls WHERE id = ?').get(callId) as
        { e164: string | null; dialled: string } | undefined;
      return { id, at, stays: call ? staysWith(standing, numberKey(call)) : null };
    }),
  remove(db, ids) {
    destroying(db, ids, () => {
      for (const id of ids) {
        prepared(db, 'DELETE FROM abuse_events WHERE case_id = ?').run(id);
        prepared(db, 'DELETE FROM abuse_cases WHERE id = ?').run(id);
      }
    });
  },
};

/** Nothing was between them and us since: no call, text, message or promise. */
const SILENT = `favourite = 0
  AND NOT EXISTS (SELECT 1 FROM speed_dial s WHERE s.contact_id = contacts.id)
  AND NOT EXISTS (
    SELECT 1 FROM contact_numbers n WHERE n.contact_id = contacts.id AND (
      EXISTS (SELECT 1 FROM calls c WHERE c.e164 = n.key AND c.started_at >= contacts.changed_at)
      OR EXISTS (SELECT 1 FROM calls c WHERE c.e164 IS NULL
        AND lower(replace(replace(c.dialled, '.', ''), '-', '')) = n.key)
      OR EXISTS (SELECT 1 FROM outbox o WHERE o.customer = n.key)
      OR EXISTS (SELECT 1 FROM promises p WHERE p.customer = n.key)
      OR EXISTS (SELECT 1 FROM messages m WHERE m.thread = n.key)))`;

/**
 * Contacts that nobody has changed for so long and with whom there has been nothing since. What there
 * was before goes by its own term first. A customer's card keeps them.
 */
export const contactStore: Store = {
  due: (db, before, after, limit, standing) =>
    rowsAfter<object>(
      db,
      { columns: 'id, changed_at AS at', from: 'contacts', at: 'changed_at', and: SILENT },
      ...([before, after, limit] as const),
    ).map(({ id, at }) => {
      const keys = prepared(db, 'SELECT key FROM contact_numbers WHERE contact_id = ?')
        .pluck()
        .all(id) as string[];
      const card = prepared(db, 'SELECT 1 FROM customer_numbers WHERE key = ? LIMIT 1');
      const stays = keys.map((key) => staysWith(standing, key)).find((why) => why !== null);
      return { id, at, stays: stays ?? (keys.some((key) => card.get(key)) ? 'needed' : null) };
    }),
  remove(db, ids) {
    for (const id of ids) eraseContact(db, id);
  },
};

/** Entries of the access log; its least term is the rule's (`retentionSettingsSchema`). */
export const accessStore: Store = {
  due: (db, before, after, limit, { held }) =>
    rowsAfter<{ subjectId: string; who: string | null }>(
      db,
      {
        columns: `id, at, subject_id AS subjectId,
          (SELECT person FROM access_people WHERE ref = access_log.person) AS who`,
        from: 'access_log',
        at: 'at',
      },
      ...([before, after, limit] as const),
    ).map(({ id, at, subjectId, who }) => ({
      ...{ id, at },
      stays:
        held.customers.has(subjectId) ||
        held.calls.has(subjectId) ||
        held.recordings.has(subjectId) ||
        (who !== null && held.keys.has(who))
          ? 'hold'
          : null,
    })),
  remove(db, ids) {
    const forget = prepared(
      db,
      `DELETE FROM access_people WHERE ref = ?1
         AND NOT EXISTS (SELECT 1 FROM access_log WHERE person = ?1)`,
    );
    destroying(db, ids, () => {
      const gone = prepared(db, 'DELETE FROM access_log WHERE id = ? RETURNING person').pluck();
      const refs = ids.flatMap((id) => gone.all(id) as (string | null)[]);
      for (const ref of new Set(refs)) if (ref !== null) forget.run(ref);
    });
  },
};

/** Counted by the thing, gone by the time: the team's own rule keeps files from bringing it back. */
export const teamStore: Store = {
  due: (db, before, after, limit) =>
    (
      prepared(
        db,
        `SELECT agent_id || ' ' || kind || ' ' || id AS id, at, open FROM team_records
         WHERE (at, agent_id || ' ' || kind || ' ' || id) > (?, ?) AND at < ?
         ORDER BY at, agent_id || ' ' || kind || ' ' || id LIMIT ?`,
      ).all(after.at, after.id, before, limit) as (Place & { readonly open: number })[]
    ).map(({ id, at, open }) => ({ id, at, stays: open === 1 ? 'open' : null })),
  remove(db, ids, through) {
    if (ids.length > 0) deleteTeamRecordsBefore(db, through + 1);
  },
};

/** Sound that is there; the file is the recordings' own to remove. */
export function recordingStore(kind: 'call' | 'voicemail'): Store {
  return {
    due: (db, before, after, limit, standing) =>
      rowsAfter<{ callId: string }>(
        db,
        {
          columns: 'id, started_at AS at, call_id AS callId',
          from: 'recordings',
          at: 'started_at',
          and: `removed_at IS NULL AND state <> 'open' AND kind = '${kind}'`,
        },
        ...([before, after, limit] as const),
      ).map(({ id, at, callId }) => {
        const { held } = standing;
        const call = prepared(db, 'SELECT e164, dialled FROM calls WHERE id = ?').get(callId) as
          { e164: string | null; dialled: string } | undefined;
        const isHeld =
          held.recordings.has(id) ||
          held.calls.has(callId) ||
          (call !== undefined && held.keys.has(numberKey(call)));
        return { id, at, stays: isHeld ? 'hold' : null };
      }),
    remove: () => undefined,
  };
}
