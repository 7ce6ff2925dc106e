import { LONGEST_BOOKING_FILE } from '#shared/contract/bookings.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { ReadBookings } from '#shared/domain/booking/booking.ts';
import { guessBookingColumns, headKey, readTable } from '#shared/domain/booking/columns.ts';
import type { BookingRole } from '#shared/domain/booking/columns.ts';
import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import { readCsv } from '#shared/domain/contact/csv.ts';
import { cleanDisplayName } from '#shared/domain/text/displayName.ts';
import { AppError } from '#shared/errors.ts';
import type { Wall } from '#shared/domain/booking/moment.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import { isKnownZone, localMoment, momentIn } from '../calendar/wallTime.ts';
import { readBookingCalendar } from '../bookings/readBookingCalendar.ts';
import {
  countSteps,
  importBookings,
  newestBookingImports,
  planBookings,
  readBookingImport,
  rememberedColumns,
  undoBookings,
} from '../db/bookingImporter.ts';
import { nextBookings, toldChanges } from '../db/bookings.ts';
import type { Storage } from '../db/storage.ts';

export interface BookingsServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly newId: () => string;
}

type BookingHandlers = Pick<
  Handlers<IeumContract>,
  Extract<keyof Handlers<IeumContract>, `bookings.${string}`>
>;

/** Files being looked at; the oldest is forgotten for a third. */
const MOST_STAGED = 2;
const SHOWN = 100;
const SAMPLE_ROWS = 4;
const LISTED = 20;
const MOST_NEXT = 5;

interface Understood {
  readonly kind: 'table' | 'calendar';
  readonly columns: readonly BookingRole[];
  readonly heads: string;
  readonly sample: string[][];
  readonly read: ReadBookings;
}

/** See `bookingsMethods` in the contract. */
export function createBookingsService(options: BookingsServiceOptions): BookingHandlers {
  const { storage, announcer, clock, newId } = options;
  const staged = new Map<string, string>();

  function understand(
    importId: string,
    said: readonly BookingRole[] | null,
    zone: string,
  ): Understood {
    const text = staged.get(importId);
    if (text === undefined) throw unknown();
    if (/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text)) {
      const read = readBookingCalendar(text);
      if (!read) throw invalid();
      return { kind: 'calendar', columns: [], heads: '', sample: [], read };
    }
    const table = readCsv(text);
    if (table.rows.length < 2) throw invalid();
    const heads = headKey(table);
    const remembered = said ?? storage.read((db) => rememberedColumns(db, heads));
    const columns = remembered ?? guessBookingColumns(table);
    const sample = table.rows.slice(0, SAMPLE_ROWS).map(({ cells }) => [...cells]);
    return { kind: 'table', columns, heads, sample, read: readTable(table, columns, wallIn(zone)) };
  }

  return {
    'bookings.importStage': ({ importId, from, text }) => {
      const before = from === 0 ? '' : staged.get(importId);
      if (before?.length !== from || from + text.length > LONGEST_BOOKING_FILE) throw unknown();
      // Handed over again after a broken line: it replaces what came then.
      staged.delete(importId);
      staged.set(importId, before + text);
      const [oldest] = staged.keys();
      if (staged.size > MOST_STAGED && oldest !== undefined) staged.delete(oldest);
      return { staged: from + text.length };
    },
    'bookings.importPlan': ({ importId, columns: said, complete, zone }) => {
      const { kind, columns, sample, read } = understand(importId, said, zone);
      const steps = storage.read((db) => planBookings(db, read.rows, complete, clock()));
      const shown = steps.flatMap(({ kind: what, row, before }) => {
        const one = row ?? before;
        if (what === 'unchanged' || one === null) return [];
        const { name, number, at, place } = one;
        const then = before && { at: before.at, place: before.place };
        return [{ kind: what, line: row?.line ?? null, name, number, at, place, before: then }];
      });
      return {
        ...{ kind, columns: [...columns], sample, ...countSteps(steps) },
        faults: read.faults.slice(0, SHOWN),
        refused: read.faults.length,
        samples: shown.slice(0, SHOWN),
      };
    },
    'bookings.import': ({ importId, columns: said, complete, zone, fileName }) => {
      const done = storage.read((db) => readBookingImport(db, importId));
      if (done) return done;
      const { columns, heads, read } = understand(importId, said, zone);
      if (storage.health.state === 'volatile') {
        // Nothing carries what is only in memory over to the file.
        throw new AppError('storage.read-only', 'The data folder cannot be used.');
      }
      const result = storage.write((db, agentId) =>
        importBookings(db, {
          ...{ id: importId, fileName: cleanDisplayName(fileName), rows: read.rows },
          ...{ refused: read.faults.length, complete, heads, columns },
          ...{ now: clock(), agentId, newId },
        }),
      );
      staged.delete(importId);
      announcer.emit('bookings.changed', {});
      return result;
    },
    'bookings.imports': () => ({
      imports: storage.read((db) => newestBookingImports(db, LISTED)),
    }),
    'bookings.importUndo': ({ importId }) => {
      const result = storage.write((db) => {
        const imported = readBookingImport(db, importId);
        if (!imported) throw unknown();
        return imported.undone ? imported : undoBookings(db, imported, clock());
      });
      announcer.emit('bookings.changed', {});
      return result;
    },
    'bookings.next': (number) => ({
      bookings: storage.read((db) => nextBookings(db, numberKey(number), clock(), MOST_NEXT)),
    }),
    'bookings.toTell': () => ({
      changes: storage.read((db) => toldChanges(db, clock())).slice(0, SHOWN),
    }),
  };
}

function wallIn(zone: string): Wall {
  const known = zone !== '' && isKnownZone(zone);
  return (year, month, day, hour, minute) => {
    const wall = { year, month, day, hour, minute, second: 0 };
    return known ? momentIn(zone, wall) : localMoment(wall);
  };
}

function unknown(): AppError {
  return new AppError('import.unknown', 'There is no such import.');
}

function invalid(): AppError {
  return new AppError('booking.invalid', 'That is no table and no calendar of bookings.');
}
