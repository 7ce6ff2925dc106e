import { ref } from 'vue';
import { useExportStore } from '../../stores/exportStore.ts';
import { useTroubleToast } from '../words/useTroubleToast.ts';

/** What can be done about the export there is, from the dialog as from its line. */
export function useExportActions() {
  const exports = useExportStore();
  const sayTrouble = useTroubleToast();
  const cancelling = ref(false);

  async function cancel(): Promise<void> {
    cancelling.value = true;
    try {
      await exports.cancel();
    } catch (error) {
      sayTrouble(error);
    } finally {
      cancelling.value = false;
    }
  }

  /** By a link: the browser reads it from the host as it comes, however large it is. */
  async function save(): Promise<void> {
    try {
      const link = document.createElement('a');
      link.href = await exports.path();
      link.download = '';
      link.click();
    } catch (error) {
      sayTrouble(error);
    }
  }

  /** The same again, from its beginning. */
  async function again(): Promise<void> {
    if (exports.asked === null) return;
    try {
      await exports.begin(exports.asked);
    } catch (error) {
      sayTrouble(error);
    }
  }

  return { cancelling, cancel, save, again };
}
