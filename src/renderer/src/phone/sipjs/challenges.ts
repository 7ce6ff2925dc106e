import { Grammar } from 'sip.js';
import { isKnownAlgorithm } from './digest.ts';
import type { Challenge } from './digest.ts';

/** Headers of a response as SIP.js holds them, by name. */
export type Headers = Record<string, { readonly raw: string }[]>;

/**
 * A server may ask several times in one answer, the strongest algorithm first; the topmost that can
 * be answered counts (RFC 8760 §2.4). SIP.js reads the topmost of all.
 */
export function putAnswerableFirst(headers: Headers, realm: string): void {
  for (const name of ['WWW-Authenticate', 'Proxy-Authenticate']) {
    const asked = headers[name] ?? [];
    const first = asked.findIndex(({ raw }) => {
      const challenge = Grammar.parse(raw, name.replace('-', '_')) as Challenge | -1;
      return challenge !== -1 && challenge.realm === realm && isKnownAlgorithm(challenge.algorithm);
    });
    const [chosen] = asked.slice(first, first + 1);
    if (first > 0 && chosen) headers[name] = [chosen, ...asked.toSpliced(first, 1)];
  }
}
