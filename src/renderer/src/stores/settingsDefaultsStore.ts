import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { ResettableSetting, Settings } from '#shared/contract/settings.ts';
import { useHost } from '../api/host.ts';
import { useSettingsStore } from './settingsStore.ts';

/** What settings are by default; asked for by their screen alone. */
export const useSettingsDefaultsStore = defineStore('settingsDefaults', () => {
  const host = useHost();
  const settings = useSettingsStore();
  const defaults = shallowRef<Settings | null>(null);

  return {
    defaults,
    async load(): Promise<void> {
      // They change with the administrator's file, which is read at the start.
      defaults.value ??= await host.call('settings.defaults', {});
    },
    isChanged: (name: keyof Settings): boolean =>
      defaults.value !== null &&
      JSON.stringify(defaults.value[name]) !== JSON.stringify(settings.settings[name]),
    /** @throws AppError */
    async reset(name: ResettableSetting): Promise<void> {
      settings.settings = await host.call('settings.reset', { name });
    },
  };
});
