import { usePreferredDark } from '@vueuse/core';
import { computed, watch, watchEffect } from 'vue';
import { useI18n } from 'vue-i18n';
import { speak } from '../../locales/i18n.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { showToast } from '../../ui/toasts.ts';

/** Theme and language on the page itself, as soon as the settings say so. */
export function useAppearance(): void {
  const settings = useSettingsStore();
  const global = useI18n({ useScope: 'global' });
  const systemIsDark = usePreferredDark();

  const dark = computed(() => {
    const { theme } = settings.settings;
    return theme === 'dark' || (theme === 'system' && systemIsDark.value);
  });

  // The words of the first moment are there before the page is drawn: `boot.ts`.
  watch(
    () => settings.settings.language,
    (language) => {
      speak(global, language, () => settings.settings.language === language).catch(() =>
        showToast(global.t('settings.languageMissing'), 'trouble'),
      );
    },
  );
  watchEffect(() => {
    document.documentElement.dataset['theme'] = dark.value ? 'dark' : 'light';
  });
}
