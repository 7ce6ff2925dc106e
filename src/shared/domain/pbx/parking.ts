import type { Lamp } from './dialogInfo.ts';
import { exchangeTarget, slotsOf } from './pbxSettings.ts';
import type { Park } from './pbxSettings.ts';

/** A customer whom this phone has handed to the exchange to keep. */
export interface Parked {
  readonly callId: string;
  readonly name: string | null;
  readonly dialled: string;
  readonly e164: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Null until it is known where. */
  readonly slot: string | null;
  /** Lamps that were not busy when the customer left: one of them is theirs. */
  readonly candidates: readonly string[];
  /** The lamp of the slot has been seen busy: when it goes free, somebody has taken the call. */
  readonly seen: boolean;
}

export interface ParkPlace {
  /** What the customer is handed to. */
  readonly target: string;
  /** As it is shown and recorded. */
  readonly to: string;
  readonly slot: string | null;
}

/**
 * Where a customer goes: to the code, or without one to a slot that is free. One whose lamp says
 * nothing is taken only when none is known to be free, and never one in which we have somebody.
 * @returns null when every slot is taken or nothing is configured
 */
export function parkPlace(
  park: Park | null,
  lampOf: (slot: string) => Lamp,
  parked: readonly Parked[],
): ParkPlace | null {
  if (park?.code !== undefined) {
    const target = exchangeTarget(park.code);
    return target.ok ? { target: target.user, to: park.code, slot: null } : null;
  }
  const ours = new Set(parked.map(({ slot }) => slot));
  const open = slotsOf(park).filter((slot) => !ours.has(slot));
  const slot =
    open.find((one) => lampOf(one) === 'free') ?? open.find((one) => lampOf(one) === 'unknown');
  const target = slot === undefined ? null : exchangeTarget(slot);
  return slot !== undefined && target?.ok ? { target: target.user, to: slot, slot } : null;
}

/** Milliseconds in which the lamp of a slot has to follow; later it may be somebody else's. */
export const SLOT_LIMIT_MS = 10_000;

/**
 * What a lamp tells of those we have parked. One whose slot is unknown is in the first of its
 * candidates that becomes busy, unless two wait for the same lamp: a guess would hand the agent the
 * wrong customer. One whose slot goes free is parked no more.
 */
export function onSlotLamp(
  parked: readonly Parked[],
  slot: string,
  lamp: Lamp,
  now: number,
): readonly Parked[] {
  if (lamp === 'free') return parked.filter((one) => one.slot !== slot || !one.seen);
  if (lamp !== 'busy') return parked;
  if (parked.some((one) => one.slot === slot)) {
    return parked.map((one) => (one.slot === slot ? { ...one, seen: true } : one));
  }
  const waiting = parked.filter(
    (one) => one.slot === null && one.candidates.includes(slot) && now - one.at <= SLOT_LIMIT_MS,
  );
  const [only, ...more] = waiting;
  if (!only) return parked;
  if (more.length > 0) {
    return parked.map((one) => (waiting.includes(one) ? { ...one, candidates: [] } : one));
  }
  return parked.map((one) => (one === only ? { ...one, slot, seen: true } : one));
}
