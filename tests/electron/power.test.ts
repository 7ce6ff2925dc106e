import { beforeEach, describe, expect, it } from 'vitest';
import { systemPower } from '../../src/main/power.ts';
import { powerMonitor, powerSaveBlocker } from './stub/electron.ts';
import { recordLog } from './stub/recordLog.ts';

const NOW = 1_800_000_000_000;

function open(platform: NodeJS.Platform = 'win32') {
  const clock = { now: NOW };
  let look: () => void = () => undefined;
  const told: string[] = [];
  const power = systemPower({
    ...{ platform, clock: () => clock.now, log: recordLog().log },
    every: (_ms, run) => {
      look = run;
      return () => (look = () => undefined);
    },
  });
  const stop = power.listen({
    changed: () => told.push('changed'),
    resumed: () => told.push('resumed'),
  });
  return {
    ...{ power, told, stop },
    /** A look, some seconds after the one before. */
    look: (idleSeconds: number, later = 15) => {
      clock.now += later * 1_000;
      powerMonitor.idleSeconds = idleSeconds;
      look();
    },
  };
}

beforeEach(() => {
  powerMonitor.removeAllListeners();
  powerSaveBlocker.running.clear();
});

describe('what happens to the computer', () => {
  it('is told: the lock at once, and a resume', () => {
    const { power, told } = open();
    expect(power.watched()).toEqual({ locked: false, idleSince: null });
    powerMonitor.emit('lock-screen');
    expect(power.watched()).toEqual({ locked: true, idleSince: null });
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
    powerMonitor.emit('unlock-screen');
    expect(power.watched()).toEqual({ locked: false, idleSince: null });
    expect(told).toEqual(['changed', 'resumed', 'changed']);
  });

  it('idleness is told when it begins and when it ends, not at every look', () => {
    const { power, told, look } = open();
    look(30);
    look(60);
    expect(power.watched()?.idleSince).toBe(NOW + 30_000 - 60_000);
    look(75);
    look(90);
    look(0);
    expect(power.watched()?.idleSince).toBeNull();
    expect(told).toEqual(['changed', 'changed']);
  });

  it('is not claimed to be known where Electron is not told of the lock', () => {
    const { power, told } = open('linux');
    expect(power.watched()).toBeNull();
    powerMonitor.emit('resume');
    expect(told).toEqual(['resumed']);
  });

  it('nothing is listened to any more in the end', () => {
    open().stop();
    expect(powerMonitor.eventNames()).toEqual([]);
  });
});

it('the computer is kept awake once, and let go of', () => {
  const { power } = open();
  power.keepAwake(true);
  power.keepAwake(true);
  expect([...powerSaveBlocker.running.values()]).toEqual(['prevent-app-suspension']);
  power.keepAwake(false);
  power.keepAwake(false);
  expect(powerSaveBlocker.running.size).toBe(0);
});
