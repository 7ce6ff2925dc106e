import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { SpeedDial } from '#shared/contract/contacts.ts';
import { useHost } from '../api/host.ts';

/** The nine numbers a key calls. */
export const useSpeedDialStore = defineStore('speedDial', () => {
  const host = useHost();
  const places = shallowRef<readonly SpeedDial[]>([]);

  /** @throws AppError `contact.incomplete`, `storage.*` */
  async function set(place: number, entry: Omit<SpeedDial, 'place'> | null): Promise<void> {
    places.value = (await host.call('speedDial.set', { place, entry })).places;
  }

  async function reload(): Promise<void> {
    try {
      places.value = (await host.call('speedDial.list', {})).places;
    } catch {
      // What was shown stays; the next open line asks again.
    }
  }

  function start(): void {
    host.on('speedDial.changed', (changed) => (places.value = changed.places));
    host.onState((state) => {
      if (state === 'open') void reload();
    });
    void reload();
  }

  return {
    places,
    at: (place: number): SpeedDial | null =>
      places.value.find((entry) => entry.place === place) ?? null,
    set,
    start,
  };
});
