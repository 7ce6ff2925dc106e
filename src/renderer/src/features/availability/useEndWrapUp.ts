import { useAvailabilityStore } from '../../stores/availabilityStore.ts';
import { useDispositionStore } from '../../stores/dispositionStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';

/**
 * The end of after-call work. Where the desk requires it, a call without a type is asked about first,
 * once; the time that runs out ends it in any case.
 */
export function useEndWrapUp() {
  const availability = useAvailabilityStore();
  const dispositions = useDispositionStore();
  const phone = usePhoneStore();

  /** @throws AppError where the host could not keep it */
  async function endWrapUp(): Promise<void> {
    const call = phone.lastEnded;
    const missing =
      call !== null && call.answeredAt !== null && dispositions.chosenFor(call.id) === null;
    if (missing && dispositions.desk.asking === 'required') {
      dispositions.reasonWanted = call.id;
      dispositions.focusWishes += 1;
      return;
    }
    await availability.endWrapUp();
  }

  return { endWrapUp };
}
