import { useI18n } from 'vue-i18n';
import type { Contact } from '#shared/domain/contact/contact.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { useScreenStore } from '../../stores/screenStore.ts';
import { showToast } from '../../ui/toasts.ts';
import { useDial } from '../phone/useDial.ts';

/** Calls somebody from the contacts; what cannot be dialled goes into the box, where it is said why. */
export function useCallContact() {
  const { t } = useI18n();
  const phone = usePhoneStore();
  const screen = useScreenStore();
  const { dial, refusal } = useDial();

  function callNumber(number: string): void {
    if (dial(number)) return;
    phone.dialText = number;
    screen.go('phone');
    showToast(t(`dial.refused.${refusal.value ?? 'no-line'}`), 'trouble');
  }

  /** Their first number. */
  function callContact({ numbers }: Contact): void {
    const [first] = numbers;
    if (first) callNumber(first.number);
    else showToast(t('contacts.noNumber'), 'trouble');
  }

  return { callNumber, callContact };
}
