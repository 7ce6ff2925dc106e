import { computed } from 'vue';
import { customerKey } from '#shared/domain/callback/record.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import type { Customer } from '../../stores/promiseStore.ts';

/** Who is on the line, called or calling. */
export function useLiveCustomers() {
  const phone = usePhoneStore();
  const live = computed(
    () =>
      new Set(
        phone.calls.map(({ party, practice }) => `${String(practice)} ${customerKey(party)}`),
      ),
  );
  return {
    isOnLine: (customer: Customer): boolean =>
      live.value.has(`${String(customer.practice)} ${customerKey(customer)}`),
  };
}
