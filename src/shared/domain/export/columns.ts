import type { AbuseRow } from '../abuse/record.ts';
import type { Span } from '../availability/status.ts';
import { durations } from '../call/record.ts';
import type { CallRow } from '../call/record.ts';
import type { PromiseRow } from '../callback/record.ts';
import { promiseFacet } from '../history/filter.ts';
import { textState } from '../outbox/record.ts';
import type { TextRow } from '../outbox/record.ts';
import type { Somebody } from '../privacy/maskName.ts';
import { gradeOfSummary } from '../quality/callQuality.ts';
import type { ExportLanguage, Words } from './words.ts';
import * as say from './words.ts';

/**
 * What can be exported, column by column. Nothing personal gets into a cell but through `View`, so that
 * one rule masks all of it; addresses of SIP and Call-IDs, which say a number again, are no columns.
 */

/** `phone` is a text that spreadsheets must not take for a number; `moment` and `duration` are milliseconds. */
export type ColumnType = 'text' | 'phone' | 'moment' | 'duration' | 'whole';
export type CellValue = string | number | null;

export interface Customer extends Somebody {
  /** What they are known by here, a name of a contact or customer before that of the exchange. */
  readonly name: string | null;
  readonly e164: string | null;
  readonly dialled: string;
}

/** How things are shown: masked or not, in one language. */
export interface View {
  name(customer: Customer): string | null;
  number(customer: Customer): string | null;
  /** The same for the same customer in every export of this computer; null without a key. */
  pseudonym(customer: Customer): string | null;
  /** What somebody has written. */
  words(text: string | null, about: Customer | null): string | null;
  /** One of a list of ours or of the desk's. */
  term(words: Words | undefined): string | null;
}

export interface Column<Row> {
  readonly id: string;
  readonly title: Words;
  readonly type: ColumnType;
  readonly value: (row: Row, view: View) => CellValue;
}

/** As much of a call as columns are made of. */
export type ExportedCall = Pick<
  CallRow,
  | ('id' | 'agentId' | 'direction' | 'account' | 'dialled' | 'e164' | 'name' | 'rawName')
  | ('practice' | 'startedAt' | 'answeredAt' | 'endedAt' | 'heldMs' | 'heldSince' | 'outcome')
  | ('endedBy' | 'recorded' | 'note' | 'cause' | 'tags' | 'quality' | 'treated' | 'disposition')
>;

export interface CallExport {
  readonly call: ExportedCall;
  readonly customer: Customer;
  /** Milliseconds of after-call work; null where there was none. */
  readonly wrapUpMs: number | null;
  /** Made in it, or because of it. */
  readonly promise: PromiseRow | null;
  /** The newest about it. */
  readonly text: TextRow | null;
  readonly abuse: AbuseRow | null;
}
export interface PromiseExport {
  readonly promise: PromiseRow;
  readonly customer: Customer;
}
export interface TextExport {
  readonly text: TextRow;
  readonly customer: Customer;
}
export interface AbsenceExport {
  readonly span: Span;
}
export interface AbuseExport {
  readonly abuse: AbuseRow;
  /** Of its call; null where that is not known any more. */
  readonly call: ExportedCall | null;
  readonly customer: Customer;
}

function column<Row>(
  id: string,
  type: ColumnType,
  ko: string,
  en: string,
  value: Column<Row>['value'],
): Column<Row> {
  return { id, type, title: { ko, en }, value };
}

/** Who it was with, the same columns everywhere. */
function whose<Row extends { readonly customer: Customer }>(): readonly Column<Row>[] {
  return [
    column('number', 'phone', '고객번호', 'Customer number', ({ customer }, view) =>
      view.number(customer),
    ),
    column('name', 'text', '고객명', 'Customer name', ({ customer }, view) => view.name(customer)),
    column('pseudonym', 'text', '가명', 'Pseudonym', ({ customer }, view) =>
      view.pseudonym(customer),
    ),
  ];
}

/** Who of the team: the user part of the account, and who has none by the id of the computer. */
function agentOf(call: ExportedCall): string {
  const user = /^(?:sips?:)?([^@;]+)/i.exec(call.account)?.[1];
  return user === undefined || user === '' ? call.agentId : user;
}

function gradeWords({ quality }: ExportedCall): Words | undefined {
  const grade = quality === null ? null : gradeOfSummary(quality);
  return grade === null ? undefined : say.GRADE_WORDS[grade];
}

const finished = (call: ExportedCall): ReturnType<typeof durations> | null =>
  call.endedAt === null ? null : durations(call, call.endedAt);

const CALLS: readonly Column<CallExport>[] = [
  column('at', 'moment', '상담일시', 'Called at', ({ call }) => call.startedAt),
  column('direction', 'text', '수발신', 'Direction', ({ call }, view) =>
    view.term(say.DIRECTION_WORDS[call.direction]),
  ),
  ...whose<CallExport>(),
  column('agent', 'text', '상담사', 'Agent', ({ call }, view) => view.words(agentOf(call), null)),
  column('outcome', 'text', '통화 결과', 'Outcome', ({ call }, view) =>
    call.outcome === null ? null : view.term(say.OUTCOME_WORDS[call.direction][call.outcome]),
  ),
  column(
    'ring',
    'duration',
    '대기 시간',
    'Waiting time',
    ({ call }) => finished(call)?.ringMs ?? null,
  ),
  column(
    'talk',
    'duration',
    '통화 시간',
    'Talk time',
    ({ call }) => finished(call)?.talkMs ?? null,
  ),
  column(
    'hold',
    'duration',
    '보류 시간',
    'Hold time',
    ({ call }) => finished(call)?.heldMs ?? null,
  ),
  column('wrapUp', 'duration', '후처리 시간', 'After-call work', ({ wrapUpMs }) => wrapUpMs),
  ...(['대', '중', '소'] as const).map((size, level) =>
    column<CallExport>(
      `type${level + 1}`,
      'text',
      `상담유형(${size})`,
      `Type, level ${level + 1}`,
      ({ call }, view) => view.term(call.disposition?.path[level]?.name),
    ),
  ),
  column('result', 'text', '처리결과', 'Result', ({ call }, view) =>
    view.term(call.disposition?.result?.name),
  ),
  column('endedBy', 'text', '종료 주체', 'Ended by', ({ call }, view) =>
    view.term(call.endedBy === null ? undefined : say.ENDED_BY_WORDS[call.endedBy]),
  ),
  column('cause', 'text', '종료사유', 'Cause of end', ({ call }, view) =>
    view.words(call.cause?.code ?? null, null),
  ),
  column('note', 'text', '메모', 'Note', ({ call, customer }, view) =>
    view.words(call.note, customer),
  ),
  column('tags', 'text', '태그', 'Tags', ({ call, customer }, view) =>
    view.words(call.tags.join(', '), customer),
  ),
  column(
    'promiseDue',
    'moment',
    '콜백약속',
    'Callback promised',
    ({ promise }) => promise?.window.to ?? null,
  ),
  column(
    'promiseState',
    'text',
    '콜백실행',
    'Callback kept',
    ({ promise }, view) => promise && view.term(say.PROMISE_WORDS[promiseFacet(promise)]),
  ),
  column(
    'promiseEndedAt',
    'moment',
    '콜백실행일시',
    'Callback ended at',
    ({ promise }) => promise?.end?.at ?? null,
  ),
  column(
    'textState',
    'text',
    '문자결과',
    'Text result',
    ({ text }, view) => text && view.term(say.TEXT_WORDS[textState(text)]),
  ),
  column(
    'textBody',
    'text',
    '문자 내용',
    'Text',
    ({ text, customer }, view) => text && view.words(text.body, customer),
  ),
  column(
    'abuse',
    'text',
    '강성 유형',
    'Kind of abuse',
    ({ abuse }, view) => abuse && view.term(say.ABUSE_WORDS[abuse.kind]),
  ),
  column('reason', 'text', '이석 사유', 'Away for', ({ call }, view) =>
    call.treated === null ? null : view.term(say.REASON_WORDS[call.treated.reasonId]),
  ),
  column('quality', 'text', '통화 품질', 'Audio quality', ({ call }, view) =>
    view.term(gradeWords(call)),
  ),
  column('recorded', 'text', '녹음', 'Recorded', ({ call }, view) =>
    call.recorded ? view.term(say.YES) : null,
  ),
  column('practice', 'text', '연습', 'Practice', ({ call }, view) =>
    call.practice ? view.term(say.YES) : null,
  ),
  column('id', 'text', '통화 ID', 'Call ID', ({ call }) => call.id),
];

const PROMISES: readonly Column<PromiseExport>[] = [
  column('at', 'moment', '약속일시', 'Promised at', ({ promise }) => promise.madeAt),
  ...whose<PromiseExport>(),
  column('topic', 'text', '용건', 'Topic', ({ promise, customer }, view) =>
    view.words(promise.topic, customer),
  ),
  column('urgency', 'text', '긴급도', 'Urgency', ({ promise }, view) =>
    view.term(say.URGENCY_WORDS[promise.urgency]),
  ),
  column('from', 'moment', '약속 시작', 'From', ({ promise }) => promise.window.from),
  column('to', 'moment', '약속 끝', 'Until', ({ promise }) => promise.window.to),
  column('cryAt', 'moment', '처음 연락일시', 'First wanted at', ({ promise }) => promise.cryAt),
  column('cries', 'whole', '고객 시도', "Customer's tries", ({ promise }) => promise.cries),
  column('attempts', 'whole', '콜백 시도', 'Callback attempts', ({ promise }) => promise.attempts),
  column(
    'lastAttemptAt',
    'moment',
    '마지막 시도',
    'Last attempt',
    ({ promise }) => promise.lastAttemptAt,
  ),
  column('state', 'text', '이행', 'State', (row, view) =>
    view.term(say.PROMISE_WORDS[promiseFacet(row.promise)]),
  ),
  column('endedAt', 'moment', '이행일시', 'Ended at', ({ promise }) => promise.end?.at ?? null),
  column('wait', 'duration', '콜백까지 걸린 시간', 'Wait for the callback', ({ promise }) =>
    promise.end?.how === 'kept' ? promise.end.waitMs : null,
  ),
  column('closeReason', 'text', '닫은 사유', 'Closed because', ({ promise }, view) =>
    promise.end?.how === 'closed' ? view.term(say.CLOSE_WORDS[promise.end.reason]) : null,
  ),
  column(
    'closeWords',
    'text',
    '닫으며 남긴 말',
    'Words at closing',
    ({ promise, customer }, view) =>
      promise.end?.how === 'closed' ? view.words(promise.end.words, customer) : null,
  ),
  column('owner', 'text', '담당', 'Owner', ({ promise, customer }, view) =>
    view.words(promise.owner, customer),
  ),
  column('note', 'text', '메모', 'Note', ({ promise, customer }, view) =>
    view.words(promise.note, customer),
  ),
  column('callId', 'text', '통화 ID', 'Call ID', ({ promise }) => promise.origin.callId),
  column('id', 'text', '약속 ID', 'Promise ID', ({ promise }) => promise.id),
];

const ABSENCES: readonly Column<AbsenceExport>[] = [
  column('from', 'moment', '시작', 'From', ({ span }) => span.from),
  column('to', 'moment', '끝', 'Until', ({ span }) => span.to),
  column('length', 'duration', '이석 시간', 'Time away', ({ span }) =>
    span.to === null ? null : Math.max(0, span.to - span.from),
  ),
  column('reason', 'text', '사유', 'Reason', ({ span }, view) =>
    span.reasonName === null
      ? view.term(say.REASON_WORDS[span.reasonId ?? ''])
      : view.words(span.reasonName, null),
  ),
  column('until', 'moment', '돌아올 예정', 'Meant to be back', ({ span }) => span.until),
  column('alternate', 'text', '대신 받는 곳', 'Alternate', ({ span }, view) =>
    view.words(span.alternate, null),
  ),
  column('note', 'text', '메모', 'Note', ({ span }, view) => view.words(span.note, null)),
  column('agent', 'text', '상담사', 'Agent', ({ span }) => span.agentId),
];

const TEXTS: readonly Column<TextExport>[] = [
  column('at', 'moment', '작성일시', 'Written at', ({ text }) => text.writtenAt),
  ...whose<TextExport>(),
  column('body', 'text', '문자 내용', 'Text', ({ text, customer }, view) =>
    view.words(text.body, customer),
  ),
  column('state', 'text', '문자결과', 'Result', ({ text }, view) =>
    view.term(say.TEXT_WORDS[textState(text)]),
  ),
  column(
    'stateAt',
    'moment',
    '결과일시',
    'Result at',
    ({ text }) => text.end?.at ?? text.delivery?.at ?? null,
  ),
  column('form', 'text', '종류', 'Form', ({ text }) => text.delivery?.form.toUpperCase() ?? null),
  column('gateway', 'text', '발송 경로', 'Gateway', ({ text }, view) =>
    view.words(text.delivery?.gatewayName ?? null, null),
  ),
  column('code', 'text', '결과 코드', 'Result code', ({ text }, view) =>
    view.words(text.delivery?.code ?? null, null),
  ),
  column('attempts', 'whole', '발송 시도', 'Attempts', ({ text }) => text.delivery?.attempts ?? 0),
  column('callId', 'text', '통화 ID', 'Call ID', ({ text }) => text.origin.callId),
  column('id', 'text', '문자 ID', 'Text ID', ({ text }) => text.id),
];

const ABUSES: readonly Column<AbuseExport>[] = [
  column('at', 'moment', '발생일시', 'Begun at', ({ abuse }) => abuse.begunAt),
  ...whose<AbuseExport>(),
  column('agent', 'text', '상담사', 'Agent', ({ call, abuse }, view) =>
    view.words(call ? agentOf(call) : abuse.agentId, null),
  ),
  column('kind', 'text', '유형', 'Kind', ({ abuse }, view) =>
    view.term(say.ABUSE_WORDS[abuse.kind]),
  ),
  column('steps', 'text', '대응 단계', 'Steps taken', ({ abuse }, view) =>
    abuse.steps.map(({ rung }) => view.term(say.RUNG_WORDS[rung]) ?? '').join(' → '),
  ),
  column('stepCount', 'whole', '안내 횟수', 'Number of steps', ({ abuse }) => abuse.steps.length),
  column(
    'end',
    'text',
    '종료 방식',
    'How it ended',
    ({ abuse }, view) => abuse.end && view.term(say.CASE_END_WORDS[abuse.end.how]),
  ),
  column('endedAt', 'moment', '종료일시', 'Ended at', ({ abuse }) => abuse.end?.at ?? null),
  column('why', 'text', '먼저 종료한 사유', 'Why earlier', ({ abuse, customer }, view) =>
    view.words(abuse.override?.why ?? null, customer),
  ),
  column(
    'break',
    'duration',
    '보호휴식',
    'Protected break',
    ({ abuse }) => abuse.break && Math.max(0, abuse.break.until - abuse.break.at),
  ),
  column('report', 'text', '보고', 'Report', ({ abuse, customer }, view) =>
    view.words(abuse.report?.text ?? null, customer),
  ),
  column('toldAt', 'moment', '팀장 알림', 'Lead told at', ({ abuse }) => abuse.told?.at ?? null),
  column('callId', 'text', '통화 ID', 'Call ID', ({ abuse }) => abuse.callId),
  column('id', 'text', '사건 ID', 'Case ID', ({ abuse }) => abuse.id),
];

export interface RowsOf {
  readonly calls: CallExport;
  readonly promises: PromiseExport;
  readonly absences: AbsenceExport;
  readonly texts: TextExport;
  readonly abuse: AbuseExport;
}
export type Dataset = keyof RowsOf;

export const COLUMNS: { readonly [Kind in Dataset]: readonly Column<RowsOf[Kind]>[] } = {
  calls: CALLS,
  promises: PROMISES,
  absences: ABSENCES,
  texts: TEXTS,
  abuse: ABUSES,
};

/** The title of a column, with what its values are counted in. */
export function headingOf(
  { title, type }: Pick<Column<never>, 'title' | 'type'>,
  { language, timeZone, seconds }: HeadingStyle,
): string {
  if (type === 'moment') return `${title[language]} (${timeZone})`;
  if (type === 'duration' && seconds)
    return `${title[language]} (${language === 'ko' ? '초' : 's'})`;
  return title[language];
}

export interface HeadingStyle {
  readonly language: ExportLanguage;
  /** IANA. */
  readonly timeZone: string;
  /** Durations are plain numbers of seconds. */
  readonly seconds: boolean;
}
