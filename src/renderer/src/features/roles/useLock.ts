import { useRoleStore } from '../../stores/roleStore.ts';
import { useTroubleToast } from '../words/useTroubleToast.ts';

/** Makes the page the agent's again; what keeps it from that is said. */
export function useLock(): () => Promise<void> {
  const roles = useRoleStore();
  const sayTrouble = useTroubleToast();
  return () => roles.lock().catch(sayTrouble);
}
