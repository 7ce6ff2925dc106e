import type { MenuRole } from './appMenu.ts';
import type { Language } from './language.ts';
import type { ZoomStep } from './zoom.ts';

interface MenuWords {
  /** Of the app's own menu on macOS. */
  readonly app: string;
  readonly file: string;
  readonly edit: string;
  readonly view: string;
  readonly window: string;
  readonly help: string;
  readonly dial: string;
  readonly status: string;
  readonly settings: string;
  readonly quit: string;
  readonly zoom: Readonly<Record<ZoomStep, string>>;
  readonly roles: Readonly<Record<MenuRole, string>>;
}

export const MENU_WORDS: Readonly<Record<Language, MenuWords>> = {
  ko: {
    app: '이음',
    file: '파일',
    edit: '편집',
    view: '보기',
    window: '창',
    help: '도움말',
    dial: '번호 누르기',
    status: '내 상태 바꾸기',
    settings: '설정…',
    quit: '이음 종료',
    zoom: { in: '확대', out: '축소', reset: '원래 크기' },
    roles: {
      about: '이음 정보',
      hide: '이음 가리기',
      hideOthers: '다른 앱 가리기',
      unhide: '모두 보기',
      close: '창 닫기',
      undo: '실행 취소',
      redo: '다시 실행',
      cut: '잘라내기',
      copy: '복사',
      paste: '붙여넣기',
      selectAll: '모두 선택',
      togglefullscreen: '전체 화면',
      minimize: '최소화',
      zoom: '창 크기 바꾸기',
      front: '모두 앞으로 가져오기',
      forceReload: '새로 고침',
      toggleDevTools: '개발자 도구',
    },
  },
  en: {
    app: 'Ieum',
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
    dial: 'Dial a number',
    status: 'Change my status',
    settings: 'Settings…',
    quit: 'Quit Ieum',
    zoom: { in: 'Zoom in', out: 'Zoom out', reset: 'Actual size' },
    roles: {
      about: 'About Ieum',
      hide: 'Hide Ieum',
      hideOthers: 'Hide others',
      unhide: 'Show all',
      close: 'Close window',
      undo: 'Undo',
      redo: 'Redo',
      cut: 'Cut',
      copy: 'Copy',
      paste: 'Paste',
      selectAll: 'Select all',
      togglefullscreen: 'Full screen',
      minimize: 'Minimise',
      zoom: 'Zoom window',
      front: 'Bring all to front',
      forceReload: 'Reload',
      toggleDevTools: 'Developer tools',
    },
  },
};
