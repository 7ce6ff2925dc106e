import { UserAgentState } from 'sip.js';
import type { Transport, URI, UserAgent } from 'sip.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/index.js';
import type { Account } from '#shared/domain/account.ts';
import type { LineReason, LineState } from '#shared/domain/line/lineState.ts';
import { mayReturn, nextLook } from '#shared/domain/line/preferred.ts';
import {
  askNow,
  hasJumped,
  heard,
  newPulse,
  PATIENCE_AFTER_JUMP_MS,
  PATIENCE_IN_DOUBT_MS,
  PULSE_TICK_MS,
  tickPulse,
} from '#shared/domain/line/pulse.ts';
import type { Pulse } from '#shared/domain/line/pulse.ts';
import { afterRegister, retryDelay } from '#shared/domain/line/registration.ts';
import type { Attempts, UnansweredChallenge } from '#shared/domain/line/registration.ts';
import { Listeners } from '#shared/rpc/port.ts';
import type { Unsubscribe } from '#shared/rpc/port.ts';
import { Registrar } from './registrar.ts';
import { ServerListTransport } from './serverListTransport.ts';

/** Milliseconds that unregistering may take when the phone is put away. */
const FAREWELL_MS = 1_500;

/**
 * Milliseconds after which a BYE without an answer makes the connection doubtful; four times as
 * long as SIP expects an answer over a good network to take (T1, RFC 3261 §17.1.1.1).
 */
const UNANSWERED_BYE_MS = 2_000;

/** A first server that refuses is looked for again after so long, or when it says; milliseconds. */
const REFUSED_FOR_MS = 120_000;

export type LineEvent =
  | { readonly type: 'state'; readonly state: LineState }
  /** A new connection stands; the registrar has not been asked yet. */
  | { readonly type: 'connected' }
  /**
   * Registered, not merely refreshed. On a new connection nobody else knows yet where we are: what
   * was agreed over the earlier one, calls and subscriptions, is to be renewed.
   */
  | { readonly type: 'registered'; readonly newConnection: boolean }
  /** The connection is gone. A new one is tried for by itself. */
  | { readonly type: 'lost' }
  /** About to be put away, while there may still be a connection to say so. */
  | { readonly type: 'leaving' };

export interface LineKeeperDeps {
  readonly agent: UserAgent;
  readonly aor: URI;
  readonly account: Account;
  /** How many calls there are: with one, the server is not changed. */
  readonly calls: () => number;
  /** Milliseconds on the wall clock, which sleep does not stop. */
  readonly now: () => number;
  readonly random: () => number;
  readonly log: (message: string) => void;
}

/**
 * Keeps one account connected and registered until it is told to stop. A lost socket ends no call:
 * whoever has something at stake listens and picks it up when the line is back.
 */
export class LineKeeper {
  readonly #deps: LineKeeperDeps;
  readonly #agent: UserAgent;
  readonly #transport: Transport;
  readonly #events = new Listeners<LineEvent>();
  /** BYEs without an answer: said once more when the line is back. */
  readonly #farewells = new Set<OutgoingRequestMessage>();
  #registrar: Registrar;
  #line: LineState = { state: 'off' };
  #wanted = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Each connection has its own number: an answer that belongs to an earlier one is void. */
  #connection = 0;
  /** Nothing has been renewed yet on the connection that stands. */
  #isNew = false;
  /** Of the socket that is open; the practice exchange, which is in the page, has none. */
  #pulse: Pulse | null = null;
  #answersOptions = false;
  #ticking: ReturnType<typeof setInterval> | undefined;
  #tickedAt = 0;
  /** Servers that have refused one after the other. */
  #refusals = 0;
  /** The first server has refused and is not looked for before. */
  #leaveFirstUntil = 0;
  /** Asked since a call heard nothing, and not answered yet. */
  #doubted = false;
  #lookAt = 0;

  constructor(deps: LineKeeperDeps) {
    this.#deps = deps;
    this.#agent = deps.agent;
    this.#transport = deps.agent.transport;
    this.#registrar = new Registrar(deps.agent, deps.aor);
    const receive = this.#transport.onMessage;
    this.#transport.onMessage = (frame) => {
      this.#doubted = false;
      if (this.#pulse) this.#pulse = heard(this.#pulse, deps.now());
      receive?.(frame);
    };
  }

  listen(listener: (event: LineEvent) => void): Unsubscribe {
    return this.#events.add(listener);
  }

  start(): void {
    this.#wanted = true;
    this.#failures = 0;
    globalThis.addEventListener('online', this.#networkChanged);
    globalThis.addEventListener('offline', this.#networkChanged);
    this.#tickedAt = this.#deps.now();
    this.#ticking = setInterval(() => this.#tick(), PULSE_TICK_MS);
    void this.#connect();
  }

  async stop(): Promise<void> {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#connection += 1;
    clearTimeout(this.#timer);
    clearInterval(this.#ticking);
    this.#pulse = null;
    globalThis.removeEventListener('online', this.#networkChanged);
    globalThis.removeEventListener('offline', this.#networkChanged);
    this.#events.emit({ type: 'leaving' });
    const agent = this.#agent;
    if (agent.isConnected() && this.#line.state === 'registered') await this.#unregister();
    this.#setLine({ state: 'off' });
    if (agent.state === UserAgentState.Started) await agent.stop().catch(() => undefined);
  }

  retryNow(): void {
    const { state } = this.#line;
    if (this.#wanted && (state === 'waiting' || state === 'refused')) void this.#connect();
  }

  /** The computer has slept, or its network is another one. */
  wake(): void {
    if (!this.#wanted) return;
    if (this.#line.state !== 'waiting') this.#ask(PATIENCE_AFTER_JUMP_MS);
    else if (navigator.onLine) void this.#connect();
  }

  /** A BYE is on its way. @returns to be called when it has been answered */
  farewell(bye: OutgoingRequestMessage): () => void {
    this.#farewells.add(bye);
    // A customer who is still connected must not wait until the next sign of life is due.
    const doubt = setTimeout(() => this.#ask(PATIENCE_AFTER_JUMP_MS), UNANSWERED_BYE_MS);
    return () => {
      clearTimeout(doubt);
      this.#farewells.delete(bye);
    };
  }

  /** A call hears nothing: if the line is dead as well, every second counts. */
  doubt(): void {
    if (this.#line.state !== 'registered') return;
    this.#doubted = true;
    this.#ask(PATIENCE_IN_DOUBT_MS);
    setTimeout(() => this.#tick(), PATIENCE_IN_DOUBT_MS);
  }

  /** A challenge was left unanswered. */
  noteUnanswered(why: UnansweredChallenge): void {
    this.#registrar.noteUnanswered(why);
  }

  /** To be told by the agent's delegate. */
  onDisconnect(): void {
    // While a first connection is being tried, `connect` itself hears of the failure.
    if (!this.#wanted || this.#line.state === 'connecting') return;
    this.#connection += 1;
    this.#pulse = null;
    this.#servers?.preferFirstServer();
    this.#failures = 0;
    this.#events.emit({ type: 'lost' });
    // Given up by ourselves while nobody was heard: this computer moved, not the exchange, which no
    // other phone overruns for it.
    const spread = this.#doubted ? 0 : retryDelay(this.#attempts, this.#deps.random());
    this.#doubted = false;
    this.#later(spread, {
      code: navigator.onLine ? 'lost' : 'offline',
    });
  }

  get #servers(): ServerListTransport | null {
    return this.#transport instanceof ServerListTransport ? this.#transport : null;
  }

  get #server(): string {
    return this.#servers?.server ?? this.#deps.account.servers[0] ?? '';
  }

  get #attempts(): Attempts {
    return {
      failures: this.#failures,
      servers: this.#deps.account.servers.length,
      inCall: this.#deps.calls() > 0 || this.#farewells.size > 0,
    };
  }

  #setLine(state: LineState): void {
    this.#line = state;
    this.#events.emit({ type: 'state', state });
  }

  #later(ms: number, reason: LineReason): void {
    clearTimeout(this.#timer);
    this.#failures += 1;
    this.#setLine({ state: 'waiting', reason, retryAt: this.#deps.now() + ms });
    this.#timer = setTimeout(() => void this.#connect(), ms);
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#wanted) return;
    const mine = ++this.#connection;
    const { aor, account, now, random } = this.#deps;
    const agent = this.#agent;
    if (!agent.isConnected()) {
      this.#setLine({ state: 'connecting', server: this.#server });
      try {
        if (agent.state === UserAgentState.Stopped) await agent.start();
        else await agent.reconnect();
      } catch {
        if (mine !== this.#connection || !this.#wanted) return;
        this.#servers?.tryNextServer();
        const code = navigator.onLine ? 'unreachable' : 'offline';
        this.#later(retryDelay(this.#attempts, random()), { code });
        return;
      }
      if (mine !== this.#connection || !this.#wanted) return;
      this.#registrar = new Registrar(agent, aor);
      for (const bye of this.#farewells) void this.#transport.send(bye.toString()).catch(ignore);
      this.#farewells.clear();
      this.#isNew = true;
      this.#events.emit({ type: 'connected' });
    }
    if (this.#servers) this.#pulse = newPulse(now(), this.#answersOptions);
    this.#setLine({ state: 'registering', server: this.#server });
    await this.#register(mine, account.registerExpires, false);
  }

  async #register(mine: number, expires: number, raised: boolean): Promise<void> {
    const { now, random } = this.#deps;
    const result = await this.#registrar.register(expires);
    if (mine !== this.#connection || !this.#wanted) return;
    // The socket went while we waited: onDisconnect has taken over.
    if (!this.#agent.isConnected()) return;
    const decision = afterRegister(
      result.response,
      result.expires,
      raised,
      this.#attempts,
      random(),
    );
    switch (decision.do) {
      case 'refresh':
        this.#failures = 0;
        this.#onRegistered();
        this.#lookAt = Math.max(nextLook(now(), random()), this.#leaveFirstUntil);
        this.#timer = setTimeout(
          () => void this.#register(mine, expires, raised),
          decision.afterMs,
        );
        return;
      case 'again':
        return this.#register(mine, decision.expires, true);
      case 'wait':
        // A server that asked to be left alone is not asked for signs of life meanwhile.
        this.#pulse = null;
        if (this.#tryNext(decision.ms)) return;
        this.#later(decision.ms, decision.reason);
        return;
      case 'stop':
        this.#pulse = null;
        this.#setLine({ state: 'refused', reason: decision.reason });
    }
  }

  /**
   * The server takes connections but no registration now: the next of the list may.
   * @param ms the server asked to be left alone for so long
   * @returns false when there is no other, or all have refused in turn, or a call hangs on this one
   */
  #tryNext(ms: number): boolean {
    const { account, calls, now } = this.#deps;
    const servers = this.#servers;
    this.#refusals += 1;
    if (!servers || this.#refusals >= account.servers.length || calls() > 0) {
      this.#refusals = 0;
      return false;
    }
    if (!servers.onSubstitute) this.#leaveFirstUntil = now() + Math.max(ms, REFUSED_FOR_MS);
    servers.tryNextServer();
    // No loss of the line, which there was none of: nobody is told.
    this.#setLine({ state: 'connecting', server: this.#server });
    this.#moveOn(servers);
    return true;
  }

  /** Leaves this server for the one that `servers` names. What this one still answers is void. */
  #moveOn(servers: ServerListTransport): void {
    this.#connection += 1;
    servers.abandon();
    void this.#connect();
  }

  #onRegistered(): void {
    const refreshed = this.#line.state === 'registered';
    this.#refusals = 0;
    if (!refreshed) this.#setLine({ state: 'registered', server: this.#server });
    // So that it is known early whether this server answers OPTIONS at all.
    if (this.#pulse && !this.#pulse.answersOptions) this.#ask();
    if (refreshed) return;
    const newConnection = this.#isNew;
    this.#isNew = false;
    this.#events.emit({ type: 'registered', newConnection });
  }

  /** Takes the registration back, if the server is quick about it. */
  async #unregister(): Promise<void> {
    await Promise.race([
      this.#registrar.register(0),
      new Promise((resolve) => setTimeout(resolve, FAREWELL_MS)),
    ]);
  }

  /** Asks the server for a sign of life; `tick` sees whether one comes. */
  #ask(patience?: number): void {
    if (!this.#pulse) return;
    this.#pulse = askNow(this.#pulse, this.#deps.now(), patience);
    this.#sendQuestion();
  }

  #sendQuestion(): void {
    if (this.#pulse?.ask === 'register') {
      void this.#registrar.register(this.#deps.account.registerExpires);
      return;
    }
    this.#registrar.ping(() => {
      this.#answersOptions = true;
      if (this.#pulse) this.#pulse = { ...this.#pulse, answersOptions: true };
    });
  }

  #tick(): void {
    const at = this.#deps.now();
    const jumped = hasJumped(this.#tickedAt, at);
    this.#tickedAt = at;
    if (jumped && this.#line.state === 'waiting') void this.#connect();
    if (this.#servers) void this.#lookForPreferred(this.#servers, at);
    if (!this.#pulse || !this.#agent.isConnected()) return;
    const step = tickPulse(this.#pulse, at);
    this.#pulse = step.pulse;
    if (step.do === 'ask') this.#sendQuestion();
    if (step.do !== 'give-up') return;
    this.#deps.log('The server does not answer any more: the socket is given up.');
    this.#servers?.abandon();
  }

  /** Goes back to the first server of the list as soon as it is there again and nobody talks. */
  async #lookForPreferred(servers: ServerListTransport, at: number): Promise<void> {
    const mayGo = (then: number): boolean =>
      mayReturn(
        {
          onSubstitute: servers.onSubstitute,
          registered: this.#line.state === 'registered',
          calls: this.#deps.calls(),
          lookAt: this.#lookAt,
        },
        then,
      );
    if (!mayGo(at)) return;
    this.#lookAt = nextLook(at, this.#deps.random());
    const mine = this.#connection;
    if (!(await servers.firstServerAnswers())) return;
    if (mine !== this.#connection || !mayGo(this.#lookAt)) return;
    // The answer to a refresh that is under way is void from here on.
    this.#connection += 1;
    clearTimeout(this.#timer);
    await this.#unregister();
    if (!this.#wanted) return;
    // A call came in the meantime: it is answered where it came.
    if (this.#deps.calls() === 0) this.#moveOn(servers);
    else void this.#connect();
  }

  /** The computer's network came, went, or is another one: what is open may be so in name only. */
  readonly #networkChanged = (): void => this.wake();
}

function ignore(): void {
  // What could not be said now is said when the line is back, or the far end finds out by itself.
}
