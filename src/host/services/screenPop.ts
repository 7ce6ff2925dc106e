import type { IeumContract } from '#shared/contract/index.ts';
import type { PostResult } from '#shared/contract/screenPop.ts';
import type { Settings } from '#shared/contract/settings.ts';
import { fillTemplate } from '#shared/domain/screen-pop/screenPop.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import type { Log } from '../log.ts';

/** The part of `fetch` that is used, so that a test can play the other side. */
export type Fetch = (url: string, request: RequestInit) => Promise<Response>;

export interface ScreenPopServiceOptions {
  readonly settings: () => Settings;
  readonly clock: () => number;
  readonly log: Log;
  readonly fetch?: Fetch;
  /** Milliseconds a try may take. */
  readonly limitMs?: number;
}

type Input = Parameters<Handlers<IeumContract>['screenPop.post']>[0];

const TRIES = 2;
const LIMIT_MS = 5_000;
/** Calls whose result is remembered: more than a page could ask about again. */
const REMEMBERED = 500;

/**
 * Tells another program about a call by POST. Done here and not by the page: a page may not reach
 * other origins, and what the settings say is decided where they are kept.
 */
export function createScreenPopService(
  options: ScreenPopServiceOptions,
): Pick<Handlers<IeumContract>, 'screenPop.post'> {
  const { settings, clock, log, fetch = globalThis.fetch, limitMs = LIMIT_MS } = options;
  const told = new Map<string, Promise<PostResult>>();

  async function post({ event, values }: Input): Promise<PostResult> {
    const { how, template } = settings().screenPop;
    const filled = how === 'post' ? fillTemplate(template, how, values) : null;
    if (!filled?.ok) return { ok: false, code: 'not-set', status: null, tries: 0 };
    const body = JSON.stringify({ event, at: clock(), ...values });
    let result = await tryOnce(filled.url, body, 1);
    // Once more where it may have been a moment's trouble; a plain refusal stays one.
    for (let tries = 2; tries <= TRIES && mayPass(result); tries += 1) {
      result = await tryOnce(filled.url, body, tries);
    }
    if (!result.ok) log.warn('screen pop', { code: result.code, status: result.status });
    return result;
  }

  async function tryOnce(url: string, body: string, tries: number): Promise<PostResult> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(limitMs),
      });
      const { status } = response;
      // What it says is of no use here, and would hold the connection.
      await response.body?.cancel();
      if (response.ok) return { ok: true, status, tries };
      return {
        ok: false,
        code: status >= 300 && status < 400 ? 'redirect' : 'status',
        status,
        tries,
      };
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError';
      return { ok: false, code: late ? 'timeout' : 'unreachable', status: null, tries };
    }
  }

  return {
    'screenPop.post': (input) => {
      if (input.event === 'test') return post(input);
      const known = told.get(input.values.callId);
      if (known) return known;
      const result = post(input);
      told.set(input.values.callId, result);
      for (const callId of told.keys()) {
        if (told.size <= REMEMBERED) break;
        told.delete(callId);
      }
      return result;
    },
  };
}

function mayPass(result: PostResult): boolean {
  if (result.ok) return false;
  return result.code === 'status' ? (result.status ?? 0) >= 500 : result.code !== 'redirect';
}
