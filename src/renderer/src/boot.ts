import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { AppError } from '#shared/errors.ts';
import App from './App.vue';
import { createWords, speak, speakMore, wordsOfParts } from './locales/i18n.ts';
import { newId } from './api/host.ts';
import { fetchBesideCall } from './features/frame/besideCall.ts';
import { passOn, takeLink } from './api/linkInAddress.ts';
import { hasToken } from './api/webSocketPort.ts';
import { showFatal } from './fatal.ts';
import { showPassedOn } from './passedOn.ts';
import { useAbuseStore } from './stores/abuseStore.ts';
import { useAccountStore } from './stores/accountStore.ts';
import { useAppStore } from './stores/appStore.ts';
import { useAvailabilityStore } from './stores/availabilityStore.ts';
import { useAttendantStore } from './stores/attendantStore.ts';
import { useAudioStore } from './stores/audioStore.ts';
import { useCallRecordStore } from './stores/callRecordStore.ts';
import { useCustomerStore } from './stores/customerStore.ts';
import { useContactNameStore } from './stores/contactNameStore.ts';
import { useSpeedDialStore } from './stores/speedDialStore.ts';
import { useCareStore } from './stores/careStore.ts';
import { useHelpStore } from './stores/helpStore.ts';
import { useLessonStore } from './stores/lessonStore.ts';
import { useMistakeStore } from './stores/mistakeStore.ts';
import { useTextGatewayStore } from './stores/textGatewayStore.ts';
import { useMeetingStore } from './stores/meetingStore.ts';
import { useCallerStore } from './stores/callerStore.ts';
import { useDispositionStore } from './stores/dispositionStore.ts';
import { useGuideStore } from './stores/guideStore.ts';
import { useGreetingStore } from './stores/greetingStore.ts';
import { useHeadsetStore } from './stores/headsetStore.ts';
import { useHistoryStore } from './stores/historyStore.ts';
import { useRoleStore } from './stores/roleStore.ts';
import { useMessageStore } from './stores/messageStore.ts';
import { useDesktopStore } from './stores/desktopStore.ts';
import { useHotkeyStore } from './stores/hotkeyStore.ts';
import { useLinkStore } from './stores/linkStore.ts';
import { usePracticeStore } from './stores/practiceStore.ts';
import { usePresenceStore } from './stores/presenceStore.ts';
import { usePauseStore } from './stores/pauseStore.ts';
import { usePromiseStore } from './stores/promiseStore.ts';
import { useOutboxStore } from './stores/outboxStore.ts';
import { usePbxStore } from './stores/pbxStore.ts';
import { usePhoneStore } from './stores/phoneStore.ts';
import { useRecentStore } from './stores/recentStore.ts';
import { useTextByPhoneStore } from './stores/textByPhoneStore.ts';
import { useThreadStore } from './stores/threadStore.ts';
import { useTreatmentStore } from './stores/treatmentStore.ts';
import { useReturnStore } from './stores/returnStore.ts';
import { useSampleStore } from './stores/sampleStore.ts';
import { useScreenPopStore } from './stores/screenPopStore.ts';
import { useRecordedStore } from './stores/recordedStore.ts';
import { useRunRecordStore } from './stores/runRecordStore.ts';
import { useRecordingStore } from './stores/recordingStore.ts';
import { useSettingsStore } from './stores/settingsStore.ts';
import './styles/base.css';

/**
 * Starts the page: the desk first, since only the page that holds it may phone; then what the
 * line depends on; then the first moment is drawn; the phone last, once the guide is there.
 */
export async function boot(root: HTMLElement): Promise<void> {
  const pinia = createPinia();
  const words = createWords();
  const link = takeLink(window);
  if (link !== null && !hasToken(window)) {
    // A tab that a link has opened: all it can do is pass it on.
    return showPassedOn(root, words.global.t, await passOn(link, newId()));
  }
  const app = createApp(App).use(pinia).use(words);
  try {
    const settings = useSettingsStore(pinia);
    await useAppStore(pinia).start();
    await settings.start();
    const spoken = speak(words.global, settings.settings.language);
    // Waited for below; until then a failure is nobody's yet.
    spoken.catch(() => undefined);
    await useAccountStore(pinia).start();
    useAudioStore(pinia).start();
    await useHotkeyStore(pinia).start();
    useDesktopStore(pinia).start();
    useHistoryStore(pinia).start();
    useRoleStore(pinia).start();
    usePracticeStore(pinia).start();
    useAvailabilityStore(pinia).start();
    usePresenceStore(pinia).start();
    useTreatmentStore(pinia).start();
    useHeadsetStore(pinia).start();
    useRecordingStore(pinia).start();
    useAttendantStore(pinia).start();
    useGreetingStore(pinia).start();
    useRecordedStore(pinia).start();
    useRunRecordStore(pinia).start();
    usePbxStore(pinia).start();
    useCallerStore(pinia).start();
    useGuideStore(pinia).start();
    useDispositionStore(pinia).start();
    usePromiseStore(pinia).start();
    usePauseStore(pinia).start();
    useRecentStore(pinia).start();
    useContactNameStore(pinia).start();
    useCustomerStore(pinia).start();
    useSpeedDialStore(pinia).start();
    useCallRecordStore(pinia).start();
    useMessageStore(pinia).start();
    useOutboxStore(pinia).start();
    useTextByPhoneStore(pinia).start();
    useThreadStore(pinia).start();
    useMistakeStore(pinia).start();
    useLessonStore(pinia).start();
    useMeetingStore(pinia).start();
    useTextGatewayStore(pinia).start();
    useAbuseStore(pinia).start();
    useCareStore(pinia).start();
    useHelpStore(pinia).start();
    useScreenPopStore(pinia).start();
    useLinkStore(pinia).start(link);
    useReturnStore(pinia).start();
    useSampleStore(pinia).start();
    await spoken;
    speakMore(words.global);
    app.mount(root);
    const phone = usePhoneStore(pinia);
    // A part without its words says so itself.
    const said = wordsOfParts().catch(() => undefined);
    await Promise.all([fetchBesideCall(), said, phone.prepare()]);
    phone.start();
  } catch (error) {
    showFatal(root, words.global.t, error instanceof AppError ? error.code : 'internal');
  }
}
