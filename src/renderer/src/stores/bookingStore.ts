import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { Booking } from '#shared/domain/booking/booking.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { useHost } from '../api/host.ts';
import type { TextTo } from './outboxStore.ts';

export type ToldChange = OutputOf<IeumContract, 'bookings.toTell'>['changes'][number];

/** What customers are expected for, and who has to be told that it is another by now. */
export const useBookingStore = defineStore('bookings', () => {
  const host = useHost();
  const toTell = shallowRef<readonly ToldChange[]>([]);
  /** Counts changes, for whoever has asked for a customer's. */
  const changes = ref(0);

  let asked = 0;
  async function load(): Promise<void> {
    const question = ++asked;
    try {
      const found = await host.call('bookings.toTell', {});
      if (question === asked) toTell.value = found.changes;
    } catch {
      // What was shown stays; the next change asks again.
    }
  }

  host.on('bookings.changed', () => {
    changes.value += 1;
    void load();
  });
  // Whoever was written to has been told.
  host.on('outbox.changed', () => void load());
  host.onState((state) => {
    if (state === 'open') void load();
  });
  void load();

  return {
    toTell,
    changes,
    /** The soonest first; none where the host could not be asked. */
    async next({ e164, dialled }: Pick<TextTo, 'e164' | 'dialled'>): Promise<readonly Booking[]> {
      try {
        return (await host.call('bookings.next', { e164, dialled })).bookings;
      } catch {
        return [];
      }
    },
  };
});
