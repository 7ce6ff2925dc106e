import { describe, expect, it } from 'vitest';
import { inSlices, MOST_WAITING, SLICE_MS } from './frameSlices.ts';

/** Frames of 15 ms each, and the tasks in which they are handled. */
function desk() {
  let now = 0;
  const tasks: (() => void)[] = [];
  const handled: string[] = [];
  const logged: string[] = [];
  const receive = inSlices(
    (frame) => {
      handled.push(frame);
      now += 15;
    },
    {
      now: () => now,
      later: (task) => void tasks.push(task),
      log: (message) => void logged.push(message),
    },
  );
  return { receive, handled, logged, tasks, runTask: () => tasks.shift()?.() };
}

describe('frames that come', () => {
  it('alone are handled at once', () => {
    const { receive, handled, runTask } = desk();
    receive('a');
    expect(handled).toEqual(['a']);
    runTask();
    receive('b');
    expect(handled).toEqual(['a', 'b']);
  });

  it('in a flood take no more than a slice of each task, in their order', () => {
    const { receive, handled, runTask } = desk();
    const flood = [...'abcdefgh'];
    for (const frame of flood) receive(frame);
    const slice = Math.ceil(SLICE_MS / 15);
    expect(handled).toEqual(flood.slice(0, slice));
    runTask();
    expect(handled).toEqual(flood.slice(0, 2 * slice));
    // One that comes meanwhile does not overtake those that wait.
    receive('i');
    runTask();
    runTask();
    expect(handled).toEqual([...flood, 'i']);
  });

  it('leave nothing behind to be done', () => {
    const { receive, tasks, runTask } = desk();
    receive('a');
    runTask();
    runTask();
    expect(tasks).toEqual([]);
  });

  it('without end are bounded, and said to be lost', () => {
    const { receive, logged } = desk();
    for (let n = 0; n < MOST_WAITING + 10; n += 1) receive('x');
    expect(logged.length).toBeGreaterThan(0);
  });
});
