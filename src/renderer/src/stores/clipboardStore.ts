import { defineStore } from 'pinia';
import { numbersIn } from '#shared/domain/phone-number/numbersIn.ts';
import { useHost } from '../api/host.ts';
import { useAppStore } from './appStore.ts';

/** The clipboard, read on the agent's press only and kept nowhere. */
export const useClipboardStore = defineStore('clipboard', () => {
  const host = useHost();
  const app = useAppStore();

  /** @returns `denied` where the browser or the person does not allow it */
  async function numbers(): Promise<readonly string[] | 'denied'> {
    try {
      return numbersIn(await read());
    } catch {
      return 'denied';
    }
  }

  async function read(): Promise<string> {
    if (!app.info?.capabilities.clipboard) return navigator.clipboard.readText();
    return (await host.call('clipboard.read', {})).text;
  }

  return { numbers };
});
