import type { CallRow } from '../call/record.ts';
import { customerKey } from '../callback/record.ts';
import type { CallDisposition } from '../disposition/disposition.ts';
import { foldedTag, MOST_TAGS } from './tags.ts';

/**
 * One thing done to many calls, and taken back as one. What is written are the facts that a single edit
 * writes, each on what the call is at that moment: nothing that was done in between is undone with it.
 */

export type BulkEdit =
  | { readonly kind: 'addTag' | 'removeTag'; readonly tag: string }
  | { readonly kind: 'dispose'; readonly disposition: CallDisposition };

/** What becomes of one call; the body of a fact, and what stood there before. */
export type Change =
  | {
      readonly type: 'tagged';
      readonly callId: string;
      readonly before: readonly string[];
      readonly tags: readonly string[];
    }
  | {
      readonly type: 'disposed';
      readonly callId: string;
      readonly before: CallDisposition | null;
      readonly disposition: CallDisposition | null;
    };

/** Why a call is left as it is: it is so already, it has all the tags it can, or nobody talked. */
export type LeftWhy = 'same' | 'full' | 'untalked';

export interface BulkPlan {
  readonly changes: readonly Change[];
  readonly left: readonly { readonly callId: string; readonly why: LeftWhy }[];
}

type Row = Pick<CallRow, 'id' | 'tags' | 'disposition' | 'answeredAt' | 'service'>;

/** @param rows as they are now */
export function planOf(rows: readonly Row[], edit: BulkEdit): BulkPlan {
  const each = rows.map((row) => ({ callId: row.id, what: changeOf(row, edit) }));
  return {
    changes: each.flatMap(({ what }) => (typeof what === 'string' ? [] : [what])),
    left: each.flatMap(({ callId, what }) =>
      typeof what === 'string' ? [{ callId, why: what }] : [],
    ),
  };
}

function changeOf(row: Row, edit: BulkEdit): Change | LeftWhy {
  if (edit.kind === 'dispose') return disposedChange(row, edit.disposition);
  const has = row.tags.some((one) => isSameTag(one, edit.tag));
  if (has === (edit.kind === 'addTag')) return 'same';
  if (edit.kind === 'addTag' && row.tags.length >= MOST_TAGS) return 'full';
  return taggedChange(row, edit.kind === 'addTag', edit.tag);
}

function taggedChange({ id, tags: before }: Row, add: boolean, tag: string): Change {
  const tags = add ? [...before, tag] : before.filter((one) => !isSameTag(one, tag));
  return { type: 'tagged', callId: id, before, tags };
}

function disposedChange(row: Row, disposition: CallDisposition): Change | LeftWhy {
  if (row.answeredAt === null || row.service !== null) return 'untalked';
  if (isSame(row.disposition, disposition)) return 'same';
  return { type: 'disposed', callId: row.id, before: row.disposition, disposition };
}

/**
 * What takes an edit back: of the tags only the one that it was about, and a disposition only where it is
 * still the one that was chosen.
 * @param rows as they are now; a call that is no more has nothing to take back
 */
export function undoOf(changes: readonly Change[], edit: BulkEdit, rows: readonly Row[]): BulkPlan {
  const now = new Map(rows.map((row) => [row.id, row]));
  const touched = changes.flatMap((change) => {
    const row = now.get(change.callId);
    return row ? [{ change, row }] : [];
  });
  if (edit.kind !== 'dispose') {
    const back = edit.kind === 'addTag' ? 'removeTag' : 'addTag';
    return planOf(
      touched.map(({ row }) => row),
      { kind: back, tag: edit.tag },
    );
  }
  const still = touched.filter(({ row }) => isSame(row.disposition, edit.disposition));
  return {
    changes: still.flatMap(({ change, row }) =>
      change.type === 'disposed'
        ? [{ ...change, before: row.disposition, disposition: change.before }]
        : [],
    ),
    left: touched
      .filter(({ row }) => !isSame(row.disposition, edit.disposition))
      .map(({ row }) => ({ callId: row.id, why: 'same' as const })),
  };
}

const isSameTag = (one: string, other: string): boolean => foldedTag(one) === foldedTag(other);

function isSame(one: CallDisposition | null, other: CallDisposition | null): boolean {
  const parts = (of: CallDisposition | null): string =>
    of === null
      ? ''
      : [of.path.map(({ id }) => id).join('/'), of.result?.id ?? '', of.without ?? ''].join(' ');
  return parts(one) === parts(other);
}

/** Tags that any of these calls has, those of most calls first. */
export function tagsOfRows(rows: readonly Pick<CallRow, 'tags'>[]): readonly string[] {
  const found = new Map<string, { readonly tag: string; count: number }>();
  for (const tag of rows.flatMap(({ tags }) => tags)) {
    const known = found.get(foldedTag(tag));
    if (known) known.count += 1;
    else found.set(foldedTag(tag), { tag, count: 1 });
  }
  return [...found.values()].toSorted((a, b) => b.count - a.count).map(({ tag }) => tag);
}

type Missed = Pick<
  CallRow,
  'id' | 'direction' | 'outcome' | 'service' | 'dialled' | 'e164' | 'practice' | 'startedAt'
>;

/**
 * Whom to call back: one call for each customer, the newest that was missed, with when they first wanted
 * somebody. A customer who has a promise already is left out.
 */
export function toCallBack<R extends Missed>(
  rows: readonly R[],
  isPromised: (row: R) => boolean,
): readonly { readonly call: R; readonly cryAt: number }[] {
  const missed = rows.filter(
    ({ direction, outcome, service, dialled }) =>
      direction === 'inbound' && outcome === 'missed' && service === null && dialled !== '',
  );
  const groups = Map.groupBy(
    missed,
    (row) => `${row.practice ? 'practice' : 'line'} ${customerKey(row)}`,
  );
  return [...groups.values()].flatMap((calls) => {
    const [newest] = calls.toSorted((a, b) => b.startedAt - a.startedAt);
    if (!newest || isPromised(newest)) return [];
    return [{ call: newest, cryAt: Math.min(...calls.map(({ startedAt }) => startedAt)) }];
  });
}
