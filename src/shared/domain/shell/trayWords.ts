import type { Language } from './language.ts';

interface TrayWords {
  readonly app: string;
  readonly available: string;
  readonly off: string;
  readonly inCall: string;
  readonly until: (time: string) => string;
  /** The time an agent meant to be back at is past. */
  readonly past: (time: string) => string;
  /** What comes after the call. */
  readonly next: (status: string) => string;
  readonly promise: (when: string, who: string) => string;
  readonly latePromise: (when: string, who: string) => string;
  readonly morePromises: (count: number) => string;
  readonly noPromise: string;
  readonly protectedUntil: (time: string) => string;
  readonly takeCalls: string;
  readonly goAway: string;
  /** The same in a call: it counts from its end on. */
  readonly takeCallsLater: string;
  readonly goAwayLater: string;
  readonly dial: string;
  readonly open: string;
  readonly settings: string;
  readonly quit: string;
  readonly tomorrow: (time: string) => string;
  readonly onDay: (month: number, day: number, time: string) => string;
}

export const TRAY_WORDS: Readonly<Record<Language, TrayWords>> = {
  ko: {
    app: '이음',
    available: '전화 받는 중',
    off: '아직 전화를 받지 않음',
    inCall: '통화 중',
    until: (time) => `${time}까지`,
    past: (time) => `돌아오기로 한 ${time}이 지남`,
    next: (status) => `통화 후 ${status}`,
    promise: (when, who) => `${when} ${who} 고객 회신`,
    latePromise: (when, who) => `지난 약속 ${when} ${who} 고객 회신`,
    morePromises: (count) => `지난 약속 ${count}건 보기`,
    noPromise: '남은 약속 없음',
    protectedUntil: (time) => `보호휴식은 ${time}까지 이어집니다`,
    takeCalls: '전화 받기',
    goAway: '자리 비움',
    takeCallsLater: '통화 후 전화 받기',
    goAwayLater: '통화 후 자리 비움',
    dial: '번호 누르기',
    open: '이음 열기',
    settings: '설정…',
    quit: '이음 종료',
    tomorrow: (time) => `내일 ${time}`,
    onDay: (month, day, time) => `${month}월 ${day}일 ${time}`,
  },
  en: {
    app: 'Ieum',
    available: 'Taking calls',
    off: 'Not taking calls yet',
    inCall: 'In a call',
    until: (time) => `until ${time}`,
    past: (time) => `was to be back at ${time}`,
    next: (status) => `then ${status}`,
    promise: (when, who) => `${when} call back ${who}`,
    latePromise: (when, who) => `Overdue: ${when} call back ${who}`,
    morePromises: (count) => `Show ${count} overdue ${count === 1 ? 'promise' : 'promises'}`,
    noPromise: 'No promises left',
    protectedUntil: (time) => `The protected break goes on until ${time}`,
    takeCalls: 'Take calls',
    goAway: 'Go away',
    takeCallsLater: 'Take calls after this one',
    goAwayLater: 'Go away after this call',
    dial: 'Dial a number',
    open: 'Open Ieum',
    settings: 'Settings…',
    quit: 'Quit Ieum',
    tomorrow: (time) => `tomorrow ${time}`,
    onDay: (month, day, time) => `${day}/${month} ${time}`,
  },
};
