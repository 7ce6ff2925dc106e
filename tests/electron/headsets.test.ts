import { describe, expect, it } from 'vitest';
import { offerHeadsets } from '../../src/main/headsets.ts';
import { ownPageTest } from '../../src/main/ownOrigin.ts';
import { FakeSession } from './stub/electron.ts';
import { recordLog } from './stub/recordLog.ts';

const HEADSET = { deviceId: 'headset', collections: [{ usagePage: 0x0b }] };
const KEYBOARD = { deviceId: 'keyboard', collections: [{ usagePage: 1 }] };
const OWN = { url: 'app://ieum/index.html', parent: null };

/** A page asks for a headset; what it is given, and whether Electron's own choice was put off. */
function ask(frame: object | null, deviceList: readonly object[]) {
  const session = new FakeSession();
  const { log, lines } = recordLog();
  offerHeadsets(session as never, ownPageTest(), log);
  const given: unknown[] = [];
  let prevented = false;
  const event = { preventDefault: () => (prevented = true) };
  session.emit('select-hid-device', event, { deviceList, frame }, (id: unknown) => given.push(id));
  return { given, prevented, lines };
}

describe('a page that asks for a headset', () => {
  it('is given the first device that is one', () => {
    expect(ask(OWN, [KEYBOARD, HEADSET])).toMatchObject({ given: ['headset'], prevented: true });
  });

  it('is given nothing where there is none', () => {
    expect(ask(OWN, [KEYBOARD]).given).toEqual([null]);
  });

  it.each([
    ['another page', { url: 'https://example.com/', parent: null }],
    ['a frame within our page', { url: 'app://ieum/index.html', parent: OWN }],
    ['a page that is gone', null],
  ])('is given nothing when it is %s', (_what, frame) => {
    const { given, lines } = ask(frame, [HEADSET]);
    expect(given).toEqual([null]);
    expect(lines).toMatchObject([{ level: 'warn', message: 'headset refused' }]);
  });
});
