import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';
import { SHARED_NUMBERS } from './teamSettings.ts';
import { teamRecordSchema } from './teamRecord.ts';
import type { TeamRecord } from './teamRecord.ts';

/**
 * A day of an agent as a file: JSON Lines, a header, a record a line, a trailer. Exactly one text says
 * one thing: whatever is written otherwise was not written by the app.
 */
export const TEAM_FORM = 'ieum-team';
export const TEAM_VERSION = 1;
/** Bytes. A day of five hundred calls has some 300 kB. */
export const LARGEST_TEAM_FILE = 4_194_304;
export const MOST_TEAM_RECORDS = 5_000;
/** How far the clock of whoever wrote may be ahead of ours; milliseconds. */
export const FURTHEST_AHEAD_MS = 3_600_000;

export const TEAM_FAULTS = [
  /** The name is not that of what is in it. */
  'name',
  /** A link, a folder or a device. */
  'link',
  'too-large',
  /** Its end is not there: cut, or still being written. */
  'partial',
  /** It is not as it was written. */
  'altered',
  'wrong-key',
  'unsigned',
  /** Of a newer Ieum. */
  'version',
  /** Signed, and not what a file holds. */
  'invalid',
  'future',
  /** Written before one that has been read. */
  'older',
  /** Two apps call themselves by one id. */
  'duplicate-agent',
  'unreadable',
] as const;
export type TeamFault = (typeof TEAM_FAULTS)[number];

export const LINE_FAULTS = ['not-json', 'invalid', 'twice'] as const;
export type LineFault = (typeof LINE_FAULTS)[number];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const hex = (length: number): z.ZodString => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));

export const teamHeaderSchema = z.strictObject({
  form: z.literal(TEAM_FORM),
  version: z.literal(TEAM_VERSION),
  agentId: idSchema,
  name: z.string().max(64),
  /** On the clock of the zone. */
  day: z.string().regex(DAY),
  /** As the tz database names it. */
  zone: z.string().max(64),
  /** Epoch milliseconds, up to but without `to`. */
  from: timeSchema,
  to: timeSchema,
  madeAt: timeSchema,
  /** Which installation wrote it: tells a copied data folder from the agent's own. */
  station: hex(16),
  numbers: z.enum(SHARED_NUMBERS),
  notes: z.boolean(),
  /** Which key it is signed with; null: with none. */
  key: hex(8).nullable(),
});
export type TeamHeader = z.infer<typeof teamHeaderSchema>;

const trailerSchema = z.strictObject({
  end: z.literal(TEAM_FORM),
  records: z.number().int().min(0),
  sha256: hex(64),
  /** HMAC-SHA-256 over the same bytes; null where it is signed with no key. */
  mac: hex(64).nullable(),
});
export type TeamTrailer = z.infer<typeof trailerSchema>;

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const NAME = new RegExp(`^ieum-team-(${ID})-(\\d{4}-\\d{2}-\\d{2})\\.jsonl$`);
const UNFINISHED = new RegExp(`^\\.ieum-team-(${ID})-\\d{4}-\\d{2}-\\d{2}\\.[0-9a-f]{8}\\.part$`);

export function teamFileName(agentId: string, day: string): string {
  return `ieum-team-${agentId}-${day}.jsonl`;
}

/** What it is called until it is whole. @param mark eight hexadecimal digits */
export function unfinishedName(agentId: string, day: string, mark: string): string {
  return `.ieum-team-${agentId}-${day}.${mark}.part`;
}

export interface TeamFileName {
  readonly agentId: string;
  readonly day: string;
}

/** @returns null for a name that is not ours */
export function readTeamFileName(name: string): TeamFileName | null {
  const [, agentId, day] = NAME.exec(name) ?? [];
  return agentId === undefined || day === undefined ? null : { agentId, day };
}

/** @returns whose it is; null for a name that is not ours */
export function unfinishedOf(name: string): string | null {
  return UNFINISHED.exec(name)?.[1] ?? null;
}

export function headerLine(header: TeamHeader): string {
  return `${JSON.stringify(teamHeaderSchema.parse(header))}\n`;
}

export function recordLine(record: TeamRecord): string {
  return `${JSON.stringify(record)}\n`;
}

export function trailerLine({ records, sha256, mac }: Omit<TeamTrailer, 'end'>): string {
  return `${JSON.stringify({ end: TEAM_FORM, records, sha256, mac })}\n`;
}

/** A text apart: everything that was signed, and what the trailer says of it. */
export interface ApartTeamFile {
  /** As it stands before the trailer, with its line breaks. */
  readonly signed: string;
  readonly header: string;
  readonly records: readonly string[];
  readonly trailer: TeamTrailer;
}

/** The first thing that can be said of a text. */
export function takeApart(text: string): ApartTeamFile | TeamFault {
  const firstEnd = text.indexOf('\n');
  const first = parsed(text.slice(0, Math.max(firstEnd, 0)));
  if (firstEnd > 0 && isOtherVersion(first)) return 'version';
  if (!text.endsWith('\n')) return 'partial';
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  const trailer = trailerSchema.safeParse(parsed(text.slice(end, -1)));
  if (!trailer.success || end === 0) return 'partial';
  // One thing has one text: a space more or another order of the fields is a change as well.
  if (trailerLine(trailer.data) !== text.slice(end)) return 'altered';
  const signed = text.slice(0, end);
  const [header = '', ...records] = signed.slice(0, -1).split('\n');
  if (records.length !== trailer.data.records) return 'altered';
  return { signed, header, records, trailer: trailer.data };
}

/** @returns null for a header that says something else than this release can read */
export function readHeader(line: string): TeamHeader | null {
  const header = teamHeaderSchema.safeParse(parsed(line));
  return header.success && headerLine(header.data) === `${line}\n` ? header.data : null;
}

/** Of one line. `seen`: the kinds and ids of the lines before it. */
export function readRecord(line: string, seen: Set<string>): TeamRecord | LineFault {
  const value = parsed(line);
  if (value === undefined) return 'not-json';
  const record = teamRecordSchema.safeParse(value);
  if (!record.success) return 'invalid';
  const key = `${record.data.kind} ${record.data.id}`;
  if (seen.has(key)) return 'twice';
  seen.add(key);
  return record.data;
}

function isOtherVersion(first: unknown): boolean {
  const said = z.looseObject({ form: z.literal(TEAM_FORM), version: z.number() }).safeParse(first);
  return said.success && said.data.version !== TEAM_VERSION;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
