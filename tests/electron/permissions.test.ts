import { describe, expect, it } from 'vitest';
import { FakeSession } from './stub/electron.ts';
import { recordLog } from './stub/recordLog.ts';
import { guardPermissions } from '../../src/main/permissions.ts';
import { ownPageTest } from '../../src/main/ownOrigin.ts';

const OWN = 'app://ieum/index.html';

function guarded() {
  const session = new FakeSession();
  const { log, lines } = recordLog();
  guardPermissions(session as never, ownPageTest(), log);
  const request = (permission: string, details: object): boolean => {
    let answer: boolean | undefined;
    const handler = session.permissionRequest as (...parts: unknown[]) => void;
    handler({}, permission, (allowed: boolean) => (answer = allowed), {
      isMainFrame: true,
      requestingUrl: OWN,
      ...details,
    });
    if (answer === undefined) throw new Error('the request was never answered');
    return answer;
  };
  const check = (permission: string, origin: string, details: object): boolean => {
    const handler = session.permissionCheck as (...parts: unknown[]) => boolean;
    return handler({}, permission, origin, {
      isMainFrame: true,
      requestingUrl: origin,
      ...details,
    });
  };
  return { session, lines, request, check };
}

describe('permissions asked for', () => {
  it.each([
    ['media', { mediaTypes: ['audio'] }],
    ['notifications', {}],
    ['local-network', {}],
    ['local-network-access', {}],
    ['loopback-network', {}],
    ['idle-detection', {}],
  ])('grants %s %j to the own page', (permission, details) => {
    expect(guarded().request(permission, details)).toBe(true);
  });

  it.each([
    ['media', { mediaTypes: ['video'] }],
    ['media', { mediaTypes: ['audio', 'video'] }],
    ['media', { mediaTypes: [] }],
    ['media', {}],
    ['media', { mediaTypes: ['audio'], isMainFrame: false }],
    ['media', { mediaTypes: ['audio'], requestingUrl: 'https://example.com/' }],
    ['media', { mediaTypes: ['audio'], requestingUrl: 'app://other/index.html' }],
    ['media', { mediaTypes: ['audio'], requestingUrl: 'file:///index.html' }],
    ['media', { mediaTypes: ['audio'], requestingUrl: '' }],
    ['notifications', { requestingUrl: 'https://example.com/' }],
    ['local-network', { requestingUrl: 'https://example.com/' }],
    ['display-capture', { mediaTypes: ['audio'] }],
    ['geolocation', {}],
    ['hid', {}],
    ['usb', {}],
    ['serial', {}],
    ['midi', {}],
    ['clipboard-read', {}],
    ['fullscreen', {}],
    ['pointerLock', {}],
    ['openExternal', {}],
    ['fileSystem', {}],
    ['idle-detection', { requestingUrl: 'https://example.com/' }],
    ['unknown', {}],
  ])('denies %s %j, with a line in the log', (permission, details) => {
    const { request, lines } = guarded();
    expect(request(permission, details)).toBe(false);
    expect(lines).toEqual([
      { level: 'warn', message: 'permission request denied', details: { permission } },
    ]);
  });
});

describe('permissions looked up', () => {
  it.each([
    ['media', 'app://ieum/', { mediaType: 'audio' }, true],
    ['notifications', 'app://ieum/', {}, true],
    ['loopback-network', 'app://ieum/', {}, true],
    // Looked up alone, and never asked for, where an administrator has decided it.
    ['idle-detection', 'app://ieum/', {}, true],
    ['idle-detection', 'https://example.com/', {}, false],
    ['media', 'app://ieum/', { mediaType: 'video' }, false],
    ['media', 'app://ieum/', { mediaType: 'unknown' }, false],
    ['media', 'https://example.com/', { mediaType: 'audio' }, false],
    ['media', 'app://ieum/', { mediaType: 'audio', isMainFrame: false }, false],
    ['media', '', { mediaType: 'audio', requestingUrl: undefined }, false],
    // Which devices it then gets is another question: see below.
    ['hid', 'app://ieum/', {}, true],
    ['hid', 'https://example.com/', {}, false],
    ['hid', 'app://ieum/', { isMainFrame: false }, false],
    ['serial', 'app://ieum/', {}, false],
    ['clipboard-read', 'app://ieum/', {}, false],
  ])('%s from %s %j: %s', (permission, origin, details, expected) => {
    expect(guarded().check(permission, origin, details)).toBe(expected);
  });

  it('logs a denied check once, since pages ask again and again', () => {
    const { check, lines } = guarded();
    for (let times = 0; times < 3; times += 1) check('usb', 'app://ieum/', {});
    expect(lines).toHaveLength(1);
  });
});

const HEADSET = {
  deviceId: 'headset',
  collections: [{ usagePage: 0x0c }, { usagePage: 0x0b, usage: 5 }],
};
const KEYBOARD = { deviceId: 'keyboard', collections: [{ usagePage: 1, usage: 6 }] };

describe('devices', () => {
  it.each([
    ['a headset for the own page', 'hid', 'app://ieum', HEADSET, true],
    ['a keyboard', 'hid', 'app://ieum', KEYBOARD, false],
    ['a device without a word about itself', 'hid', 'app://ieum', {}, false],
    ['a headset for another page', 'hid', 'https://example.com', HEADSET, false],
    ['anything over serial', 'serial', 'app://ieum', HEADSET, false],
    ['anything over USB itself', 'usb', 'app://ieum', HEADSET, false],
  ])('%s', (_what, deviceType, origin, device, expected) => {
    const { session } = guarded();
    expect(session.devicePermission?.({ deviceType, origin, device })).toBe(expected);
  });

  it('screens are never given out', () => {
    expect(guarded().session.displayMedia).toBeNull();
  });
});

describe('the own page', () => {
  it.each([
    ['app://ieum/index.html', true],
    ['app://ieum/', true],
    ['app://ieum.evil.example/', false],
    ['app://evil/ieum', false],
    ['app://ieum@evil/', false],
    ['app://user@ieum/', false],
    ['app://ieum:80/', false],
    ['http://localhost:5173/', false],
    ['file:///index.html', false],
    ['about:blank', false],
    ['', false],
  ])('%s: %s', (url, expected) => {
    expect(ownPageTest()(url)).toBe(expected);
  });

  it('is the development server as well while developing', () => {
    const isOwnPage = ownPageTest('http://localhost:5173');
    expect(isOwnPage('http://localhost:5173/index.html')).toBe(true);
    expect(isOwnPage('http://localhost:5174/')).toBe(false);
    expect(isOwnPage('https://localhost:5173/')).toBe(false);
  });
});
