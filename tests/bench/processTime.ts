import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/**
 * Seconds of processor time that a process and all its descendants have used so far, from
 * /proc/PID/stat (proc(5): fields 4 ppid, 14 utime, 15 stime). Linux only.
 */
export function treeSeconds(root: number): number {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [readStat(Number(name))];
      } catch {
        // It ended between the listing and the look.
        return [];
      }
    });
  const wanted = new Set([root]);
  // A child may be listed before its parent: until nothing is added.
  for (let before = 0; before !== wanted.size;) {
    before = wanted.size;
    for (const { pid, parent } of stats) if (wanted.has(parent)) wanted.add(pid);
  }
  return stats
    .filter(({ pid }) => wanted.has(pid))
    .reduce((sum, { ticks }) => sum + ticks / TICKS_PER_SECOND, 0);
}

function readStat(pid: number): { pid: number; parent: number; ticks: number } {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces: what counts comes after it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { pid, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}
