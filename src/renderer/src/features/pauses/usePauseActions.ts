import { useI18n } from 'vue-i18n';
import { AppError } from '#shared/errors.ts';
import type { PauseRow } from '#shared/domain/pause/record.ts';
import { usePauseStore } from '../../stores/pauseStore.ts';
import type { PauseBody } from '../../stores/pauseStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { useScreenStore } from '../../stores/screenStore.ts';
import { showToast } from '../../ui/toasts.ts';
import { useDial } from '../phone/useDial.ts';
import { useTroubleToast } from '../words/useTroubleToast.ts';
import { partyOf } from './usePauseWords.ts';

/** What an agent does about a pause; every refusal is said. */
export function usePauseActions() {
  const { t } = useI18n();
  const pauses = usePauseStore();
  const phone = usePhoneStore();
  const screen = useScreenStore();
  const { dial, refusal } = useDial();
  const sayTrouble = useTroubleToast();

  function show(id: string): void {
    pauses.chosenId = id;
    screen.showWorklist('pauses');
  }

  /** Through the one gate: what holds the call back is said there. */
  function call(row: PauseRow): void {
    if (row.practice !== (phone.chosenLine === 'practice')) {
      showToast(t(row.practice ? 'promises.onPractice' : 'promises.onAccount'), 'trouble');
      return;
    }
    dial(partyOf(row).dialled);
    if (refusal.value !== null) showToast(t(`dial.refused.${refusal.value}`), 'trouble');
  }

  /** @returns whether it was stored */
  async function decide(row: PauseRow, ...bodies: readonly PauseBody[]): Promise<boolean> {
    return attempt(() => pauses.decide(row, ...bodies));
  }

  async function attempt(run: () => Promise<unknown>): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (error) {
      // There is one already: that is where it is written down.
      const { id } =
        ((error instanceof AppError ? error.details : null) as { id?: string } | null) ?? {};
      if (id !== undefined) show(id);
      sayTrouble(error);
      return false;
    }
  }

  return { show, call, decide, attempt };
}
