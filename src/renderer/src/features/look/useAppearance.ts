import { usePreferredDark } from '@vueuse/core';
import { computed, watchEffect } from 'vue';
import { useI18n } from 'vue-i18n';
import { useSettingsStore } from '../../stores/settingsStore.ts';

/** Theme and language on the page itself, as soon as the settings say so. */
export function useAppearance(): void {
  const settings = useSettingsStore();
  const { locale } = useI18n();
  const systemIsDark = usePreferredDark();

  const dark = computed(() => {
    const { theme } = settings.settings;
    return theme === 'dark' || (theme === 'system' && systemIsDark.value);
  });

  watchEffect(() => {
    const { language } = settings.settings;
    locale.value = language;
    document.documentElement.lang = language;
  });
  watchEffect(() => {
    document.documentElement.dataset['theme'] = dark.value ? 'dark' : 'light';
  });
}
