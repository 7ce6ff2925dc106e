import { defineStore } from 'pinia';
import { ref } from 'vue';
import { settingsSchema } from '#shared/contract/settings.ts';
import type { Settings, SettingsPatch } from '#shared/contract/settings.ts';
import { useHost } from '../api/host.ts';

export const useSettingsStore = defineStore('settings', () => {
  const host = useHost();
  const settings = ref<Settings>(settingsSchema.parse({}));

  async function start(): Promise<void> {
    host.on('settings.changed', (changed) => (settings.value = changed));
    settings.value = await host.call('settings.get', {});
  }

  async function update(patch: SettingsPatch): Promise<void> {
    // Shown at once; the host's answer is what counts.
    const before = settings.value;
    settings.value = { ...before, ...definedOf(patch) };
    try {
      settings.value = await host.call('settings.update', { patch });
    } catch (error) {
      settings.value = before;
      throw error;
    }
  }

  return {
    settings,
    /** The administrator decides it. */
    isLocked: (name: keyof Settings): boolean => settings.value.locked.includes(name),
    start,
    update,
  };
});

function definedOf(patch: SettingsPatch): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
