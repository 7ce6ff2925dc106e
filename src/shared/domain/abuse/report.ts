import type { CallRow } from '../call/record.ts';
import type { AbuseRow } from './record.ts';
import { REPORT_WORDS } from './words.ts';
import type { Language } from './words.ts';

/** What the report says of the call. */
export type ReportedCall = Pick<
  CallRow,
  'direction' | 'dialled' | 'startedAt' | 'answeredAt' | 'endedAt'
>;

interface ReportInput {
  readonly row: AbuseRow;
  /** Null where the log has lost it. */
  readonly call: ReportedCall | null;
  /** SHA-256 of its recordings, in hexadecimal. */
  readonly recordings: readonly string[];
  readonly language: Language;
}

/**
 * The draft of the report, from what was written down while it happened. What the customer said is
 * for the agent to add: the app did not hear it, and does not guess.
 */
export function draftReport({ row, call, recordings, language }: ReportInput): string {
  const words = REPORT_WORDS[language];
  const lines = [
    words.title,
    '',
    `${words.kind}: ${words.kinds[row.kind]}`,
    ...(call ? callLines(call, language) : []),
    `${words.from}: ${momentOf(row.begunAt)}`,
    '',
    `${words.steps}:`,
    ...stepLines(row, language),
    '',
    ...endLines(row, language),
    `${words.recordings}: ${recordings.length > 0 ? recordings.join(', ') : words.noRecording}`,
    ...(row.break
      ? [`${words.rest}: ${momentOf(row.break.at)} – ${clockOf(row.break.until)}`]
      : []),
    '',
    `${words.facts}:`,
    '',
    `${words.asked}:`,
  ];
  return `${lines.join('\n')}\n`;
}

function callLines(call: ReportedCall, language: Language): string[] {
  const words = REPORT_WORDS[language];
  const { startedAt, answeredAt, endedAt, direction, dialled } = call;
  const end = endedAt === null ? '' : ` – ${clockOf(endedAt)}`;
  return [
    `${words.call}: ${words[direction]}, ${momentOf(answeredAt ?? startedAt)}${end}`,
    `${words.customer}: ${dialled === '' ? words.hidden : dialled}`,
  ];
}

function stepLines({ steps }: AbuseRow, language: Language): string[] {
  const words = REPORT_WORDS[language];
  if (steps.length === 0) return [`- ${words.none}`];
  return steps.map(({ rung, at, said, recording, law }) => {
    const marks = [...(law ? [words.law] : []), ...(recording ? [words.recorded] : [])];
    const marked = marks.length > 0 ? ` (${marks.join(', ')})` : '';
    return `- ${clockOf(at)} ${words.rungs[rung]}${marked}: ${said === '' ? '…' : said}`;
  });
}

function endLines({ end, override }: AbuseRow, language: Language): string[] {
  const words = REPORT_WORDS[language];
  if (!end) return [];
  const { rungs, ms } = end.missing;
  // Whoever hung up themselves left nothing out.
  const counts = end.how === 'override' || end.how === 'early';
  const names = rungs.map((rung) => words.rungs[rung]).join(', ');
  return [
    `${words.end}: ${momentOf(end.at)}, ${words.ends[end.how]}`,
    ...(override ? [`${words.why}: ${override.why}`] : []),
    ...(counts && names !== '' ? [`${words.missing}: ${names}`] : []),
    ...(counts && ms > 0 ? [`${words.minutes}: ${Math.ceil(ms / 60_000)}`] : []),
  ];
}

const two = (value: number): string => String(value).padStart(2, '0');

/** By the wall clock of the desk, to the second. */
export function clockOf(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':');
}

export function momentOf(at: number): string {
  const time = new Date(at);
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${day} ${clockOf(at)}`;
}
