/** What a laboratory and its customers offer to tests. */
import type { Sipp, SippResult } from './sipp.ts';
import type { TurnServer } from './turn.ts';

export interface LabAccount {
  readonly username: string;
  readonly password: string;
  /** sip:1001@lab.ieum.test */
  readonly uri: string;
  readonly displayName: string;
}

/** An answer to REGISTER other than the usual one. */
export interface RegisterAnswer {
  /** 403, 423, 503 … given without asking for credentials. */
  readonly code: number;
  /** Retry-After; seconds. */
  readonly retryAfter?: number;
  /** With 423: only a REGISTER that wants less than this is refused; seconds. */
  readonly minExpires?: number;
  /** After that many the registrar answers as usual; without it, until taken back. */
  readonly times?: number;
}

/** A request as it reached the proxy, read back from the proxy's log. */
export interface ProxyRequest {
  /** Seconds since 1970, with microseconds. */
  readonly at: number;
  readonly method: string;
  readonly requestUri: string;
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  /** wss:127.0.0.1:41234 */
  readonly source: string;
  /** Whether it carried Authorization or Proxy-Authorization. */
  readonly authorized: boolean;
}

export interface Proxy {
  readonly running: boolean;
  /** Ends it in order: WebSockets are closed, registrations are gone. */
  stop(): Promise<void>;
  /** On the same ports as before; accounts and settings stay. */
  start(): Promise<void>;
  /** SIGKILL: connections are reset by the kernel, nothing is said to anybody. */
  kill9(): Promise<void>;
  /** Changes how REGISTER of a user ('*': everybody) is answered; null: as usual again. */
  answerRegister(user: string, answer: RegisterAnswer | null): Promise<void>;
  /**
   * Refuses re-INVITEs of a user with a code; null: passes them on as usual again.
   * @param times how many; without it until taken back
   */
  refuseReinvite(user: string, code: number | null, times?: number): Promise<void>;
  /** The contact URIs registered for a user. */
  contacts(user: string): Promise<readonly string[]>;
  /** Every request the proxy has seen since the laboratory started, restarts included. */
  requests(): Promise<readonly ProxyRequest[]>;
  /** A call of Kamailio's JSON-RPC interface. @throws Error with what it answered. */
  rpc(method: string, params?: readonly (string | number)[]): Promise<unknown>;
}

export type CustomerEventName = 'registered' | 'ringing' | 'incoming' | 'established' | 'closed';

export interface CustomerEvent {
  /** The baresip event, such as CALL_CLOSED; see `CustomerEventName` for the usual ones. */
  readonly type: string;
  readonly name?: CustomerEventName;
  /** Counts from 1. */
  readonly sequence: number;
  /** Date.now() when it arrived here. */
  readonly at: number;
  /** The reason of a closed call ("486 Busy Here"), the digit, the transfer target … */
  readonly param?: string;
  readonly peerUri?: string;
  readonly peerDisplayName?: string;
  /** Call-ID. */
  readonly callId?: string;
  readonly direction?: 'incoming' | 'outgoing';
}

/**
 * auto answers at once; manual rings until `answer()`; ring-forever is manual by another name,
 * for reading; reject refuses at once.
 */
export type AnswerMode = 'auto' | 'manual' | 'ring-forever' | 'reject';

export interface CustomerOptions {
  /** The address that `message` sends to. */
  readonly writesTo?: string;
  /** A user name of its own, such as 01012345678; without it the next free of 2001, 2002 … */
  readonly number?: string;
  /** Latin or Hangul; defaults to 고객 and the number. */
  readonly displayName?: string;
  /** Default auto. */
  readonly answer?: AnswerMode;
  /** With reject, or with `reject()`: the code the caller gets; 486 without it. */
  readonly rejectWith?: number;
  /** What it plays, in Hz; 0 for silence. Defaults to 440. */
  readonly tone?: number;
  /** 16-bit mono 8 kHz WAV of at least 2 s to play, again and again, instead of a tone. */
  readonly audioFile?: string;
  /** Defaults to G.711, like a telephone network. */
  readonly codecs?: 'g711' | 'opus-first';
  /** Whether it keeps what it hears; default true. Switch off for thousands of calls. */
  readonly record?: boolean;
}

export interface Customer {
  readonly account: LabAccount;
  readonly number: string;
  readonly uri: string;
  readonly events: readonly CustomerEvent[];
  /**
   * The newest WAV of what it has heard: 16-bit mono at the codec's rate, growing during the
   * call. Its header's length is right only after the call: read it with `readWav`.
   * @throws Error when there has been no call.
   */
  readonly received: string;
  /** Whether a tone was in the last milliseconds of what arrived; not while nothing has arrived yet. */
  hears(hz: number, lastMs: number): boolean;
  /** Every recording, oldest first. Calls begun within one second share one file. */
  readonly recordings: readonly string[];
  /**
   * Registers anew; for after a restart of the proxy, which baresip notices within a minute.
   * Ends its calls.
   */
  register(): Promise<void>;
  /**
   * Dials; resolves when the INVITE is on its way. A number alone means one in the domain.
   * Waits that follow are about this call: earlier events are past.
   */
  call(target: string): Promise<void>;
  answer(): Promise<void>;
  hangup(): Promise<void>;
  /** Refuses a ringing call: 486, or the code of `rejectWith`. */
  reject(): Promise<void>;
  hold(): Promise<void>;
  resume(): Promise<void>;
  /** Blind transfer: sends REFER. */
  transfer(target: string): Promise<void>;
  /** One digit after another by RFC 4733. */
  sendDtmf(digits: string): Promise<void>;
  /** Sends a text (RFC 3428) to `writesTo`. */
  message(text: string): Promise<void>;
  /** Changes the tone, in Hz (0: silence), also during a call. */
  setTone(hz: number): Promise<void>;
  /** For the calls that come from now on. */
  setAnswer(mode: AnswerMode): Promise<void>;
  /** Digits received so far, by RFC 4733 or INFO: baresip does not tell them apart. */
  dtmf(): string;
  /**
   * The next event of that name: after the one that was last waited for, so that waits written
   * one below the other follow the call; or after the sequence number given (0: since ever).
   * An event that came before the wait began counts too.
   * @throws LabTimeout with the events so far.
   */
  waitFor(
    name: CustomerEventName,
    options?: { readonly timeoutMs?: number; readonly after?: number },
  ): Promise<CustomerEvent>;
  /** A baresip command by name, for what is not covered here. */
  command(name: string, params?: string): Promise<string>;
  /** SIGSTOP: neither sound nor answers come any more, and nobody is told. */
  freeze(): void;
  thaw(): void;
  log(): string;
  stop(): Promise<void>;
}

export interface Laboratory {
  /** wss://127.0.0.1:PORT/ws */
  readonly wssUrl: string;
  /** The same without TLS, for a look at the frames. */
  readonly wsUrl: string;
  /** SIP domain and digest realm. */
  readonly domain: string;
  readonly caFile: string;
  /** For Chromium's --ignore-certificate-errors-spki-list. */
  readonly certificateSpki: string;
  /** For accounts over UDP: every request is challenged. */
  readonly sipUdp: { readonly host: string; readonly port: number };
  /** For callers from outside: no challenge, but no number of ours as From either. */
  readonly trunkUdp: { readonly host: string; readonly port: number };
  readonly folder: string;
  /** How long the start took; ms. */
  readonly startedInMs: number;
  /** Agents 1001 … for the softphone, then customers as they were made. */
  readonly accounts: readonly LabAccount[];
  readonly agents: readonly LabAccount[];
  readonly proxy: Proxy;
  /** The media bridge: without it calls are signalled, but nobody is heard. */
  readonly media: { freeze(): void; thaw(): void };
  /** A further account; a random password, and a number that is not yet taken. */
  addAccount(username: string, displayName?: string): Promise<LabAccount>;
  customer(options?: CustomerOptions): Promise<Customer>;
  /** A TURN server beside it; ends with the laboratory. */
  turnServer(): Promise<TurnServer>;
  /** Runs a sipp scenario to its end. */
  sipp(scenarioXml: string, options: Sipp): Promise<SippResult>;
  /** kamailio, rtpengine, or a customer's number. */
  log(part: string): Promise<string>;
  stop(): Promise<void>;
}

export interface LaboratoryOptions {
  /** Numbers from 1001 on; default 4. */
  readonly agents?: number;
  readonly domain?: string;
  /** SHA-256 shuts out baresip customers and sipp, which know MD5 only. */
  readonly digestAlgorithm?: 'MD5' | 'SHA-256';
  /** The longest registration granted; seconds, default 3600. */
  readonly maxExpires?: number;
  /** Kamailio tells of others: lamps of its users, voicemail as it is published. */
  readonly presence?: boolean;
  /** Everything in the logs of Kamailio and rtpengine. */
  readonly verbose?: boolean;
}
