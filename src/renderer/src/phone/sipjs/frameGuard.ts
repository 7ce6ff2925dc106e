import type { Transport } from 'sip.js';
import { inSlices, taskRunner } from './frameSlices.ts';

/** Characters. A larger frame can freeze the parser for seconds (a 1 MB name: 1.2 s). */
export const LARGEST_FRAME = 64 * 1_024;

/**
 * Characters before the body, all of which is parsed: 60 kB of parameters take a tenth of a second.
 * A call that has come over many proxies, with an Identity, has half of this.
 */
const LARGEST_HEAD = 16 * 1_024;

/** Header lines. SIP.js's work grows with their square: ten thousand in 60 kB freeze it for 4 s. */
const MOST_LINES = 256;

/** Whether the parser may see it. @param frame untrusted */
export function isWithinBounds(frame: string): boolean {
  if (frame.length > LARGEST_FRAME) return false;
  const end = frame.indexOf('\r\n\r\n');
  const head = end < 0 ? frame.length : end;
  if (head > LARGEST_HEAD) return false;
  let lines = 0;
  for (let at = frame.indexOf('\r\n'); at >= 0 && at < head; at = frame.indexOf('\r\n', at + 2)) {
    lines += 1;
    if (lines > MOST_LINES) return false;
  }
  return true;
}

export interface RefusedFrames {
  tooLarge: number;
  unreadable: number;
}

/**
 * Stands between the socket and the parser: a frame that is too large is dropped unread, and one
 * on which the parser or the stack throws is counted instead of ending the phone.
 */
export function guardFrames(transport: Transport, log: (message: string) => void): RefusedFrames {
  const refused: RefusedFrames = { tooLarge: 0, unreadable: 0 };
  const handle = transport.onMessage;
  const guarded = (frame: string): void => {
    if (!isWithinBounds(frame)) {
      refused.tooLarge += 1;
      log(`Dropped a SIP frame of ${frame.length} characters.`);
      return;
    }
    try {
      handle?.(frame);
    } catch (error) {
      refused.unreadable += 1;
      log(
        `A SIP frame could not be handled: ${error instanceof Error ? error.message : 'unknown'}`,
      );
    }
  };
  const now = (): number => performance.now();
  transport.onMessage = inSlices(guarded, { now, later: taskRunner(), log });
  return refused;
}
