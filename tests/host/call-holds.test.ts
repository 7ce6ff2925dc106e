import { describe, expect, it } from 'vitest';
import { opened } from './pauseFacts.ts';
import { made } from './promiseFacts.ts';
import { applyToPause } from '#shared/domain/pause/record.ts';
import type { PauseFact, PauseRow } from '#shared/domain/pause/record.ts';
import { holdsOn } from '#shared/domain/callback/attempts.ts';
import { callbackPolicySchema } from '#shared/domain/callback/policy.ts';
import { applyToPromise } from '#shared/domain/callback/record.ts';
import type { PromiseRow } from '#shared/domain/callback/record.ts';

const DAY = 86_400_000;
const NOON = new Date(2026, 10, 25, 12).getTime();
const policy = callbackPolicySchema.parse({});

type Body<F> = F extends PauseFact ? Omit<F, 'id' | 'pauseId' | 'at'> : never;
function paused(
  change: Parameters<typeof opened>[0] = {},
  ...bodies: readonly Body<PauseFact>[]
): PauseRow {
  const first = opened({ at: NOON, ...change });
  let row = applyToPause(null, first, first.id);
  for (const body of bodies) {
    row = applyToPause(row, { ...body, id: first.id, pauseId: first.pauseId, at: NOON }, first.id);
  }
  if (!row) throw new Error('not opened');
  return row;
}
function promised(): PromiseRow {
  const fact = made();
  const row = applyToPromise(null, fact, fact.id);
  if (!row) throw new Error('not made');
  return row;
}
const codes = (pause: PauseRow | null, now = NOON, promises: PromiseRow[] = []): string[] =>
  holdsOn({ promises, pause }, now, policy).map(({ hold }) => hold.code);
const text = (channel: 'text' | 'mail') => ({ type: 'inquiry', channel, text: '' }) as const;
const attempted = {
  type: 'attempted',
  callId: '019a0000-0000-7000-8000-000000000001',
  outcome: 'missed',
  rang: true,
} as const;

describe('a call to a customer whose contact is paused', () => {
  it('waits for the next check-in, and is free when its time has come', () => {
    const row = paused();
    expect(holdsOn({ promises: [], pause: row }, NOON, policy)).toEqual([
      { by: 'pause', row, hold: { code: 'check-in', until: NOON + 3 * DAY } },
    ]);
    expect(codes(row, NOON + 3 * DAY - 1)).toEqual(['check-in']);
    expect(codes(row, NOON + 3 * DAY)).toEqual([]);
  });

  it('is not made without a check-in', () => {
    expect(codes(paused({ checkIns: [] }))).toEqual(['paused']);
  });

  it('waits for the ways that come before the telephone', () => {
    const now = NOON + 3 * DAY;
    const channels = ['text', 'mail', 'phone', 'post'] as const;
    const change = { channels: [...channels] };
    const hold = (row: PauseRow) => holdsOn({ promises: [], pause: row }, now, policy)[0]?.hold;
    expect(hold(paused(change))).toMatchObject({ code: 'channel', channel: 'text' });
    expect(hold(paused(change, text('text')))).toMatchObject({ channel: 'mail' });
    expect(hold(paused(change, text('text'), text('mail')))).toBeUndefined();
    // Whoever is not to be telephoned is not, however much else was tried.
    const written = paused({ channels: ['text'] }, text('text'));
    expect(hold(written)).toMatchObject({ code: 'channel', channel: 'text' });
    expect(hold(paused({ channels: [] }))).toBeUndefined();
  });

  it('keeps the cap and the distance that any customer has', () => {
    const now = NOON + 3 * DAY;
    expect(codes(paused({}, attempted, attempted, attempted), now)).toEqual(['cap']);
    const soon = paused({ checkIns: [{ id: opened().id, at: NOON + 1 }] }, attempted);
    expect(codes(soon, NOON + 1)).toEqual(['cool-down']);
  });

  it('is held by their promise too, and each reason is told once with what it is of', () => {
    const row = paused();
    const promise = { ...promised(), attempts: 3 };
    expect(
      holdsOn({ promises: [promise], pause: row }, NOON, policy).map(({ by, hold }) => [
        by,
        hold.code,
      ]),
    ).toEqual([
      ['pause', 'check-in'],
      ['promise', 'cap'],
    ]);
  });

  it('is free when contact has been resumed', () => {
    const preferences = { channel: null, hours: '', note: '' };
    expect(codes(paused({}, { type: 'resumed', thanks: '', preferences }))).toEqual([]);
    expect(codes(null)).toEqual([]);
  });
});
