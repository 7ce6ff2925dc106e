import { useI18n } from 'vue-i18n';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { useSpeedDialStore } from '../../stores/speedDialStore.ts';
import { showToast } from '../../ui/toasts.ts';
import { useCallActions } from '../calls/useCallActions.ts';
import { useDial } from '../phone/useDial.ts';

/** Calls a place; in a call, asks whoever is there about the customer, who waits meanwhile. */
export function useSpeedDial() {
  const { t } = useI18n();
  const phone = usePhoneStore();
  const speedDial = useSpeedDialStore();
  const { can } = useCallActions();
  const { dial, refusal } = useDial();

  function callPlace(place: number): void {
    const entry = speedDial.at(place);
    if (!entry) {
      showToast(t('speedDial.emptyPlace', { place }), 'trouble');
      return;
    }
    const { current } = phone;
    if (!current || phone.calls.length === 0) {
      if (dial(entry.number)) return;
      // The box is where the reason is said.
      phone.dialText = entry.number;
      showToast(t(`dial.refused.${refusal.value ?? 'no-line'}`), 'trouble');
      return;
    }
    if (!can(current, 'transfer') || phone.consultation(current)) {
      showToast(t('speedDial.notNow'), 'trouble');
      return;
    }
    const why = phone.dial(entry.number, current.id);
    if (why !== null) showToast(t(`dial.refused.${why}`), 'trouble');
  }

  return { callPlace };
}
