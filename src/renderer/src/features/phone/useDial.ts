import { ref } from 'vue';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import type { DialRefusal } from '../../stores/phoneStore.ts';

/** The last number of this session, for the up arrow. */
const lastDialled = ref('');

export function useDial() {
  const phone = usePhoneStore();
  /** Why the last attempt of this place was not made. */
  const refusal = ref<DialRefusal | null>(null);

  /** @returns whether a call was begun */
  function dial(text: string): boolean {
    refusal.value = phone.line.state === 'off' ? 'no-line' : phone.dial(text);
    if (refusal.value !== null) return false;
    lastDialled.value = text.trim();
    return true;
  }

  return { dial, refusal, lastDialled };
}
