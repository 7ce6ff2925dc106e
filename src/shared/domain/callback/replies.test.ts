import { describe, expect, it } from 'vitest';
import { applyToPromise, onlyOnceKey, promiseFactSchema } from './record.ts';
import type { PromiseFact, PromiseRow } from './record.ts';
import { isAsked } from './replies.ts';

const HOUR = 3_600_000;
const T = 1_764_147_600_000;
const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const window = (hours: number) => ({ from: T + hours * HOUR, to: T + (hours + 1) * HOUR });
const SLOTS = [window(3), window(5)];
const BEFORE = window(1);

type BodyOf<F> = F extends PromiseFact ? Omit<F, 'id' | 'promiseId' | 'at'> : never;
let count = 100;
const said = (body: BodyOf<PromiseFact>): PromiseFact =>
  promiseFactSchema.parse({ ...body, id: id(++count), promiseId: id(1), at: T });
const made = said({
  ...{ type: 'made', address: '', dialled: '01099991234', e164: '+821099991234', name: null },
  ...{ practice: false, topic: '', urgency: 'normal', window: BEFORE, owner: null, note: '' },
  ...{ origin: { kind: 'hand', callId: null, messageId: null }, channel: 'phone', cryAt: T },
});
const replied = (slot: number | null, message = 1): PromiseFact =>
  said({
    ...{ type: 'replied', messageId: id(message), textId: id(9), slots: SLOTS, slot },
    why: slot === null ? 'several' : null,
  });
const after = (...facts: readonly PromiseFact[]): PromiseRow => {
  let row: PromiseRow | null = null;
  for (const fact of [made, ...facts]) row = applyToPromise(row, fact, id(2));
  if (!row) throw new Error('There is none.');
  return row;
};
const of = (type: 'unchosen' | 'passed', message = 1) => said({ type, messageId: id(message) });
const chosen = (slot: number, message = 1) =>
  said({ type: 'chosen', messageId: id(message), slot });

describe('a reply to offered times', () => {
  it('that picks one moves the promise, which is reminded of anew', () => {
    const fact = replied(1);
    const row = after(said({ type: 'snoozed', until: T + 9 * HOUR }), fact);
    expect(row).toMatchObject({ window: SLOTS[1], snoozedUntil: null, armedBy: fact.id });
    expect(row.reply).toMatchObject({ slot: 1, by: 'customer', before: BEFORE, done: false });
    expect(isAsked(row.reply)).toBe(false);
  });

  it('that does not leaves it where it is and asks the agent', () => {
    const row = after(replied(null));
    expect(row).toMatchObject({ window: BEFORE, armedBy: made.id });
    expect(row.reply).toMatchObject({ slot: null, why: 'several' });
    expect(isAsked(row.reply)).toBe(true);
    expect(after(replied(null), chosen(0))).toMatchObject({
      window: SLOTS[0],
      reply: { slot: 0, by: 'agent', why: 'several' },
    });
    const passed = after(replied(null), of('passed'));
    expect(passed.window).toEqual(BEFORE);
    expect(isAsked(passed.reply)).toBe(false);
  });

  it('is taken back in one step, and can be chosen anew', () => {
    const row = after(replied(1), of('unchosen'));
    expect(row.window).toEqual(BEFORE);
    expect(isAsked(row.reply)).toBe(true);
    expect(after(replied(1), of('unchosen'), chosen(0)).window).toEqual(SLOTS[0]);
    expect(after(replied(1), of('unchosen'), of('unchosen')).window).toEqual(BEFORE);
  });

  it('counts when it is the newest; what it replaced is what it goes back to', () => {
    expect(after(replied(0, 1), replied(1, 2)).window).toEqual(SLOTS[1]);
    expect(after(replied(0, 1), replied(1, 2), of('unchosen', 2)).window).toEqual(SLOTS[0]);
    // Once more the same is no move to take back.
    expect(after(replied(0, 1), replied(0, 2), of('unchosen', 2)).window).toEqual(BEFORE);
    // One that says nothing clear leaves the choice before it, and asks.
    const asked = after(replied(0, 1), replied(null, 2));
    expect(asked.window).toEqual(SLOTS[0]);
    expect(isAsked(asked.reply)).toBe(true);
    // Nor does what is said of an earlier one count.
    expect(after(replied(0, 1), replied(1, 2), of('unchosen', 1)).window).toEqual(SLOTS[1]);
  });

  it('is dealt with once the agent has set a time by hand', () => {
    const own = window(8);
    const row = after(replied(1), said({ type: 'rescheduled', window: own, reason: '' }));
    expect(row).toMatchObject({ window: own, reply: { done: true } });
    expect(
      after(replied(1), said({ type: 'rescheduled', window: own, reason: '' }), of('unchosen')),
    ).toMatchObject({ window: own });
  });

  it('changes nothing of a promise that has ended', () => {
    const closed = said({ type: 'closed', reason: 'solved', words: '' });
    expect(after(closed, replied(1))).toMatchObject({ window: BEFORE, reply: null });
  });

  it('is told once a message, and names a slot there is', () => {
    expect(onlyOnceKey(replied(0, 1))).toBe(onlyOnceKey(replied(null, 1)));
    expect(onlyOnceKey(replied(0, 1))).not.toBe(onlyOnceKey(replied(0, 2)));
    expect(after(replied(null), chosen(7)).window).toEqual(BEFORE);
  });

  it('is none in a row that was stored before there were replies', () => {
    const { reply: _, ...old } = after();
    expect(applyToPromise(old as PromiseRow, replied(1), id(2))?.reply?.slot).toBe(1);
    expect(applyToPromise(old as PromiseRow, of('unchosen'), id(2))?.window).toEqual(BEFORE);
  });
});
