import { LONGEST_URL } from '../url/urlGate.ts';
import { WebUrl } from '../url/webUrl.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Where a gateway may be: texts, numbers and secrets go there, so nowhere without TLS but within
 * this computer, and with no password in the address, which is stored in the open.
 * @param address without tokens
 */
export function isGatewayAddress(address: string): boolean {
  if (address.length > LONGEST_URL || /[\s\\]/.test(address) || !WebUrl.canParse(address)) {
    return false;
  }
  const { protocol, username, password, hostname } = new WebUrl(address);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}
