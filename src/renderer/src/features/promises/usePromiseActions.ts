import { useI18n } from 'vue-i18n';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import { usePauseStore } from '../../stores/pauseStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { usePromiseStore } from '../../stores/promiseStore.ts';
import type { Decision } from '../../stores/promiseStore.ts';
import { useScreenStore } from '../../stores/screenStore.ts';
import { showToast } from '../../ui/toasts.ts';
import { useDial } from '../phone/useDial.ts';
import { useTroubleToast } from '../words/useTroubleToast.ts';
import { useLiveCustomers } from './useLiveCustomers.ts';

/** What an agent does about a promise; every refusal is said. */
export function usePromiseActions() {
  const { t } = useI18n();
  const promises = usePromiseStore();
  const phone = usePhoneStore();
  const screen = useScreenStore();
  const pauses = usePauseStore();
  const { isOnLine } = useLiveCustomers();
  const { dial, refusal } = useDial();
  const sayTrouble = useTroubleToast();

  function show(id: string): void {
    promises.chosenId = id;
    screen.showWorklist('promises');
  }

  function call(row: PromiseRow): void {
    if (row.practice !== (phone.chosenLine === 'practice')) {
      showToast(t(row.practice ? 'promises.onPractice' : 'promises.onAccount'), 'trouble');
      return;
    }
    dial(row.dialled);
    if (refusal.value !== null) showToast(t(`dial.refused.${refusal.value}`), 'trouble');
  }

  /** The first in the list that is ours to call and may be called now. */
  function callNext(): void {
    const practice = phone.chosenLine === 'practice';
    const next = promises.ordered.find(
      ({ row }) =>
        row.practice === practice &&
        row.owner === null &&
        (row.snoozedUntil ?? 0) <= Date.now() &&
        !isOnLine(row) &&
        pauses.holdsOf(row).length === 0,
    );
    if (!next) {
      showToast(t('promises.noNext'));
      return;
    }
    show(next.row.id);
    call(next.row);
  }

  /** @returns whether it was stored */
  async function decide(row: PromiseRow, body: Decision): Promise<boolean> {
    try {
      await promises.decide(row, body);
      return true;
    } catch (error) {
      sayTrouble(error);
      return false;
    }
  }

  return { show, call, callNext, decide };
}
