import type { Transport } from 'sip.js';
import { redactFrame } from '#shared/domain/support/redactFrame.ts';
import type { TracedFrame } from '#shared/domain/support/supportBundle.ts';

/** The calls of the last minutes, and the REGISTERs between them; about half a megabyte. */
export const FRAMES_KEPT = 400;

/**
 * Keeps the newest SIP messages for a support bundle, and only as support may see them: what is
 * secret is gone before anything is kept.
 * @param now milliseconds on the wall clock
 * @returns the messages, oldest first
 */
export function traceFrames(transport: Transport, now: () => number): () => readonly TracedFrame[] {
  const frames: TracedFrame[] = [];
  const keep = (direction: TracedFrame['direction'], frame: string): void => {
    // Signs of life between two empty lines. RFC 5626 §4.4.1.
    if (frame.trim() === '') return;
    frames.push({ at: now(), direction, frame: redactFrame(frame) });
    if (frames.length > FRAMES_KEPT) frames.shift();
  };
  const receive = transport.onMessage;
  transport.onMessage = (frame) => {
    keep('in', frame);
    receive?.(frame);
  };
  const send = transport.send.bind(transport);
  transport.send = (frame) => {
    keep('out', frame);
    return send(frame);
  };
  return () => [...frames];
}
