import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsSchema } from '#shared/contract/settings.ts';
import type { Settings } from '#shared/contract/settings.ts';
import { autostartEntry } from '#shared/domain/shell/autostartEntry.ts';
import { fileLoginItems, followAutostart, systemLoginItems } from '../../src/main/autostart.ts';
import type { LoginItems } from '../../src/main/autostart.ts';
import { app } from './stub/electron.ts';
import { recordLog } from './stub/recordLog.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-autostart-'));
  file = join(folder, 'autostart/ieum.desktop');
  app.loginItem = null;
  app.loginItemRefused = false;
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Settings that a test changes, and what the shell does about them. */
function followed(items: LoginItems | null, desktop: Partial<Settings['desktop']> = {}) {
  const settings = settingsSchema.parse({});
  const listeners = new Set<(settings: Settings) => void>();
  const host = {
    settings: { ...settings, desktop: { ...settings.desktop, ...desktop } },
    onSettings(listener: (settings: Settings) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const { log, lines } = recordLog();
  const args = ['--data-dir=/d a'];
  const state = followAutostart(host, { items, args, log });
  const change = (wanted: Partial<Settings['desktop']>): void => {
    host.settings = { ...host.settings, desktop: { ...host.settings.desktop, ...wanted } };
    for (const listener of listeners) listener(host.settings);
  };
  return { state, change, lines };
}

const onDisk = (program = '/opt/Ieum/ieum'): LoginItems =>
  fileLoginItems({ XDG_CONFIG_HOME: folder }, program);

describe('a start at login on Linux', () => {
  it('is off at first, and nothing is written for that', () => {
    const { state } = followed(onDisk());
    expect(state()).toBe('off');
    expect(existsSync(file)).toBe(false);
  });

  it('is a file of the desktop, with what this start was given', () => {
    const { state, change } = followed(onDisk());
    change({ autostart: true });
    expect(state()).toBe('on');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('\nExec="/opt/Ieum/ieum" "--data-dir=/d a" "--hidden"\n');
    expect(text).toContain('\nName[ko]=이음\n');
    expect(statSync(file).mode & 0o077).toBe(0);
    change({ startHidden: false });
    expect(readFileSync(file, 'utf8')).not.toContain('--hidden');
    change({ autostart: false });
    expect([state(), existsSync(file)]).toEqual(['off', false]);
  });

  it('follows the program that was moved', () => {
    followed(onDisk('/old/ieum'), { autostart: true });
    followed(onDisk('/new/ieum'), { autostart: true });
    expect(readFileSync(file, 'utf8')).toContain('Exec="/new/ieum"');
  });

  it('is of the AppImage, not of the folder in which it is unpacked for now', () => {
    const env = { XDG_CONFIG_HOME: folder, APPIMAGE: '/home/kim/Ieum.AppImage' };
    followed(fileLoginItems(env, '/tmp/.mount_x/ieum'), { autostart: true });
    expect(readFileSync(file, 'utf8')).toContain('Exec="/home/kim/Ieum.AppImage"');
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
    'that the person has switched off (%s) stays off until asked for here again',
    (line) => {
      mkdirSync(join(folder, 'autostart'));
      writeFileSync(file, `[Desktop Entry]\nExec=ieum\n${line}\n`);
      const { state, change } = followed(onDisk(), { autostart: true });
      expect(state()).toBe('refused');
      change({ autostart: false });
      change({ autostart: true });
      expect(state()).toBe('on');
    },
  );

  it('that cannot be written is logged, and told as it is', () => {
    writeFileSync(join(folder, 'autostart'), 'a file where a folder should be');
    const { state, change, lines } = followed(onDisk());
    change({ autostart: true });
    expect(state()).toBe('off');
    expect(lines).toMatchObject([{ level: 'warn' }]);
  });

  it('quotes whatever a path may hold, as a shell reads it back', () => {
    const hard = ['/opt/이음 "1"/$HOME`x`\\y', '--data-dir=/50% a'];
    const exec = /^Exec=(.*)$/m.exec(autostartEntry(hard))?.[1] ?? '';
    // The rules of the file undone by hand: strings first, then field codes; the quotes are a shell's.
    const line = exec.replaceAll('\\\\', '\\').replaceAll('%%', '%');
    const read = execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' });
    expect(read.split('\n').slice(0, 2)).toEqual(hard);
  });
});

describe('a start at login on Windows and macOS', () => {
  it('is the system’s own list, asked with the arguments that were given', () => {
    const { state, change } = followed(systemLoginItems('win32'));
    expect(state()).toBe('off');
    change({ autostart: true });
    expect(app.loginItem).toEqual({ args: ['"--data-dir=/d a"', '--hidden'] });
    expect(state()).toBe('on');
    change({ autostart: false });
    expect([state(), app.loginItem]).toEqual(['off', null]);
  });

  it.each(['win32', 'darwin'] as const)('that is switched off there stays so on %s', (platform) => {
    const { state, change } = followed(systemLoginItems(platform));
    change({ autostart: true });
    app.loginItemRefused = true;
    expect(state()).toBe('refused');
    const again = followed(systemLoginItems(platform), { autostart: true });
    expect([again.state(), app.loginItemRefused]).toEqual(['refused', true]);
  });
});

it('an app that is not installed has none', () => {
  const { state, change } = followed(null);
  change({ autostart: true });
  expect([state(), app.loginItem]).toEqual(['unavailable', null]);
});
