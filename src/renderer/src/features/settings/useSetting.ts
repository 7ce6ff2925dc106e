import { computed } from 'vue';
import type { WritableComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Settings } from '#shared/contract/settings.ts';
import { AppError } from '#shared/errors.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { showToast } from '../../ui/toasts.ts';
import { useCodeWords } from '../words/useCodeWords.ts';

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
  const { t } = useI18n();
  const { errorText } = useCodeWords();
  return async (patch) => {
    try {
      await settings.update(patch);
      return true;
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'internal';
      const { what, todo } = errorText(code);
      showToast(`${what} ${todo} (${t('common.code', { code })})`, 'trouble');
      return false;
    }
  };
}
