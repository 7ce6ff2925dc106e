import { computed } from 'vue';
import type { WritableComputedRef } from 'vue';
import type { Settings } from '#shared/contract/settings.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { useTroubleToast } from '../words/useTroubleToast.ts';

/** One setting to be bound to a control. What the host refuses goes back, and is said. */
export function useSetting<Name extends keyof Settings>(
  name: Name,
): WritableComputedRef<Settings[Name]> {
  const settings = useSettingsStore();
  const save = useSettingsSaver();
  return computed({
    get: () => settings.settings[name],
    set: (value) => void save({ [name]: value }),
  });
}

/** @returns whether the host took it */
export function useSettingsSaver(): (patch: Partial<Settings>) => Promise<boolean> {
  const settings = useSettingsStore();
  const sayTrouble = useTroubleToast();
  return async (patch) => {
    try {
      await settings.update(patch);
      return true;
    } catch (error) {
      sayTrouble(error);
      return false;
    }
  };
}
