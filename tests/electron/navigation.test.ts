import { beforeEach, describe, expect, it } from 'vitest';
import { FakeWebContents, app, recorded } from './stub/electron.ts';
import { recordLog } from './stub/recordLog.ts';
import { lockNavigation } from '../../src/main/navigation.ts';
import { ownPageTest } from '../../src/main/ownOrigin.ts';

const OWN = 'app://ieum/index.html';

function locked() {
  const { log, lines } = recordLog();
  lockNavigation(ownPageTest(), log);
  const contents = new FakeWebContents(OWN);
  const emit = (event: string, details: object): boolean => {
    let prevented = false;
    contents.emit(event, { ...details, preventDefault: () => (prevented = true) });
    return prevented;
  };
  return { contents, lines, emit };
}

beforeEach(() => {
  app.removeAllListeners();
  recorded.opened.length = 0;
});

describe('a page', () => {
  it.each([
    'https://example.com/',
    'app://other/index.html',
    'app://ieum/other.html',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'tel:+821012345678',
  ])('cannot navigate to %s', (url) => {
    const { emit, lines } = locked();
    expect(emit('will-navigate', { url, isMainFrame: true })).toBe(true);
    expect(lines[0]?.message).toBe('navigation denied');
  });

  it('can reload itself', () => {
    expect(locked().emit('will-navigate', { url: OWN, isMainFrame: true })).toBe(false);
  });

  it('cannot load anything in a frame, be redirected, or attach a web view', () => {
    const { emit, lines } = locked();
    expect(emit('will-frame-navigate', { url: OWN, isMainFrame: false })).toBe(true);
    expect(emit('will-redirect', { url: 'https://example.com/' })).toBe(true);
    expect(emit('will-attach-webview', {})).toBe(true);
    expect(lines.map(({ message }) => message)).toEqual([
      'frame denied',
      'redirect denied',
      'webview denied',
    ]);
  });

  it('opens no window; a link passes the URL gate to the system', () => {
    const { contents } = locked();
    expect(contents.windowOpenHandler?.({ url: 'https://example.com/' })).toEqual({
      action: 'deny',
    });
    expect(recorded.opened).toEqual(['https://example.com/']);
  });

  it.each(['http://example.com/', 'file:///etc/passwd', 'sip:100@example.com', 'not an address'])(
    'opens neither a window nor a program for %s',
    (url) => {
      const { contents, lines } = locked();
      expect(contents.windowOpenHandler?.({ url })).toEqual({ action: 'deny' });
      expect(recorded.opened).toEqual([]);
      expect(lines[0]?.message).toBe('link refused');
    },
  );

  it('leaves no number in the log', () => {
    const { emit, contents, lines } = locked();
    emit('will-navigate', { url: 'tel:+821012345678', isMainFrame: true });
    contents.windowOpenHandler?.({ url: 'tel:+821012345678' });
    expect(JSON.stringify(lines)).not.toContain('1012345678');
  });
});
