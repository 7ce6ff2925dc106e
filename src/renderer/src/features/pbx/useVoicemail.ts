import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { usePbxStore } from '../../stores/pbxStore.ts';
import { showToast } from '../../ui/toasts.ts';

export function useVoicemail() {
  const { t } = useI18n();
  const pbx = usePbxStore();
  /** There is a box: the exchange tells of it, or somebody has written its number down. */
  const shown = computed(
    () => pbx.available && (pbx.waitingMessages !== null || pbx.voicemailNumber !== null),
  );

  function callVoicemail(): void {
    if (!shown.value) return;
    const refusal = pbx.callVoicemail(t('pbx.voicemail.title'));
    if (refusal === 'empty') showToast(t('pbx.voicemail.noNumber'), 'trouble');
    else if (refusal !== null) showToast(t(`dial.refused.${refusal}`), 'trouble');
  }

  return { shown, callVoicemail };
}
