import type { CallRow } from '#shared/domain/call/record.ts';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import { useOutboxStore } from '../../stores/outboxStore.ts';
import type { TextFor, TextTo } from '../../stores/outboxStore.ts';
import { usePromiseStore } from '../../stores/promiseStore.ts';
import { useTroubleToast } from '../words/useTroubleToast.ts';

/** One click: a text in the outbox with the usual sentences, open to be read; a refusal is said. */
export function useWriteText() {
  const outbox = useOutboxStore();
  const promises = usePromiseStore();
  const sayTrouble = useTroubleToast();

  function write(to: TextTo, about: TextFor): void {
    outbox.write(to, about).catch(sayTrouble);
  }

  return {
    writeAfterCall(call: CallRow): void {
      const promise = promises.of(call)[0] ?? null;
      const promiseId = promise?.id ?? null;
      write(call, { kind: 'hand', callId: call.id, promiseId, window: promise?.window ?? null });
    },
    writeAboutPromise(row: PromiseRow, kind: 'promise' | 'rescheduled', window = row.window): void {
      write(row, { kind, callId: row.origin.callId, promiseId: row.id, window });
    },
  };
}
