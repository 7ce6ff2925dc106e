import { describe, expect, it } from 'vitest';
import { appMenu } from './appMenu.ts';
import type { Menu, MenuItem } from './appMenu.ts';

const built = { developing: false } as const;
const words = (menus: readonly Menu[]): object =>
  Object.fromEntries(
    menus.map(({ label, items }) => [
      label,
      items.flatMap((item) => ('label' in item ? [item.label] : [])),
    ]),
  );
const all = (menus: readonly Menu[]): readonly MenuItem[] => menus.flatMap(({ items }) => items);
const keys = (menus: readonly Menu[]): readonly string[] =>
  all(menus).flatMap((item) => ('accelerator' in item ? [item.accelerator ?? ''] : []));

describe('the menu of the app', () => {
  it('on Windows and Linux', () => {
    expect(words(appMenu({ ...built, language: 'ko', platform: 'win32' }))).toEqual({
      파일: ['번호 누르기', '내 상태 바꾸기', '설정…', '창 닫기', '이음 종료'],
      편집: ['실행 취소', '다시 실행', '잘라내기', '복사', '붙여넣기', '모두 선택'],
      보기: ['확대', '축소', '원래 크기', '전체 화면'],
      도움말: ['이음 정보'],
    });
  });

  it('on macOS, where the app and the windows have one of their own', () => {
    expect(words(appMenu({ ...built, language: 'en', platform: 'darwin' }))).toEqual({
      Ieum: ['About Ieum', 'Settings…', 'Hide Ieum', 'Hide others', 'Show all', 'Quit Ieum'],
      File: ['Dial a number', 'Change my status', 'Close window'],
      Edit: ['Undo', 'Redo', 'Cut', 'Copy', 'Paste', 'Select all'],
      View: ['Zoom in', 'Zoom out', 'Actual size', 'Full screen'],
      Window: ['Minimise', 'Zoom window', 'Bring all to front'],
    });
  });

  it.each(['win32', 'darwin', 'linux'] as const)(
    'offers on %s neither reloading nor developer tools but while developing',
    (platform) => {
      const roles = (developing: boolean): readonly unknown[] =>
        all(appMenu({ language: 'ko', platform, developing })).map(
          (item) => 'role' in item && item.role,
        );
      for (const role of ['forceReload', 'toggleDevTools']) {
        expect(roles(false)).not.toContain(role);
        expect(roles(true)).toContain(role);
      }
    },
  );

  it('takes no key that the page has: ⌘0 is the voicemail, and Windows quits by Alt+F4 alone', () => {
    expect(keys(appMenu({ ...built, language: 'ko', platform: 'darwin' }))).not.toContain(
      'CommandOrControl+0',
    );
    expect(keys(appMenu({ ...built, language: 'ko', platform: 'win32' }))).not.toContain(
      'CommandOrControl+Q',
    );
  });
});
