import type { Call } from '#shared/domain/call/call.ts';
import { isConnected } from '#shared/domain/call/transition.ts';

/** What the agent hears besides the customer. */
type Signal =
  | 'none'
  /** A call that may be answered. */
  | 'ring'
  /** The same, softly, while somebody else is talked to. */
  | 'waiting'
  | 'ringback';

export interface Signals {
  play(signal: Signal): void;
}

/** One signal at a time, however many calls there are. */
export function signalFor(calls: readonly Call[]): Signal {
  const talking = calls.some((call) => isConnected(call) || call.phase === 'answering');
  const rings = calls.some(({ phase, alert }) => phase === 'offered' && alert === 'ring');
  if (rings) return talking ? 'waiting' : 'ring';
  if (calls.some(({ phase }) => phase === 'ringing')) return 'ringback';
  return 'none';
}
