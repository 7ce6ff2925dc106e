import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  FURTHEST_AHEAD_MS,
  headerLine,
  LARGEST_TEAM_FILE,
  MOST_TEAM_RECORDS,
  readHeader,
  readRecord,
  recordLine,
  takeApart,
  trailerLine,
} from '#shared/domain/team/teamFile.ts';
import type { LineFault, TeamFault, TeamHeader } from '#shared/domain/team/teamFile.ts';
import type { TeamRecord } from '#shared/domain/team/teamRecord.ts';
import type { TeamKey } from './teamKey.ts';

/** Lines read before others have their turn. */
const LINES_AT_A_TIME = 200;
const LINE_FEED = 10;

/** @returns null where it would be larger than anybody reads */
export function writeTeamText(
  header: Omit<TeamHeader, 'key'>,
  records: readonly TeamRecord[],
  key: TeamKey | null,
): string | null {
  if (records.length > MOST_TEAM_RECORDS) return null;
  const signed = headerLine({ ...header, key: key?.id ?? null }) + records.map(recordLine).join('');
  const text =
    signed +
    trailerLine({
      records: records.length,
      sha256: createHash('sha256').update(signed, 'utf8').digest('hex'),
      mac: key?.sign(signed) ?? null,
    });
  return Buffer.byteLength(text, 'utf8') > LARGEST_TEAM_FILE ? null : text;
}

export interface ReadTeamText {
  readonly header: TeamHeader;
  /** `none`: nobody has signed it. `unchecked`: somebody has, with a key, and there is none here. */
  readonly signature: 'right' | 'unchecked' | 'none';
  readonly records: readonly TeamRecord[];
  /** The header is line 1. */
  readonly faults: readonly { readonly line: number; readonly why: LineFault }[];
}

/** What a text of somebody else's says; as little as possible is done with it before it is checked. */
export async function readTeamText(
  bytes: Uint8Array,
  { key, now }: { readonly key: TeamKey | null; readonly now: number },
): Promise<ReadTeamText | TeamFault> {
  if (bytes.length > LARGEST_TEAM_FILE) return 'too-large';
  // A cut goes through characters as well.
  if (bytes.at(-1) !== LINE_FEED) return 'partial';
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return 'altered';
  }
  const apart = takeApart(text);
  if (typeof apart === 'string') return apart;
  const { signed, trailer } = apart;
  if (createHash('sha256').update(signed, 'utf8').digest('hex') !== trailer.sha256) {
    return 'altered';
  }
  const header = readHeader(apart.header);
  // Whose key it says it is decides what is said of it, and nothing else.
  if (header !== null && (header.key === null) !== (trailer.mac === null)) return 'altered';
  if (header !== null && header.key !== null && key !== null && header.key !== key.id) {
    return 'wrong-key';
  }
  if (key !== null && trailer.mac !== null && !key.isSignedBy(signed, trailer.mac)) {
    return 'altered';
  }
  if (header === null || apart.records.length > MOST_TEAM_RECORDS) return 'invalid';
  if (header.from >= header.to) return 'invalid';
  if (header.madeAt > now + FURTHEST_AHEAD_MS) return 'future';
  const seen = new Set<string>();
  const records: TeamRecord[] = [];
  const faults: { line: number; why: LineFault }[] = [];
  for (const [index, line] of apart.records.entries()) {
    if (index % LINES_AT_A_TIME === LINES_AT_A_TIME - 1) await nextTurn();
    const read = readRecord(line, seen);
    if (typeof read === 'string') faults.push({ line: index + 2, why: read });
    else records.push(read);
  }
  const signature =
    trailer.mac === null ? 'none' : key === null ? ('unchecked' as const) : ('right' as const);
  return { header, signature, records, faults };
}
