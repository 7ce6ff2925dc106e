import { useI18n } from 'vue-i18n';
import type { Call } from '#shared/domain/call/call.ts';
import { usePbxStore } from '../../stores/pbxStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { showToast } from '../../ui/toasts.ts';

export function usePark() {
  const { t } = useI18n();
  const pbx = usePbxStore();
  const phone = usePhoneStore();

  function park(call: Call | null = phone.current): void {
    if (call && pbx.park(call) === 'no-slot') showToast(t('pbx.park.full'), 'trouble');
  }

  function fetchParked(slot: string): void {
    const refusal = pbx.fetchParked(slot);
    if (refusal !== null) showToast(t(`dial.refused.${refusal}`), 'trouble');
  }

  return { park, fetchParked };
}
