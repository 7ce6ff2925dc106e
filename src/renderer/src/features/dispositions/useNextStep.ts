import type { Party } from '#shared/domain/call/call.ts';
import { useGuideStore } from '../../stores/guideStore.ts';
import { useComposeFor } from '../composer/useComposeFor.ts';
import type { ComposeCall } from '../composer/useComposeFor.ts';
import { useGuidePromise } from '../guide/useGuidePromise.ts';
import { useGuideText } from '../guide/useGuideText.ts';
import { usePromiseForm } from '../promises/usePromiseForm.ts';

interface OfCall {
  readonly id: string;
  readonly party: Pick<Party, 'address' | 'dialled' | 'e164' | 'name'>;
  readonly practice: boolean;
}

/** What follows a call: the form of a promise or a text, with what the guide's fields say already. */
export function useNextStep() {
  const guide = useGuideStore();
  const { promiseFrom } = usePromiseForm();
  const { openForm } = useGuidePromise();
  const guideText = useGuideText();
  const { afterCall } = useComposeFor();

  const isGuided = ({ id }: OfCall): boolean => guide.run?.callId === id && guide.script !== null;

  /** @param topic what it is about, where the guide knows nothing better */
  function makePromise(call: OfCall, topic: string): void {
    if (isGuided(call)) return openForm();
    const { address, dialled, e164, name } = call.party;
    promiseFrom({
      ...{ address, dialled, e164, name, practice: call.practice },
      origin: { kind: 'hand', callId: call.id, messageId: null },
      known: { topic, note: '', window: null },
    });
  }

  function writeText(call: ComposeCall): void {
    if (isGuided(call)) guideText.write();
    else afterCall(call);
  }

  return { makePromise, writeText };
}
