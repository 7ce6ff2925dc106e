import type { Outcome } from './record.ts';

/**
 * What a final failure response means for the log of an outgoing call. RFC 3261 §21.4–21.6.
 * 487 is not here: it answers our own CANCEL.
 */
export function outcomeOfStatus(status: number): Outcome {
  switch (status) {
    case 486: // Busy Here
    case 600: // Busy Everywhere
      return 'busy';
    case 408: // Request Timeout: nobody picked up in time
    case 480: // Temporarily Unavailable
      return 'missed';
    case 603: // Decline
    case 607: // Unwanted, RFC 8197
      return 'rejected';
    default:
      return 'failed';
  }
}
