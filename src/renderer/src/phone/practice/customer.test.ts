import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { practiceScenarioSchema } from '../../../../shared/domain/practice/scenario.ts';
import { Customer } from './customer.ts';
import type { CustomerMedia } from './customerMedia.ts';

const scenario = practiceScenarioSchema.parse(
  JSON.parse(
    readFileSync(
      new URL('../../../../../resources/practice/called-back.json', import.meta.url),
      'utf8',
    ),
  ),
);

function lab(playable = true) {
  let now = 0;
  const timers = new Set<{ due: number; task: () => void }>();
  const log: string[] = [];
  let finish: () => void = () => undefined;
  const media = {
    prepare: () => undefined,
    stop: () => finish(),
    say: (audio: string) => {
      log.push(`play ${audio.split('/').at(-1)}`);
      if (!playable) return Promise.resolve(false);
      const { promise, resolve } = Promise.withResolvers<boolean>();
      finish = () => resolve(true);
      return promise;
    },
  } as unknown as CustomerMedia;
  const clock = {
    now: () => now,
    after: (ms: number, task: () => void) => {
      const timer = { due: now + ms, task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const customer = new Customer(scenario, media, clock, {
    caption: ({ id }, final, interrupted) =>
      log.push(`${id}${final ? (interrupted ? ' cut' : ' end') : ''}`),
    hangUp: () => log.push('hang up'),
  });
  return {
    customer,
    log,
    timers,
    finish: () => finish(),
    pass: async (ms: number) => {
      const end = now + ms;
      for (;;) {
        await new Promise<void>((resolve) => setImmediate(resolve));
        const [next] = [...timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
        if (next === undefined) break;
        timers.delete(next);
        now = Math.max(now, next.due);
        next.task();
      }
      now = end;
    },
  };
}

it('captions a line when it begins and when it ends, and listens by level', async () => {
  const { customer, log, finish, pass } = lab();
  await pass(400);
  expect(log).toEqual(['hello', 'play hello.ogg']);
  finish();
  await pass(100);
  expect(log.at(-1)).toBe('hello end');
  customer.level(0.1);
  await pass(500);
  customer.level(0.001);
  await pass(1_900);
  expect(log.slice(-2)).toEqual(['was-waiting', 'play was-waiting.ogg']);
});

it('is cut short by hold, and never says the end of that line', async () => {
  const { customer, log, pass } = lab();
  await pass(400);
  customer.held();
  await pass(5_000);
  expect(log).toEqual(['hello', 'play hello.ogg', 'hello cut']);
  customer.resumed();
  await pass(700);
  expect(log.slice(-2)).toEqual(['resumed-1', 'play resumed-1.ogg']);
});

it('shows a line whose sound is missing for as long as it takes to read', async () => {
  const { log, pass } = lab(false);
  await pass(400);
  expect(log).not.toContain('hello end');
  await pass(5_000);
  expect(log).toContain('hello end');
});

it('leaves nothing behind when the call ends', async () => {
  const { customer, log, timers, pass } = lab();
  await pass(400);
  customer.leave();
  customer.leave();
  customer.level(0.5);
  expect(timers.size).toBe(0);
  expect(log).toEqual(['hello', 'play hello.ogg', 'hello cut']);
});
