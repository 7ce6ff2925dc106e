import { describe, expect, it } from 'vitest';
import { NO_UPDATE_POLICY, updateAddress } from './update.ts';
import type { Installation } from './update.ts';

const WINDOWS: Installation = {
  installed: true,
  platform: 'windows',
  publisherKnown: true,
  address: 'https://updates.example.com/ieum',
};

describe('an app that renews itself', () => {
  it('looks where its package says', () => {
    expect(updateAddress(WINDOWS, NO_UPDATE_POLICY)).toEqual({ url: WINDOWS.address });
  });

  it('looks where the administrator says instead', () => {
    const url = 'https://intranet.example.com/ieum';
    expect(updateAddress(WINDOWS, { enabled: true, url })).toEqual({ url });
  });

  it.each([
    ['in a browser, or from its source', { installed: false }, {}, 'not-installed'],
    ['where the administrator does that', {}, { enabled: false }, 'turned-off'],
    ['on Linux', { platform: 'linux' }, {}, 'by-system'],
    ['without an address', { address: null }, {}, 'no-address'],
    ['over http', { address: 'http://updates.example.com' }, {}, 'address-unsafe'],
    ['over http, by the administrator', {}, { url: 'http://intranet' }, 'address-unsafe'],
    ['on Windows, unless it knows who signs it', { publisherKnown: false }, {}, 'unsigned'],
  ] as const)('does not %s', (_where, installation, policy, refusal) => {
    expect(
      updateAddress({ ...WINDOWS, ...installation }, { ...NO_UPDATE_POLICY, ...policy }),
    ).toEqual({ refusal });
  });

  it('needs no publisher on macOS, which compares signatures itself', () => {
    expect(
      updateAddress({ ...WINDOWS, platform: 'mac', publisherKnown: false }, NO_UPDATE_POLICY),
    ).toEqual({ url: WINDOWS.address });
  });
});
