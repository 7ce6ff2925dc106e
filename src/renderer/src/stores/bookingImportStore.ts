import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { BOOKING_PIECE, LONGEST_BOOKING_FILE } from '#shared/contract/bookings.ts';
import type { BookingImport } from '#shared/contract/bookings.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { BookingRole } from '#shared/domain/booking/columns.ts';
import { decodeText } from '#shared/domain/contact/decodeText.ts';
import { AppError } from '#shared/errors.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { newId, useHost } from '../api/host.ts';

export type BookingPlan = OutputOf<IeumContract, 'bookings.importPlan'>;

/** One file of bookings: chosen, looked at, imported, taken back. */
export const useBookingImportStore = defineStore('bookingImport', () => {
  const host = useHost();
  const fileName = ref('');
  const plan = shallowRef<BookingPlan | null>(null);
  const complete = ref(false);
  const result = shallowRef<BookingImport | null>(null);
  const earlier = shallowRef<readonly BookingImport[]>([]);
  const busy = ref(false);
  /** A code of the host's, or `too-large`. */
  const failure = ref<string | null>(null);

  let importId = '';
  /** As a person has said; null while nobody has. */
  let columns: BookingRole[] | null = null;

  /** One after the other: of two columns that are said quickly neither is lost. */
  let last: Promise<void> = Promise.resolve();
  function doing(work: () => Promise<void>): Promise<void> {
    last = last.then(() => alone(work));
    return last;
  }

  async function alone(work: () => Promise<void>): Promise<void> {
    busy.value = true;
    failure.value = null;
    try {
      await work();
    } catch (error) {
      failure.value = error instanceof AppError ? error.code : 'internal';
    } finally {
      busy.value = false;
    }
  }

  function reading() {
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { importId, columns, complete: complete.value, zone };
  }

  async function look(): Promise<void> {
    plan.value = await host.call('bookings.importPlan', reading());
  }

  function reset(): void {
    plan.value = result.value = failure.value = columns = null;
    complete.value = false;
    fileName.value = '';
  }

  async function lookBack(): Promise<void> {
    earlier.value = (await host.call('bookings.imports', {})).imports;
  }

  return {
    ...{ fileName, plan, complete, result, earlier, busy, failure, reset },
    /** Beside whatever else is done. */
    async lookBack() {
      try {
        await lookBack();
      } catch {
        earlier.value = [];
      }
    },
    read: (file: File) =>
      doing(async () => {
        reset();
        const { text } = decodeText(new Uint8Array(await file.arrayBuffer()));
        if (text.length > LONGEST_BOOKING_FILE) {
          failure.value = 'too-large';
          return;
        }
        importId = newId();
        for (let from = 0; from === 0 || from < text.length; from += BOOKING_PIECE) {
          const piece = text.slice(from, from + BOOKING_PIECE);
          await host.call('bookings.importStage', { importId, from, text: piece });
        }
        await look();
        fileName.value = file.name;
      }),
    setRole: (at: number, role: BookingRole) =>
      doing(async () => {
        const before = columns ?? plan.value?.columns ?? [];
        columns = before.map((one, index) => (index === at ? role : one));
        await look();
      }),
    setComplete: (on: boolean) =>
      doing(async () => {
        complete.value = on;
        await look();
      }),
    commit: () =>
      doing(async () => {
        const order = { ...reading(), fileName: fileName.value };
        result.value = await host.call('bookings.import', order);
        await lookBack();
      }),
    undo: (id: string) =>
      doing(async () => {
        const undone = await host.call('bookings.importUndo', { importId: id });
        if (result.value?.id === id) result.value = undone;
        await lookBack();
      }),
  };
});
