import type { Language } from './language.ts';

interface Question {
  readonly title: string;
  readonly text: string;
  /** The first is what happens with Enter and Escape. */
  readonly buttons: readonly [string, string];
}

interface ClosingWords {
  /** @param calls how many go on, a ringing one among them */
  readonly inCall: (calls: number) => Question;
  /** The first time a window is closed and the phone stays on. */
  readonly toTray: Question;
}

export const CLOSING_WORDS: Readonly<Record<Language, ClosingWords>> = {
  ko: {
    inCall: (calls) => ({
      title:
        calls === 1 ? '통화가 아직 끝나지 않았습니다' : `통화 ${calls}건이 아직 끝나지 않았습니다`,
      text: '지금 종료하면 통화를 끊고, 끊은 것으로 기록합니다. 통화 메모는 그대로 남습니다.',
      buttons: ['통화 계속하기', '끊고 종료'],
    }),
    toTray: {
      title: '창을 닫아도 이음은 전화를 받습니다',
      text: '알림 영역(트레이)의 이음 그림에서 다시 열고 끝낼 수 있습니다. 설정의 ‘창과 시작’에서 바꿀 수 있습니다. 이 안내는 한 번만 나옵니다.',
      buttons: ['알겠습니다', '이음 종료'],
    },
  },
  en: {
    inCall: (calls) => ({
      title: calls === 1 ? 'A call is not over yet' : `${calls} calls are not over yet`,
      text: 'To quit now hangs up, and the record says so. Notes of the call are kept.',
      buttons: ['Stay in the call', 'Hang up and quit'],
    }),
    toTray: {
      title: 'Ieum takes calls without its window, too',
      text: 'Its picture in the notification area (tray) opens it again and ends it. “Window and start” in the settings changes that. This is said once.',
      buttons: ['All right', 'Quit Ieum'],
    },
  },
};
