import { describe, expect, it } from 'vitest';
import { acceleratorOf, refusalOf, strokeOf, strokeText } from './stroke.ts';
import type { Platform, Stroke } from './stroke.ts';
import { acceleratorsOf, DEFAULT_HOTKEYS, HOTKEY_ACTIONS, hotkeyRefusal } from './hotkeys.ts';

/** `ctrl+shift+KeyE` as a stroke. */
function stroke(text: string): Stroke {
  const parts = text.split('+');
  const code = parts.pop() ?? '';
  const has = (name: string): boolean => parts.includes(name);
  return { code, ctrl: has('ctrl'), alt: has('alt'), shift: has('shift'), meta: has('meta') };
}

describe('a key that is to work in every program', () => {
  it.each([
    ['KeyA', 'linux', 'plain'],
    ['shift+KeyA', 'linux', 'plain'],
    ['ctrl+KeyC', 'linux', 'plain'],
    ['alt+Digit1', 'windows', 'plain'],
    ['Space', 'linux', 'plain'],
    ['meta+KeyQ', 'mac', 'plain'],
    ['F8', 'linux', null],
    ['shift+F8', 'windows', null],
    ['ctrl+shift+KeyE', 'windows', null],
    ['ctrl+alt+KeyE', 'linux', null],
    ['shift+meta+KeyE', 'mac', null],
    ['alt+F4', 'windows', 'system'],
    ['alt+F4', 'linux', 'system'],
    ['ctrl+alt+Delete', 'windows', 'system'],
    ['ctrl+alt+F2', 'linux', 'system'],
    ['ctrl+alt+F2', 'windows', null],
    ['F12', 'windows', 'system'],
    ['F12', 'linux', null],
    ['shift+meta+Digit4', 'mac', 'system'],
    ['ctrl+meta+KeyL', 'windows', 'system'],
    ['ctrl+shift+Lang1', 'linux', 'unknown'],
    ['ctrl+shift+BracketLeft', 'linux', 'unknown'],
  ] as const)('%s on %s: %s', (text, platform, expected) => {
    expect(refusalOf(stroke(text), platform)).toBe(expected);
  });

  it('is one of them only once', () => {
    const hotkeys = { ...DEFAULT_HOTKEYS, answer: stroke('ctrl+alt+KeyA') };
    const refusal = (text: string) => hotkeyRefusal(hotkeys, 'mute', stroke(text), 'linux');
    expect(refusal('ctrl+alt+KeyA')).toBe('twice');
    expect(refusal('ctrl+alt+KeyB')).toBeNull();
    expect(hotkeyRefusal(hotkeys, 'answer', stroke('ctrl+alt+KeyA'), 'linux')).toBeNull();
  });
});

describe('a key as it is pressed', () => {
  const press = { ctrlKey: true, altKey: false, shiftKey: true, metaKey: false };

  it('is told by its place, whatever the Korean input method makes of it', () => {
    expect(strokeOf({ ...press, code: 'KeyE' })).toEqual(stroke('ctrl+shift+KeyE'));
  });

  it.each(['ControlLeft', 'ShiftRight', 'AltLeft', 'MetaLeft', 'Lang1', 'CapsLock', ''])(
    '%s alone is none yet',
    (code) => expect(strokeOf({ ...press, code })).toBeNull(),
  );
});

it.each([
  ['ctrl+shift+KeyE', 'Control+Shift+E', 'Ctrl+Shift+E', '⌃⇧E'],
  ['ctrl+alt+Digit1', 'Control+Alt+1', 'Ctrl+Alt+1', '⌃⌥1'],
  ['shift+meta+F13', 'Shift+Meta+F13', 'Shift+Win+F13', '⇧⌘F13'],
  ['ctrl+alt+ArrowUp', 'Control+Alt+Up', 'Ctrl+Alt+↑', '⌃⌥↑'],
  ['ctrl+alt+Numpad0', 'Control+Alt+num0', 'Ctrl+Alt+Num 0', '⌃⌥Num 0'],
  ['ctrl+shift+NumpadAdd', 'Control+Shift+numadd', 'Ctrl+Shift+Num +', '⌃⇧Num +'],
])('%s is %s for Electron, and %s or %s for a person', (text, accelerator, windows, mac) => {
  expect(acceleratorOf(stroke(text))).toBe(accelerator);
  expect(strokeText(stroke(text), 'windows')).toBe(windows);
  expect(strokeText(stroke(text), 'mac')).toBe(mac);
});

describe('what is registered', () => {
  it.each(['mac', 'windows', 'linux'] as const satisfies readonly Platform[])(
    'the defaults may all be used on %s',
    (platform) => {
      expect([...acceleratorsOf(DEFAULT_HOTKEYS, platform).keys()]).toEqual(HOTKEY_ACTIONS);
    },
  );

  it('leaves out what has no key, what is the system’s, and the second of two', () => {
    const wanted = acceleratorsOf(
      {
        answer: stroke('ctrl+alt+KeyA'),
        hangUp: stroke('ctrl+alt+KeyA'),
        mute: null,
        hold: stroke('alt+F4'),
        transfer: stroke('KeyT'),
      },
      'linux',
    );
    expect([...wanted]).toEqual([['answer', 'Control+Alt+A']]);
  });
});
