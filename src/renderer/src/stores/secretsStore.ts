import { defineStore } from 'pinia';
import { useHost } from '../api/host.ts';

/** The file of passwords. Where they are kept is told with the account (`secretKept`). */
export const useSecretsStore = defineStore('secrets', () => {
  const host = useHost();

  return {
    seal: async (passphrase: string) => void (await host.call('secrets.seal', { passphrase })),
    open: async (passphrase: string) => void (await host.call('secrets.open', { passphrase })),
    remove: async () => void (await host.call('secrets.remove', {})),
  };
});
