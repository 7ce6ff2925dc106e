import { expect, it } from 'vitest';
import { hasSystemTray } from '../../src/main/systemTray.ts';

/** Which programs there are, and what each says. */
const system = (answers: Readonly<Record<string, string>>) => (program: string) =>
  Promise.resolve(answers[program] ?? null);

it.each(['win32', 'darwin'] as const)(
  '%s always has a tray, and is not asked',
  async (platform) => {
    const ask = (): never => {
      throw new Error('asked');
    };
    expect(await hasSystemTray(platform, ask)).toBe(true);
  },
);

it.each([
  ['something watches for icons', { gdbus: '(true,)\n' }, true],
  ['nothing does, as in GNOME by itself', { gdbus: '(false,)\n' }, false],
  ['only the other program is there', { 'dbus-send': '   boolean true\n' }, true],
  ['neither is there, or there is no bus', {}, false],
])('a Linux desktop has one when %s: %j', async (_what, answers, expected) => {
  expect(await hasSystemTray('linux', system(answers))).toBe(expected);
});
