import { defineStore } from 'pinia';
import type { DesktopState } from '#shared/contract/desktop.ts';
import { useHost } from '../api/host.ts';
import { useAppStore } from './appStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useScreenStore } from './screenStore.ts';

/** What is chosen outside the window, in the tray and the app's menu, where a shell has them. */
export const useDesktopStore = defineStore('desktop', () => {
  const host = useHost();
  const app = useAppStore();
  const phone = usePhoneStore();
  const screen = useScreenStore();

  function start(): void {
    host.on('desktop.goTo', ({ place }) => {
      if (app.desk !== 'mine') return;
      if (place === 'promises') screen.showWorklist('promises');
      else if (place === 'status') screen.statusOpen = true;
      else screen.go(place === 'dial' ? 'phone' : place);
    });
    host.on('desktop.leaving', () => {
      for (const { id } of phone.calls) phone.command(id, { type: 'hangUp' });
    });
  }

  return { start, state: (): Promise<DesktopState> => host.call('desktop.state', {}) };
});
