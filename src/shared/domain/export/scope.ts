import type { CallRow } from '../call/record.ts';
import type { ParsedCallFilter } from '../history/filter.ts';
import { foldedTag } from '../history/tags.ts';
import { gradeOfSummary } from '../quality/callQuality.ts';
import type { Dataset } from './columns.ts';

/**
 * What a filter of calls means for what is no call: its own time always, and beside that whatever it has
 * itself or its call has. The rest is left out, and the page says so before anything is written.
 */

/** Parts of a filter that leave rows out. */
export type FilterField = Exclude<keyof ParsedCallFilter, 'from' | 'to'>;

/** What the line of a call in the log tells. */
const OF_THE_CALL = [
  ...(['direction', 'outcome', 'type', 'result', 'reason', 'tag'] as const),
  ...(['quality', 'recorded', 'voicemail', 'undisposedSince'] as const),
] as const satisfies readonly FilterField[];

const HEEDED: Readonly<Record<Exclude<Dataset, 'calls'>, ReadonlySet<FilterField>>> = {
  promises: new Set(['text', 'agentId', 'practice', 'promise', ...OF_THE_CALL]),
  texts: new Set(['text', 'agentId', 'practice', 'texted', ...OF_THE_CALL]),
  abuse: new Set(['text', 'agentId', 'practice', ...OF_THE_CALL]),
  absences: new Set(['agentId', 'reason']),
};

/** Whether a part of a filter of calls narrows these rows too. */
export function heeds(dataset: Dataset, field: FilterField): boolean {
  return dataset === 'calls' || HEEDED[dataset].has(field);
}

/** Whether a filter asks for anything that only a call can tell. */
export function asksForCall(filter: ParsedCallFilter): boolean {
  return OF_THE_CALL.some((field) => filter[field] !== undefined);
}

/** Whether the call of a row is one of those that are meant; what has none, or a lost one, is not. */
export function isCallMeant(call: CallRow | null, filter: ParsedCallFilter): boolean {
  if (call === null) return false;
  const { direction, outcome, type, result, reason, tag, quality, recorded, voicemail } = filter;
  const { disposition } = call;
  const since = filter.undisposedSince;
  const wanted: readonly boolean[] = [
    direction === undefined || call.direction === direction,
    outcome === undefined || call.outcome === outcome,
    type === undefined || (disposition?.path.some(({ id }) => id === type) ?? false),
    result === undefined || disposition?.result?.id === result,
    reason === undefined || call.treated?.reasonId === reason,
    tag === undefined || call.tags.some((one) => foldedTag(one) === foldedTag(tag)),
    quality === undefined || (call.quality !== null && gradeOfSummary(call.quality) === quality),
    recorded === undefined || call.recorded,
    voicemail === undefined ||
      (voicemail === 'new' ? call.voicemail === 'new' : call.voicemail !== null),
    since === undefined || isUndisposed(call, since),
  ];
  return wanted.every(Boolean);
}

function isUndisposed(call: CallRow, since: number): boolean {
  const talked = call.answeredAt !== null && call.endedAt !== null && call.service === null;
  return talked && call.disposition === null && call.startedAt >= since;
}
