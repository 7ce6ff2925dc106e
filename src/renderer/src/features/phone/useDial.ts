import { ref } from 'vue';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import type { DialRefusal } from '../../stores/phoneStore.ts';

/** The last number of this session, for the up arrow. */
const lastDialled = ref('');

export function useDial() {
  const phone = usePhoneStore();
  /** Why the last attempt of this place was not made. */
  const refusal = ref<DialRefusal | null>(null);

  /**
   * @param begun told once it is called, which may be after the agent was asked
   * @returns whether a call was begun
   */
  function dial(text: string, begun: () => void = () => undefined): boolean {
    const why =
      phone.line.state === 'off'
        ? 'no-line'
        : phone.dial(text, null, () => {
            lastDialled.value = text.trim();
            begun();
          });
    // To be asked first is no refusal.
    refusal.value = why === 'confirm' ? null : why;
    return why === null;
  }

  return { dial, refusal, lastDialled };
}
