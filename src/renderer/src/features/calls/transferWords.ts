import type { Call } from '#shared/domain/call/call.ts';

/**
 * How far the handing over of a call has come.
 * @returns null when it is not being handed over
 */
export function transferText(
  { transfer }: Call,
  t: (key: string, named: Record<string, string>) => string,
): string | null {
  return transfer && t(`transfer.states.${transfer.state}`, { to: transfer.to });
}
