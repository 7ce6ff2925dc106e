import type { IncomingMessage } from 'node:http';
import type { Session } from './session.ts';

/** Bytes. A link of which 64 characters are read is never longer, however it is encoded. */
const LARGEST_LINK = 2_048;

/**
 * The other end of `handOver` (host/handOver.ts): POST with the secret of the data folder and the
 * link as the body. No page comes in here: it would bring an Origin, and no secret.
 */
export function answerLink(
  request: IncomingMessage,
  session: Pick<Session, 'isLinkSecret'>,
  onLink: (link: string) => void,
  end: (status: number) => void,
): void {
  const [scheme, secret = ''] = (request.headers.authorization ?? '').split(' ');
  const isOwn = scheme === 'HandOver' && session.isLinkSecret(secret);
  if (!isOwn || request.headers.origin !== undefined) return end(403);
  if (request.method !== 'POST') return end(405);
  let link = '';
  request.setEncoding('utf8');
  request.on('data', (text: string) => {
    link = `${link}${text}`.slice(0, LARGEST_LINK + 1);
  });
  request.on('error', () => undefined);
  request.on('end', () => {
    if (link === '' || link.length > LARGEST_LINK) return end(413);
    onLink(link);
    end(204);
  });
}
