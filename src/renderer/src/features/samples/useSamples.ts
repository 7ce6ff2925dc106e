import { ref } from 'vue';
import { useSampleStore } from '../../stores/sampleStore.ts';
import { useTroubleToast } from '../words/useTroubleToast.ts';

/** Puts the samples in and takes them away; what the agent has written into is asked about first. */
export function useSamples() {
  const samples = useSampleStore();
  const sayTrouble = useTroubleToast();
  const busy = ref(false);
  const asking = ref(false);

  async function doing(work: () => Promise<void>): Promise<void> {
    busy.value = true;
    try {
      await work();
    } catch (error) {
      sayTrouble(error);
    } finally {
      busy.value = false;
      asking.value = false;
    }
  }

  return {
    samples,
    busy,
    asking,
    add: () => doing(() => samples.add()),
    /** Only the host knows what was written into them since. */
    async remove(): Promise<void> {
      await samples.load();
      if (samples.state.touched > 0) asking.value = true;
      else await doing(() => samples.remove('keep'));
    },
    answer: (touched: 'keep' | 'remove') => doing(() => samples.remove(touched)),
  };
}
