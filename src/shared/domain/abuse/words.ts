import type { Abuse } from '../script/script.ts';
import type { Rung } from './ladder.ts';
import type { AbuseRow } from './record.ts';

/*
 * Words of the report and of the evidence, which leave the app: neutral, what happened and when, and
 * nothing about what sort of person anybody is. They are made where there is no screen.
 */

export type Language = 'ko' | 'en';

interface ReportWords {
  readonly kinds: Readonly<Record<Abuse, string>>;
  readonly rungs: Readonly<Record<Rung, string>>;
  readonly ends: Readonly<Record<NonNullable<AbuseRow['end']>['how'], string>>;
  readonly title: string;
  readonly kind: string;
  readonly call: string;
  readonly inbound: string;
  readonly outbound: string;
  readonly customer: string;
  readonly hidden: string;
  readonly from: string;
  readonly steps: string;
  readonly none: string;
  readonly recorded: string;
  readonly law: string;
  readonly end: string;
  readonly why: string;
  readonly missing: string;
  readonly minutes: string;
  readonly recordings: string;
  readonly noRecording: string;
  readonly rest: string;
  readonly facts: string;
  readonly asked: string;
}

export const REPORT_WORDS: Readonly<Record<Language, ReportWords>> = {
  ko: {
    kinds: { insult: '폭언', harassment: '성희롱', threat: '협박', endless: '장시간 반복' },
    rungs: {
      separate: '용건 분리',
      'first-warning': '1차 경고',
      'second-warning': '2차 경고',
      'third-warning': '3차 경고',
      closing: '종료 안내',
    },
    ends: {
      ladder: '절차를 모두 안내한 뒤 상담사가 종료',
      override: '사유를 남기고 상담사가 먼저 종료',
      early: '안내를 마치기 전에 상담사가 종료',
      customer: '고객이 종료',
      broken: '연결이 끊김',
    },
    title: '통화 중 보호 조치 보고',
    kind: '유형',
    call: '통화',
    inbound: '수신',
    outbound: '발신',
    customer: '고객 번호',
    hidden: '번호 표시 제한',
    from: '조치 시작',
    steps: '안내한 내용',
    none: '안내한 단계 없음',
    recorded: '녹음 중 안내',
    law: '법적 고지 포함',
    end: '통화 종료',
    why: '사유',
    missing: '하지 못한 안내',
    minutes: '종료 기준까지 남은 시간(분)',
    recordings: '녹음',
    noRecording: '녹음 없음',
    rest: '보호휴식',
    facts: '고객이 한 말 (들은 그대로)',
    asked: '요청하는 조치',
  },
  en: {
    kinds: {
      insult: 'Abusive language',
      harassment: 'Sexual harassment',
      threat: 'Threat',
      endless: 'Very long, repeated call',
    },
    rungs: {
      separate: 'Matter kept apart',
      'first-warning': 'First warning',
      'second-warning': 'Second warning',
      'third-warning': 'Third warning',
      closing: 'Closing sentence',
    },
    ends: {
      ladder: 'ended by the agent after every step',
      override: 'ended earlier by the agent, with a reason',
      early: 'ended by the agent before every step was said',
      customer: 'ended by the customer',
      broken: 'the connection was lost',
    },
    title: 'Report of protective steps in a call',
    kind: 'Kind',
    call: 'Call',
    inbound: 'inbound',
    outbound: 'outbound',
    customer: 'Customer number',
    hidden: 'number withheld',
    from: 'Steps begun',
    steps: 'What was said',
    none: 'no step was said',
    recorded: 'said while recording',
    law: 'with the legal notice',
    end: 'End of the call',
    why: 'Reason',
    missing: 'Steps not said',
    minutes: 'Minutes left until it could have been ended',
    recordings: 'Recording',
    noRecording: 'not recorded',
    rest: 'Protected break',
    facts: 'What the customer said (as it was heard)',
    asked: 'Steps asked for',
  },
};
