import type { HealthState } from '#shared/contract/health.ts';
import { judge } from '#shared/domain/health/judge.ts';

/** For support, in a form that a program reads too: codes and figures, nothing of anybody. */
export function healthText(state: HealthState, userAgent: string, zone: string): string {
  const { storage, ...figures } = state;
  const { state: kept, code, since } = storage;
  const told = { ...figures, storage: { state: kept, code, since } };
  return JSON.stringify(
    { format: 'ieum-health-1', judged: judge(state), ...told, userAgent, zone },
    null,
    2,
  );
}
