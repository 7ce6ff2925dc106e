import type { Session } from 'sip.js';
import type { Cause } from '#shared/domain/call/record.ts';
import { mediaHandlerOf } from './mediaHandler.ts';
import { causeOfStatus } from './statusCause.ts';

export type DigitsMethod = 'rfc4733' | 'info';

/** Milliseconds. */
const TONE_MS = 160;
const GAP_MS = 70;

/** RFC 4733 through the audio sender, or INFO where the account says so. */
export function sendDigits(
  session: Session,
  digits: string,
  method: DigitsMethod,
  failed: (cause: Cause) => void,
): void {
  if (method === 'info') {
    for (const digit of digits) sendInfo(session, digit, failed);
    return;
  }
  const dtmf = mediaHandlerOf(session)?.audioSender?.dtmf;
  if (!dtmf?.canInsertDTMF) {
    failed({ code: 'dtmf.unsupported' });
    return;
  }
  // insertDTMF replaces what is still waiting, so what is waiting goes first.
  dtmf.insertDTMF(dtmf.toneBuffer + digits, TONE_MS, GAP_MS);
}

function sendInfo(session: Session, digit: string, failed: (cause: Cause) => void): void {
  session
    .info({
      requestOptions: {
        body: {
          contentDisposition: 'render',
          contentType: 'application/dtmf-relay',
          content: `Signal=${digit}\r\nDuration=${TONE_MS}`,
        },
      },
      requestDelegate: {
        onReject: ({ message }) =>
          failed(causeOfStatus(message.statusCode ?? 0, message.reasonPhrase)),
      },
    })
    .catch(() => failed({ code: 'network.down' }));
}
