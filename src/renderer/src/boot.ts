import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { AppError } from '#shared/errors.ts';
import App from './App.vue';
import { createWords } from './locales/i18n.ts';
import { showFatal } from './fatal.ts';
import { useAccountStore } from './stores/accountStore.ts';
import { useAppStore } from './stores/appStore.ts';
import { useAudioStore } from './stores/audioStore.ts';
import { useCallRecordStore } from './stores/callRecordStore.ts';
import { useCallerStore } from './stores/callerStore.ts';
import { useHistoryStore } from './stores/historyStore.ts';
import { usePbxStore } from './stores/pbxStore.ts';
import { usePhoneStore } from './stores/phoneStore.ts';
import { useRecentStore } from './stores/recentStore.ts';
import { useSettingsStore } from './stores/settingsStore.ts';
import './styles/base.css';

/**
 * Starts the page: the desk first, since only the page that holds it may phone; then what the
 * line depends on; the phone last.
 */
export async function boot(root: HTMLElement): Promise<void> {
  const pinia = createPinia();
  const words = createWords('ko');
  const app = createApp(App).use(pinia).use(words);
  try {
    const settings = useSettingsStore(pinia);
    await useAppStore(pinia).start();
    await settings.start();
    await useAccountStore(pinia).start();
    useAudioStore(pinia).start();
    useHistoryStore(pinia).start();
    usePhoneStore(pinia).start();
    usePbxStore(pinia).start();
    useCallerStore(pinia).start();
    useRecentStore(pinia).start();
    useCallRecordStore(pinia).start();
    app.mount(root);
  } catch (error) {
    showFatal(root, words.global.t, error instanceof AppError ? error.code : 'internal');
  }
}
