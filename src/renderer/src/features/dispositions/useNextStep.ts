import type { Party } from '#shared/domain/call/call.ts';
import { useGuideStore } from '../../stores/guideStore.ts';
import { useOutboxStore } from '../../stores/outboxStore.ts';
import { usePromiseStore } from '../../stores/promiseStore.ts';
import { useGuidePromise } from '../guide/useGuidePromise.ts';
import { useGuideText } from '../guide/useGuideText.ts';
import { usePromiseForm } from '../promises/usePromiseForm.ts';
import { useTroubleToast } from '../words/useTroubleToast.ts';

interface OfCall {
  readonly id: string;
  readonly party: Pick<Party, 'address' | 'dialled' | 'e164' | 'name'>;
  readonly practice: boolean;
}

/** What follows a call: the form of a promise or a text, with what the guide's fields say already. */
export function useNextStep() {
  const guide = useGuideStore();
  const outbox = useOutboxStore();
  const promises = usePromiseStore();
  const { promiseFrom } = usePromiseForm();
  const { openForm } = useGuidePromise();
  const guideText = useGuideText();
  const sayTrouble = useTroubleToast();

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

  function writeText(call: OfCall): void {
    if (isGuided(call)) return void guideText.write().catch(sayTrouble);
    const to = { ...call.party, practice: call.practice };
    const promise = promises.of(to)[0] ?? null;
    outbox
      .write(to, {
        ...{ kind: 'hand', callId: call.id },
        ...{ promiseId: promise?.id ?? null, window: promise?.window ?? null },
      })
      .catch(sayTrouble);
  }

  return { makePromise, writeText };
}
