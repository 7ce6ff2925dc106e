import { describe, expect, it } from 'vitest';
import type { Reservation } from './content.ts';
import { formOf, reservationFaults, reservationOf } from './reservation.ts';
import type { ReservationForm } from './reservation.ts';

const NOW = new Date('2026-11-26T14:00:00').getTime();
const AT = new Date('2026-11-27T14:00:00').getTime();
const ID = '0192aaaa-0000-7000-8000-000000000001';
const OTHER = '0192aaaa-0000-7000-8000-000000000002';
const full: ReservationForm = { at: AT, place: '본관 2층', bring: '신분증', nothing: false };
const booked: Reservation = { id: ID, at: AT, place: '본관 2층', bring: '신분증', state: 'booked' };

describe('what a notice of a reservation needs', () => {
  it.each<[string, Partial<ReservationForm>, readonly string[]]>([
    ['all of it', {}, []],
    ['a time', { at: null }, ['time']],
    ['a time to come', { at: NOW }, ['past']],
    ['a place', { place: '  ' }, ['place']],
    ['what to bring', { bring: '' }, ['bring']],
    ['or that there is nothing to bring', { bring: '', nothing: true }, []],
    ['everything', { at: null, place: '', bring: '' }, ['time', 'place', 'bring']],
  ])('%s', (_name, change, faults) => {
    expect(reservationFaults({ ...full, ...change }, NOW)).toEqual(faults);
  });
});

describe('a reservation that is told of', () => {
  it('is a new one, or the same one changed', () => {
    expect(reservationOf(full, 'booked', null, ID)).toEqual(booked);
    const later = { ...full, at: AT + 3_600_000, nothing: true };
    expect(reservationOf(later, 'changed', booked, OTHER)).toEqual({
      ...{ id: ID, at: AT + 3_600_000, place: '본관 2층', bring: '', state: 'changed' },
    });
  });

  it('is cancelled as the customer knows it', () => {
    expect(reservationOf({ ...full, at: null, place: '' }, 'cancelled', booked, OTHER)).toEqual({
      ...booked,
      state: 'cancelled',
    });
  });

  it('is none as long as time or place is missing', () => {
    expect(reservationOf({ ...full, at: null }, 'booked', null, ID)).toBeNull();
    expect(reservationOf({ ...full, place: '' }, 'booked', null, ID)).toBeNull();
  });

  it('fills the form that it came from', () => {
    expect(formOf(booked)).toEqual(full);
    expect(formOf({ ...booked, bring: '' }).nothing).toBe(true);
    expect(formOf(null).at).toBeNull();
  });
});
