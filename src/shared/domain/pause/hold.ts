import { nextCheckIn } from './checkIns.ts';
import type { Channel, PauseRow } from './record.ts';

type Paused = Pick<PauseRow, 'checkIns' | 'channels' | 'tried' | 'end'>;

/** What a pause itself holds a call back by; `until` null: not by waiting. */
export type PauseHold =
  | { readonly code: 'paused'; readonly until: null }
  | { readonly code: 'check-in'; readonly until: number }
  | { readonly code: 'channel'; readonly until: null; readonly channel: Channel };

/**
 * Whether the customer is left alone now: until the next check-in, and while another channel comes
 * first. Without a check-in somebody has to decide to call.
 * @returns everything that speaks against a call; empty when nothing does
 */
export function pauseHolds(row: Paused, now: number): PauseHold[] {
  if (row.end) return [];
  const holds: PauseHold[] = [];
  const next = nextCheckIn(row);
  if (!next) holds.push({ code: 'paused', until: null });
  else if (now < next.at) holds.push({ code: 'check-in', until: next.at });
  const channel = channelBefore(row);
  if (channel) holds.push({ code: 'channel', until: null, channel });
  return holds;
}

/** The first channel before the telephone that was not tried; without an order none. */
function channelBefore({ channels, tried }: Paused): Channel | null {
  const phone = channels.indexOf('phone');
  const before = phone < 0 ? channels : channels.slice(0, phone);
  const untried = before.find((channel) => !tried.includes(channel));
  // Whoever is not to be telephoned is not, however much else was tried.
  return untried ?? (phone < 0 ? (channels[0] ?? null) : null);
}
