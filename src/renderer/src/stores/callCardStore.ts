import { defineStore } from 'pinia';
import type { CallCard } from '#shared/contract/callCard.ts';
import { useHost } from '../api/host.ts';
import { useAppStore } from './appStore.ts';

type Press = (callId: string, action: 'answer' | 'decline' | 'text' | 'open') => void;

/** What the card over other windows shows, and what is pressed on it, where there is one. */
export const useCallCardStore = defineStore('callCard', () => {
  const host = useHost();
  const app = useAppStore();
  let told = 'null';

  /** Says what rings now; the same again is not said. */
  function tell(card: CallCard | null): void {
    const text = JSON.stringify(card);
    if (text === told || app.desk !== 'mine') return;
    told = text;
    // A host that cannot be reached shows no card either; the next change says all of it.
    host.call('callCard.tell', { deskId: app.deskId, card }).catch(() => (told = ''));
  }

  function listen(press: Press): () => void {
    return host.on('callCard.pressed', ({ callId, action }) => {
      if (app.desk === 'mine') press(callId, action);
    });
  }

  return { tell, listen };
});
