import type { Reservation } from './content.ts';

/*
 * What has to be known before a customer is told of a reservation, and what becomes of it when it is
 * changed: the notice of a change is another text about the same reservation.
 */

export interface ReservationForm {
  /** Epoch milliseconds; null while nobody has said. */
  readonly at: number | null;
  readonly place: string;
  readonly bring: string;
  /** The agent says that nothing has to be brought. */
  readonly nothing: boolean;
}

export const RESERVATION_FAULTS = ['time', 'past', 'place', 'bring'] as const;
export type ReservationFault = (typeof RESERVATION_FAULTS)[number];

/** What is missing or wrong, in the order of the form. @param now epoch milliseconds */
export function reservationFaults(form: ReservationForm, now: number): readonly ReservationFault[] {
  const { at, place, bring, nothing } = form;
  return RESERVATION_FAULTS.filter((fault) => {
    switch (fault) {
      case 'time':
        return at === null;
      case 'past':
        return at !== null && at <= now;
      case 'place':
        return place.trim() === '';
      case 'bring':
        return bring.trim() === '' && !nothing;
    }
  });
}

/**
 * The reservation that is told of.
 * @param before what the customer was told last; null for a new one
 * @param id of a new one
 * @returns null where something is missing
 */
export function reservationOf(
  form: ReservationForm,
  state: Reservation['state'],
  before: Reservation | null,
  id: string,
): Reservation | null {
  // It is cancelled as the customer knows it, whatever stands in the form.
  if (state === 'cancelled' && before !== null) return { ...before, state };
  const place = form.place.trim();
  if (form.at === null || place === '') return null;
  const bring = form.nothing ? '' : form.bring.trim();
  return { id: before?.id ?? id, at: form.at, place, bring, state };
}

export function formOf(reservation: Reservation | null): ReservationForm {
  if (reservation === null) return { at: null, place: '', bring: '', nothing: false };
  const { at, place, bring } = reservation;
  return { at, place, bring, nothing: bring === '' };
}
