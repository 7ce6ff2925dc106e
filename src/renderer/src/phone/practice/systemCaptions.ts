import type { PracticeText } from '../../../../shared/domain/practice/scenario.ts';
import type { EndedBy } from './callEnvironment.ts';

/** What the practice exchange itself says in the captions. */
export const ON_HOLD: PracticeText = {
  ko: '고객이 보류 중에 기다리고 있습니다.',
  en: 'The customer is waiting on hold.',
};

/** A colleague of the phone book: silent, but there. */
export const COLLEAGUE: PracticeText = {
  ko: '동료가 받았습니다. 상황을 말하고 고객을 넘길 수 있습니다.',
  en: 'A colleague has answered. Say how things stand, then hand the customer on.',
};

/** @param connected whether the call had been answered. */
export function endingText(by: EndedBy, connected: boolean): PracticeText {
  switch (by) {
    case 'customer':
      return connected
        ? { ko: '고객이 전화를 끊었습니다.', en: 'The customer hung up.' }
        : { ko: '고객과 연결되지 않았습니다.', en: 'The customer was not reached.' };
    case 'agent':
      return connected
        ? { ko: '상담사가 전화를 끊었습니다.', en: 'You hung up.' }
        : { ko: '상담사가 받지 않거나 취소했습니다.', en: 'You declined or cancelled the call.' };
    case 'handed-on':
      return { ko: '고객을 다른 분께 넘겼습니다.', en: 'The customer was handed on.' };
    case 'network':
      return { ko: '연습 교환기와 연결이 끊겼습니다.', en: 'The practice exchange was cut off.' };
    case 'failure':
      return {
        ko: '이 컴퓨터 안에서 통화 음성을 연결하지 못했습니다.',
        en: 'The sound of the call could not be connected inside this computer.',
      };
  }
}
