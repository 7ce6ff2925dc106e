import type { Host } from '../api/host.ts';
import type { DialogMemory } from './sipjs/leftDialogs.ts';

/**
 * Dialogs are kept by the host, which outlives the page. What it cannot keep (a full disk) is none: the
 * exchange then ends the call by its own clock, as every one does.
 */
export function dialogMemory(host: Pick<Host, 'call'>): DialogMemory {
  const ignore = (): void => undefined;
  return {
    keep(callId, account, dialog) {
      host.call('desk.keepDialog', { callId, account, dialog }).catch(ignore);
    },
    forget(callId) {
      host.call('desk.forgetDialog', { callId }).catch(ignore);
    },
    left: (account) =>
      host.call('desk.openDialogs', { account }).then(
        ({ dialogs }) => dialogs,
        () => [],
      ),
  };
}
