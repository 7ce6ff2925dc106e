import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may speak to this run of the host. */
export interface Session {
  readonly token: string;
  isToken(candidate: string): boolean;
  /** Opens the door for links and nothing else; see `host/handOver.ts`. */
  readonly linkSecret: string;
  isLinkSecret(candidate: string): boolean;
  /**
   * A stand-in for the token on a browser's command line, which every user of the machine can
   * read: it works once and for a minute.
   */
  newTicket(): string;
  /** @returns the token, or null when the ticket is unknown, used or old */
  redeem(ticket: string): string | null;
}

const TICKET_LIFE_MS = 60_000;

export function createSession(clock: () => number): Session {
  const token = randomSecret();
  const linkSecret = randomSecret();
  const tickets = new Map<string, number>();
  return {
    token,
    isToken: (candidate) => isSame(candidate, token),
    linkSecret,
    isLinkSecret: (candidate) => isSame(candidate, linkSecret),
    newTicket() {
      const ticket = randomSecret();
      tickets.set(ticket, clock() + TICKET_LIFE_MS);
      return ticket;
    },
    redeem(ticket) {
      const until = tickets.get(ticket);
      tickets.delete(ticket);
      return until !== undefined && clock() <= until ? token : null;
    },
  };
}

function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** In a time that does not tell how much of it was right. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
