/** JSON-RPC over HTTP, one connection a call. */
import { request } from 'node:http';
import { LOOPBACK } from './ports.ts';

export interface RpcAnswer {
  readonly result?: unknown;
  readonly error?: unknown;
}

const TIMEOUT_MS = 5000;

/**
 * Not `fetch`: it would keep the connection for the next call while Kamailio, after its answer,
 * closes it; now and then the two meet.
 * @throws Error when there is no answer within 5 s, or none in JSON.
 */
export function callRpc(
  port: number,
  path: string,
  method: string,
  params: readonly (string | number)[],
): Promise<RpcAnswer> {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const call = request({
      host: LOOPBACK,
      port,
      path,
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    call.once('error', reject);
    call.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('error', reject);
      response.once('end', () => {
        try {
          resolve(JSON.parse(text) as RpcAnswer);
        } catch (error) {
          reject(new Error(`no JSON in the answer to ${method}: ${text}`, { cause: error }));
        }
      });
    });
    call.end(body);
  });
}
