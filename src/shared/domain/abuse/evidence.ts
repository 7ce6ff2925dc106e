import type { CallFact, CallRow } from '../call/record.ts';
import { draftReport, momentOf } from './report.ts';
import type { AbuseFact, AbuseRow } from './record.ts';
import type { Language } from './words.ts';

/** Everything that is known of a case, to be given to somebody else. */
export interface EvidenceData {
  /** Of the form of these data, so that a reader of years later knows what they have. */
  readonly form: 'ieum-abuse-1';
  /** When it was made, epoch milliseconds, by whom and why. */
  readonly madeAt: number;
  readonly madeBy: string;
  readonly reason: string;
  readonly row: AbuseRow;
  readonly facts: readonly AbuseFact[];
  readonly call: CallRow | null;
  readonly callFacts: readonly CallFact[];
  readonly recordings: readonly {
    readonly id: string;
    readonly startedAt: number;
    readonly endedAt: number | null;
    readonly bytes: number;
    readonly sha256: string | null;
  }[];
}

/**
 * The data as text, of which the hash is taken. Without `<`, `>` and `&` as such, so that the same
 * bytes stand in the page.
 */
export function evidenceJson(data: EvidenceData): string {
  const escaped: Readonly<Record<string, string>> = {
    '<': '\\u003c',
    '>': '\\u003e',
    '&': '\\u0026',
    '\u2028': '\\u2028',
    '\u2029': '\\u2029',
  };
  return JSON.stringify(data).replaceAll(/[<>&\u2028\u2029]/g, (found) => escaped[found] ?? '');
}

const WORDS = {
  ko: {
    made: '만든 때',
    reason: '사유',
    hash: '데이터의 SHA-256',
    how: '아래 data 요소의 글자를 그대로 저장해 SHA-256을 계산하면 이 값과 같아야 합니다.',
    report: '저장한 보고',
    draft: '기록에서 만든 요약',
    events: '기록한 순서',
    data: '데이터',
  },
  en: {
    made: 'Made at',
    reason: 'Reason',
    hash: 'SHA-256 of the data',
    how: 'The characters of the element "data" below, saved as they are, must have this hash.',
    report: 'The report as saved',
    draft: 'Summary from what was recorded',
    events: 'What was recorded, in order',
    data: 'Data',
  },
} as const;

/**
 * One page that needs nothing else: to read, to print, and with the data in it. It runs nothing and
 * loads nothing, whatever names and sentences it shows.
 * @param json of `evidenceJson`
 * @param sha256 of it, in hexadecimal
 */
export function evidenceHtml(
  data: EvidenceData,
  json: string,
  sha256: string,
  language: Language,
): string {
  const words = WORDS[language];
  const { row, call, facts, madeAt, reason } = data;
  const hashes = data.recordings.flatMap(({ sha256: of }) => of ?? []);
  const summary = draftReport({ row, call, recordings: hashes, language });
  const events = facts.map(
    ({ at, type, ...rest }) =>
      `<tr><td>${momentOf(at)}</td><td>${escapeHtml(type)}</td><td>${escapeHtml(told(rest))}</td></tr>`,
  );
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(row.id)}</title>
<style>body{font:16px/1.6 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere}table{border-collapse:collapse}
td{border-top:1px solid;padding:.25rem .5rem;vertical-align:top;overflow-wrap:anywhere}</style>
<dl><dt>${words.made}</dt><dd>${momentOf(madeAt)}</dd>
<dt>${words.reason}</dt><dd>${escapeHtml(reason)}</dd>
<dt>${words.hash}</dt><dd><code>${sha256}</code><p>${words.how}</p></dd></dl>
<h2>${words.draft}</h2><pre>${escapeHtml(summary)}</pre>
${row.report ? `<h2>${words.report}</h2><pre>${escapeHtml(row.report.text)}</pre>` : ''}
<h2>${words.events}</h2><table>${events.join('\n')}</table>
<h2>${words.data}</h2><script type="application/json" id="data">${json}</script>
<pre>${escapeHtml(json)}</pre>
</html>
`;
}

/** What a fact says beside its time and its kind. */
function told(rest: object): string {
  const { id: _id, caseId: _caseId, ...what } = rest as Readonly<Record<string, unknown>>;
  return Object.entries(what)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}

function escapeHtml(text: string): string {
  const escaped: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (found) => escaped[found] ?? '');
}
