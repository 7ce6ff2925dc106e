import { beforeEach, describe, expect, it } from 'vitest';
import type { Notice } from '#shared/contract/notices.ts';
import { systemNotices } from '../../src/main/notices.ts';
import { app, Notification } from './stub/electron.ts';
import { recordLog } from './stub/recordLog.ts';

const PROMISE: Notice = {
  id: 'promise:1',
  title: '약속한 시간입니다',
  body: '김하늘',
  actions: [
    { action: 'call', text: '전화' },
    { action: 'snooze', text: '10분 뒤' },
  ],
};

function open() {
  const { log, lines } = recordLog();
  const pressed: string[] = [];
  const shell = systemNotices(() => undefined, log);
  const show = (notice: Notice) => {
    shell?.show(notice, (action) => pressed.push(action));
    return Notification.shown.at(-1);
  };
  return { shell, lines, pressed, show };
}

beforeEach(() => {
  Notification.shown.length = 0;
  Notification.supported = true;
});

describe('a notice of the system', () => {
  it('is shown as it was told, with its buttons and without a sound of its own', () => {
    const { show } = open();
    expect(show(PROMISE)?.options).toEqual({
      title: '약속한 시간입니다',
      body: '김하늘',
      silent: true,
      actions: [
        { type: 'button', text: '전화' },
        { type: 'button', text: '10분 뒤' },
      ],
    });
  });

  it('tells which button was pressed; a click on it is open', () => {
    const { show, pressed } = open();
    show(PROMISE)?.emit('action', {}, 1);
    show(PROMISE)?.emit('action', {}, 0);
    show(PROMISE)?.emit('click', {});
    show(PROMISE)?.emit('action', {}, 7);
    expect(pressed).toEqual(['snooze', 'call', 'open']);
  });

  it('takes the place of an earlier one with its id, and of no other', () => {
    const { show } = open();
    const first = show(PROMISE);
    const other = show({ ...PROMISE, id: 'promise:2' });
    show(PROMISE);
    expect([first?.closed, other?.closed]).toEqual([true, false]);
  });

  it('goes when it means nothing any more', () => {
    const { shell, show } = open();
    const shown = show(PROMISE);
    shell?.close('promise:1');
    shell?.close('promise:1');
    expect(shown?.closed).toBe(true);
  });

  it('that the system did not take is a line in the log, without what it said', () => {
    const { show, lines } = open();
    show(PROMISE)?.emit('failed', {}, 'not authorised');
    expect(lines).toMatchObject([{ level: 'warn', message: 'notice not shown' }]);
    expect(JSON.stringify(lines)).not.toContain('김하늘');
  });

  it('is a capability: none where the system has none', () => {
    Notification.supported = false;
    expect(open().shell).toBeNull();
  });

  it('names the app to Windows, which shows none of an app it does not know', () => {
    const { platform } = process;
    Object.defineProperty(process, 'platform', { value: 'win32' });
    open();
    Object.defineProperty(process, 'platform', { value: platform });
    expect(app.calls).toContain('setAppUserModelId app.ieum.softphone');
  });
});
