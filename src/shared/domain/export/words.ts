import type { Outcome } from '../call/record.ts';
import type { CloseReason } from '../callback/record.ts';
import type { TextFacet } from '../history/filter.ts';

/** What stands in the cells of an export, in the two languages of its headers. */

export type ExportLanguage = 'ko' | 'en';
export type Words = Readonly<Record<ExportLanguage, string>>;

const words = (ko: string, en: string): Words => ({ ko, en });

export const DIRECTION_WORDS = {
  inbound: words('수신', 'Inbound'),
  outbound: words('발신', 'Outbound'),
} as const;

export const OUTCOME_WORDS: Readonly<Record<'inbound' | 'outbound', Record<Outcome, Words>>> = {
  inbound: {
    answered: words('통화함', 'Answered'),
    missed: words('부재중', 'Missed'),
    busy: words('통화 중 알림', 'Sent busy'),
    rejected: words('거절함', 'Declined'),
    cancelled: words('취소됨', 'Cancelled'),
    failed: words('연결 실패', 'Failed'),
    'answered-elsewhere': words('동료가 받음', 'Answered by a colleague'),
    interrupted: words('중단됨', 'Interrupted'),
    forwarded: words('넘겨 보냄', 'Forwarded'),
  },
  outbound: {
    answered: words('통화함', 'Answered'),
    missed: words('받지 않음', 'No answer'),
    busy: words('상대방 통화 중', 'Busy'),
    rejected: words('상대방이 거절함', 'Declined by them'),
    cancelled: words('걸다가 끊음', 'Given up'),
    failed: words('연결 실패', 'Failed'),
    'answered-elsewhere': words('다른 곳에서 받음', 'Answered elsewhere'),
    interrupted: words('중단됨', 'Interrupted'),
    forwarded: words('다른 곳으로 넘어감', 'Forwarded'),
  },
};

export const ENDED_BY_WORDS = {
  agent: words('상담사', 'Agent'),
  customer: words('고객', 'Customer'),
  network: words('네트워크', 'Network'),
  app: words('앱', 'App'),
} as const;

export const GRADE_WORDS = {
  good: words('좋음', 'Good'),
  fair: words('보통', 'Fair'),
  poor: words('나쁨', 'Poor'),
} as const;

export const PROMISE_WORDS = {
  open: words('남아 있음', 'Open'),
  kept: words('지킴', 'Kept'),
  late: words('늦게 지킴', 'Kept late'),
  closed: words('통화 없이 닫음', 'Closed without a call'),
} as const;

export const CLOSE_WORDS: Readonly<Record<CloseReason, Words>> = {
  solved: words('다른 방법으로 해결함', 'Solved another way'),
  withdrawn: words('고객이 전화를 원하지 않음', 'The customer wants no call'),
  'handed-over': words('동료가 마무리함', 'A colleague finished it'),
  'other-channel': words('문자나 메일로 안내함', 'Told by text or mail'),
  unreachable: words('여러 번 시도했으나 닿지 않음', 'Not reached after several tries'),
  'wrong-number': words('잘못된 번호', 'Wrong number'),
  duplicate: words('같은 약속이 또 있음', 'Promised twice'),
  other: words('그 밖', 'Other'),
};

export const TEXT_WORDS: Readonly<Record<TextFacet, Words>> = {
  waiting: words('대기', 'Waiting'),
  sending: words('보내는 중', 'Sending'),
  accepted: words('접수됨', 'Accepted'),
  delivered: words('전달됨', 'Delivered'),
  failed: words('실패', 'Failed'),
  unsure: words('확인되지 않음', 'Unsure'),
  cancelled: words('취소함', 'Cancelled'),
  handed: words('다른 방법으로 처리함', 'Seen to another way'),
  reached: words('통화되어 보내지 않음', 'Reached by phone'),
  declined: words('보내지 않기로 함', 'Not written'),
};

export const URGENCY_WORDS = {
  normal: words('보통', 'Normal'),
  urgent: words('긴급', 'Urgent'),
} as const;

/** Usual names of reasons to be away; a desk's own are stored with the absence. */
export const REASON_WORDS: Readonly<Record<string, Words>> = {
  meeting: words('회의', 'Meeting'),
  training: words('교육', 'Training'),
  meal: words('식사', 'Meal'),
  rest: words('휴식', 'Rest'),
  away: words('이석', 'Away'),
  'wrap-up': words('후처리', 'After-call work'),
  coaching: words('업무(코칭·면담)', 'Coaching'),
  focus: words('집중 업무', 'Focus'),
  personal: words('개인 긴급', 'Personal emergency'),
  'protected-break': words('보호휴식', 'Protected break'),
  outage: words('시스템 장애', 'Outage'),
};

export const ABUSE_WORDS = {
  insult: words('폭언', 'Abusive language'),
  harassment: words('성희롱', 'Sexual harassment'),
  threat: words('협박', 'Threats'),
  endless: words('장시간 통화', 'A call without end'),
} as const;

export const RUNG_WORDS = {
  separate: words('불만과 폭언 구분', 'Complaint told from abuse'),
  'first-warning': words('1차 경고', 'First warning'),
  'second-warning': words('2차 경고', 'Second warning'),
  'third-warning': words('3차 경고', 'Third warning'),
  closing: words('종료 안내', 'Closing sentence'),
} as const;

export const CASE_END_WORDS = {
  ladder: words('절차대로 종료', 'Ended by the steps'),
  override: words('사유를 적고 먼저 종료', 'Ended earlier, with a reason'),
  early: words('바로 종료', 'Ended at once'),
  customer: words('고객이 종료', 'Ended by the customer'),
  broken: words('연결이 끊어짐', 'Cut off'),
} as const;

export const YES = words('예', 'Yes');
