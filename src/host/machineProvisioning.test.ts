import { describe, expect, it } from 'vitest';
import { provisioningFileOf } from './machineProvisioning.ts';

const there = (): boolean => true;
const nowhere = (): boolean => false;

describe('the administrator’s file', () => {
  it.each([
    ['linux', {}, '/etc/ieum/provisioning.json'],
    ['darwin', {}, '/Library/Application Support/Ieum/provisioning.json'],
    ['win32', {}, 'C:\\ProgramData\\Ieum\\provisioning.json'],
    ['win32', { ProgramData: 'D:\\Shared' }, 'D:\\Shared\\Ieum\\provisioning.json'],
  ] as const)('is the computer’s where none is named: %s %o', (platform, env, path) => {
    expect(provisioningFileOf(null, env, platform, there)).toBe(path);
    expect(provisioningFileOf(null, env, platform, nowhere)).toBeNull();
  });

  it('is the one that is named, whether or not it is there: its absence has to be said', () => {
    expect(provisioningFileOf('/srv/1001.json', {}, 'linux', there)).toBe('/srv/1001.json');
    expect(provisioningFileOf('/srv/1001.json', {}, 'linux', nowhere)).toBe('/srv/1001.json');
  });
});
