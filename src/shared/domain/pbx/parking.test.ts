import { describe, expect, it } from 'vitest';
import type { Lamp } from './dialogInfo.ts';
import { onSlotLamp, parkPlace, SLOT_LIMIT_MS } from './parking.ts';
import type { Parked } from './parking.ts';
import { exchangeTarget, parkSchema, slotsBetween } from './pbxSettings.ts';

const parked = (over: Partial<Parked> = {}): Parked => ({
  callId: 'a',
  name: '김하늘',
  dialled: '01012345678',
  e164: '+821012345678',
  at: 0,
  slot: null,
  candidates: ['701', '702'],
  seen: false,
  ...over,
});

it.each([
  ['701', '703', ['701', '702', '703']],
  ['*5901', '*5902', ['*5901', '*5902']],
  ['008', '011', ['008', '009', '010', '011']],
  ['703', '701', []],
  ['701', '7010', []],
  ['701', '*703', []],
  ['1000', '9999', []],
  ['a', 'b', []],
  ['', '', []],
])('slots from %s to %s', (from, to, slots) => {
  expect(slotsBetween(from, to)).toEqual(slots);
});

it.each([
  ['*45', '*45'],
  ['#70', '%2370'],
  ['sip:queue-on@pbx.example', 'sip:queue-on@pbx.example'],
  ['sip:x@y?Subject=z', null],
  ['javascript:alert(1)', null],
  ['sip:a@b;transport=udp', null],
  [' ', null],
])('the code %j calls %j', (code, user) => {
  const target = exchangeTarget(code);
  expect(target.ok ? target.user : null).toBe(user);
});

it('parking needs a code or slots', () => {
  expect(parkSchema.safeParse({}).success).toBe(false);
  expect(parkSchema.safeParse({ code: '700' }).success).toBe(true);
  expect(parkSchema.safeParse({ slots: { from: '9', to: '1' } }).success).toBe(false);
});

describe('where a customer is parked', () => {
  const slots = { from: '701', to: '703' };
  const lamps = (known: Record<string, Lamp>) => (slot: string) => known[slot] ?? 'unknown';

  it('is the code where there is one', () => {
    const place = parkPlace({ code: '#70', slots }, lamps({ 701: 'free' }), []);
    expect(place).toEqual({ target: '%2370', to: '#70', slot: null });
  });

  it.each<[string, Record<string, Lamp>, readonly Parked[], string | null]>([
    ['the first that is free', { 701: 'busy', 702: 'free', 703: 'free' }, [], '702'],
    ['one that is free before one that is unknown', { 702: 'free' }, [], '702'],
    ['one of which nothing is known, if need be', { 701: 'busy' }, [], '702'],
    ['not one in which we have somebody', { 701: 'free' }, [parked({ slot: '701' })], '702'],
    ['none when all are taken', { 701: 'busy', 702: 'ringing', 703: 'busy' }, [], null],
  ])('is %s', (_what, known, already, slot) => {
    expect(parkPlace({ slots }, lamps(known), already)?.slot ?? null).toBe(slot);
  });

  it('is nowhere when nothing is configured', () => {
    expect(parkPlace(null, lamps({}), [])).toBeNull();
  });
});

describe('what the lamp of a slot tells', () => {
  it('the slot that becomes busy is the customer’s', () => {
    expect(onSlotLamp([parked()], '702', 'busy', 2_000)).toEqual([
      parked({ slot: '702', seen: true }),
    ]);
  });

  it.each<[string, string, Lamp, number, Partial<Parked>]>([
    ['it was busy before', '703', 'busy', 0, {}],
    ['it comes too late', '701', 'busy', SLOT_LIMIT_MS + 1, {}],
    ['it only rings', '701', 'ringing', 0, {}],
    ['nobody tells any more', '701', 'unknown', 0, { slot: '701', seen: true }],
    ['it is free because it was not yet busy', '701', 'free', 0, { slot: '701' }],
  ])('nothing when %s', (_what, slot, lamp, now, one) => {
    expect(onSlotLamp([parked(one)], slot, lamp, now)).toEqual([parked(one)]);
  });

  it('does not guess between two', () => {
    const both = [parked(), parked({ callId: 'b' })];
    expect(onSlotLamp(both, '701', 'busy', 0).map(({ slot }) => slot)).toEqual([null, null]);
  });

  it('a slot that goes free again has been picked up', () => {
    const after = onSlotLamp([parked({ slot: '701' })], '701', 'busy', 0);
    expect(onSlotLamp(after, '701', 'free', 5_000)).toEqual([]);
  });
});
