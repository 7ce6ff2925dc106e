import {
  LOOPBACK_LARGEST_MESSAGE,
  LOOPBACK_PING,
  LOOPBACK_PONG,
  LOOPBACK_PROTOCOL,
  LOOPBACK_RPC_PATH,
  LOOPBACK_SESSION_PATH,
  LOOPBACK_TOKEN_PREFIX,
} from '#shared/rpc/loopback.ts';
import { Listeners } from '#shared/rpc/port.ts';
import type { PortState, RpcPort } from '#shared/rpc/port.ts';

/** One connection; a new one is opened for each try. */
export interface Line {
  send(text: string): void;
  close(): void;
}

export interface LineEvents {
  opened(): void;
  message(text: string): void;
  /** Also when it could not be opened. Called once. */
  ended(): void;
}

export interface WebSocketPortOptions {
  readonly open: (events: LineEvents) => Line;
  /** After a line ended: does the host still know us? Rejects when it cannot be reached. */
  readonly stillWelcome: () => Promise<boolean>;
  /** 0 to 1. */
  readonly random?: () => number;
  readonly pingEveryMs?: number;
}

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 5_000;
const PING_EVERY_MS = 5_000;

/**
 * The page's end of the loopback line. It comes back by itself for as long as the host takes our
 * token, and is `closed` once the host refuses it: that host was started anew, and only a new
 * window has its token.
 */
export function createWebSocketPort(options: WebSocketPortOptions): RpcPort {
  const { open, stillWelcome, random = Math.random, pingEveryMs = PING_EVERY_MS } = options;
  const messages = new Listeners<unknown>();
  const states = new Listeners<PortState>();
  let state: PortState = 'down';
  let line: Line | null = null;
  let failures = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let pingTimer: ReturnType<typeof setInterval> | undefined;
  let unanswered = false;

  function become(next: PortState): void {
    if (state === next || state === 'closed') return;
    state = next;
    states.emit(next);
  }

  function connect(): void {
    const mine: Line = open({
      opened() {
        if (line !== mine) return;
        failures = 0;
        watch();
        become('open');
      },
      message(text) {
        if (line !== mine) return;
        unanswered = false;
        if (text !== LOOPBACK_PONG) messages.emit(JSON.parse(text));
      },
      ended() {
        if (line === mine) ended();
      },
    });
    line = mine;
  }

  /** Counts pings, not time: a page in the background gets its timers late. */
  function watch(): void {
    unanswered = false;
    clearInterval(pingTimer);
    pingTimer = setInterval(() => {
      if (unanswered) {
        const dead = line;
        ended();
        dead?.close();
      } else {
        unanswered = true;
        line?.send(LOOPBACK_PING);
      }
    }, pingEveryMs);
  }

  function ended(): void {
    line = null;
    clearInterval(pingTimer);
    become('down');
    void stillWelcome()
      .catch(() => true)
      .then((welcome) => {
        if (state === 'closed') return;
        if (!welcome) return close();
        const delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
        failures += 1;
        retryTimer = setTimeout(connect, delay * (0.5 + random() / 2));
      });
  }

  function close(): void {
    if (state === 'closed') return;
    clearTimeout(retryTimer);
    clearInterval(pingTimer);
    const last = line;
    line = null;
    last?.close();
    become('closed');
  }

  connect();

  return {
    get state() {
      return state;
    },
    send(message) {
      if (state !== 'open') return;
      const text = JSON.stringify(message);
      if (isTooLarge(text)) messages.emit(refusalOf(message));
      else line?.send(text);
    },
    onMessage: (listener) => messages.add(listener),
    onState: (listener) => states.add(listener),
    close,
  };
}

/** The host would end the line over it, and the client send it again, for ever. */
function isTooLarge(text: string): boolean {
  if (text.length * 3 <= LOOPBACK_LARGEST_MESSAGE) return false;
  return new TextEncoder().encode(text).length > LOOPBACK_LARGEST_MESSAGE;
}

function refusalOf(message: unknown): unknown {
  const { id } = message as { id?: unknown };
  const error = { code: 'input.invalid', message: 'The request is larger than 1 MB.' };
  return { id, ok: false, error };
}

const TOKEN_KEY = 'ieum.token';

/** Whether this page may speak to a host: through Electron, or with a token of its own. */
export function hasToken({ ieumBridge, location, sessionStorage }: Window): boolean {
  return (
    ieumBridge !== undefined ||
    /[#&](?:token|ticket)=/.test(location.hash) ||
    sessionStorage.getItem(TOKEN_KEY) !== null
  );
}

/** The line to the loopback host that served this page. */
export function openLoopbackPort(page: Window): RpcPort {
  const { location, sessionStorage } = page;
  const token = takeToken(page);
  // Known for the tab's life, so that a reload works; another tab and another port do not see it.
  void token.then((known) => known !== null && sessionStorage.setItem(TOKEN_KEY, known));

  const url = `ws://${location.host}${LOOPBACK_RPC_PATH}`;
  return createWebSocketPort({
    open(events) {
      let socket: WebSocket | null = null;
      let closed = false;
      void token.then((known) => {
        if (closed || known === null) return events.ended();
        socket = new WebSocket(url, [LOOPBACK_PROTOCOL, LOOPBACK_TOKEN_PREFIX + known]);
        socket.onopen = () => events.opened();
        socket.onmessage = ({ data }) => events.message(String(data));
        socket.onclose = () => events.ended();
      });
      return {
        send: (text) => socket?.send(text),
        close() {
          closed = true;
          socket?.close();
        },
      };
    },
    async stillWelcome() {
      const known = await token;
      if (known === null) return false;
      // A page cannot see why a WebSocket was refused (it gets code 1006 for everything).
      const headers = { authorization: `Bearer ${known}` };
      return (await page.fetch(LOOPBACK_SESSION_PATH, { headers })).status !== 403;
    },
  });
}

/** From the address, which is cleaned at once, or from before a reload. */
async function takeToken(page: Window): Promise<string | null> {
  const { location, history, sessionStorage } = page;
  const given = new URLSearchParams(location.hash.slice(1));
  const token = given.get('token');
  const ticket = given.get('ticket');
  if (token !== null || ticket !== null) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  if (token !== null) return token;
  if (ticket !== null) {
    const response = await page
      .fetch(LOOPBACK_SESSION_PATH, {
        method: 'POST',
        headers: { authorization: `Ticket ${ticket}` },
      })
      .catch(() => null);
    if (response?.ok) return response.text();
  }
  return sessionStorage.getItem(TOKEN_KEY);
}
