import type { Transport } from 'sip.js';

/** Characters. A larger frame can freeze the parser for seconds (a 1 MB name: 1.2 s). */
export const LARGEST_FRAME = 64 * 1_024;

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
  transport.onMessage = (frame) => {
    if (frame.length > LARGEST_FRAME) {
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
  return refused;
}
