import {
  EmitterImpl,
  StateTransitionError,
  TransportState,
  type Core,
  type Emitter,
  type Transport,
} from 'sip.js';
import type { PracticeWire, WireConnection } from './practiceWire.ts';

/** What `UserAgentOptions.transportOptions` holds for this transport. */
export interface PracticeTransportOptions {
  readonly wire: PracticeWire;
}

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * SIP.js transport whose far end is the practice exchange in this page instead of a WebSocket.
 * States and callbacks follow `sip.js/lib/api/transport.d.ts`; as that asks, nothing is repaired
 * here: a lost connection is reported, and the phone decides when to connect again.
 */
export class PracticeTransport implements Transport {
  /** Via and Contact look as they do over a real WebSocket (RFC 7118 section 5). */
  readonly protocol = 'WS';
  readonly stateChange: Emitter<TransportState>;
  onConnect: (() => void) | undefined = undefined;
  onDisconnect: ((error?: Error) => void) | undefined = undefined;
  onMessage: ((message: string) => void) | undefined = undefined;

  readonly #logger: Core.Logger;
  readonly #wire: PracticeWire;
  readonly #emitter = new EmitterImpl<TransportState>();
  #state = TransportState.Disconnected;
  #transitioning = false;
  #connection: WireConnection | null = null;
  #connecting: Deferred | null = null;
  #disconnecting: Deferred | null = null;

  constructor(logger: Core.Logger, options?: unknown) {
    if (!isPracticeOptions(options)) throw new Error('transportOptions.wire is required');
    this.#logger = logger;
    this.#wire = options.wire;
    this.stateChange = this.#emitter;
  }

  get state(): TransportState {
    return this.#state;
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected;
  }

  connect(): Promise<void> {
    if (this.#transitioning) return Promise.reject(new StateTransitionError('Loop detected.'));
    if (this.#state === TransportState.Connected) return Promise.resolve();
    if (this.#connecting !== null) return this.#connecting.promise;

    const connecting = deferred();
    this.#connecting = connecting;
    this.#disconnecting?.reject(new Error('Disconnect aborted.'));
    this.#disconnecting = null;
    this.#transition(TransportState.Connecting);
    const connection = this.#wire.connect({
      connected: () => {
        if (this.#connection !== connection) return;
        this.#connecting = null;
        this.#transition(TransportState.Connected);
        connecting.resolve();
      },
      dropped: (error) => {
        if (this.#connection === connection) this.#lost(error);
      },
      received: (text) => {
        if (this.#connection === connection) this.#receive(text);
      },
    });
    this.#connection = connection;
    return connecting.promise;
  }

  disconnect(): Promise<void> {
    if (this.#transitioning) return Promise.reject(new StateTransitionError('Loop detected.'));
    if (this.#state === TransportState.Disconnected) return Promise.resolve();
    if (this.#disconnecting !== null) return this.#disconnecting.promise;

    const disconnecting = deferred();
    this.#disconnecting = disconnecting;
    const connection = this.#connection;
    const connecting = this.#connecting;
    this.#connecting = null;
    this.#connection = null;
    this.#transition(TransportState.Disconnecting);
    connecting?.reject(new Error('Connect aborted.'));
    connection?.close(() => {
      if (this.#disconnecting !== disconnecting) return;
      this.#disconnecting = null;
      this.#transition(TransportState.Disconnected);
      disconnecting.resolve();
    });
    return disconnecting.promise;
  }

  dispose(): Promise<void> {
    return this.disconnect();
  }

  send(message: string): Promise<void> {
    if (!this.isConnected() || this.#connection?.send(message) !== true) {
      return Promise.reject(new Error('Not connected.'));
    }
    return Promise.resolve();
  }

  #receive(text: string): void {
    if (!this.isConnected()) return;
    try {
      this.onMessage?.(text);
    } catch (error) {
      // A message SIP.js cannot digest must not stop the ones behind it.
      this.#logger.error(`onMessage failed: ${String(error)}`);
    }
  }

  #lost(error: Error): void {
    const connecting = this.#connecting;
    this.#connecting = null;
    this.#connection = null;
    this.#transition(TransportState.Disconnected, error);
    connecting?.reject(error);
  }

  #transition(state: TransportState, error?: Error): void {
    const before = this.#state;
    this.#transitioning = true;
    try {
      this.#state = state;
      this.#emitter.emit(state);
      if (state === TransportState.Connected) this.onConnect?.();
      if (before === TransportState.Connected) this.onDisconnect?.(error);
    } finally {
      this.#transitioning = false;
    }
  }
}

function isPracticeOptions(options: unknown): options is PracticeTransportOptions {
  return typeof options === 'object' && options !== null && 'wire' in options;
}

function deferred(): Deferred {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { promise, resolve, reject };
}
