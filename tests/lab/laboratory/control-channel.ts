/**
 * The line to a baresip: its `ctrl_tcp` module, JSON in netstrings ("LENGTH:JSON,").
 */
import { connect, type Socket } from 'node:net';
import { LOOPBACK } from './ports.ts';
import { withTimeout } from './wait.ts';

export interface BaresipEvent {
  readonly type: string;
  readonly param?: string;
  readonly peeruri?: string;
  readonly peerdisplayname?: string;
  readonly id?: string;
  readonly direction?: string;
}

interface Reply {
  readonly ok: boolean;
  readonly data: string;
}

const COMMAND_TIMEOUT_MS = 5000;

export class ControlChannel {
  readonly #socket: Socket;
  readonly #onEvent: (event: BaresipEvent) => void;
  readonly #waiting = new Map<string, (reply: Reply) => void>();
  #received = Buffer.alloc(0);
  #token = 0;

  private constructor(socket: Socket, onEvent: (event: BaresipEvent) => void) {
    this.#socket = socket;
    this.#onEvent = onEvent;
    socket.on('data', (data) => this.#read(data));
    // A baresip that ends resets the line; whoever waits for it hears of that by its timeout.
    socket.on('error', () => undefined);
  }

  /** Undefined when nobody listens on the port yet. */
  static open(
    port: number,
    onEvent: (event: BaresipEvent) => void,
  ): Promise<ControlChannel | undefined> {
    return new Promise((resolve) => {
      const socket = connect(port, LOOPBACK);
      socket.once('error', () => resolve(undefined));
      socket.once('connect', () => resolve(new ControlChannel(socket, onEvent)));
    });
  }

  /** @throws Error with baresip's answer when it refuses; LabTimeout when it is silent. */
  async command(command: string, params?: string): Promise<string> {
    this.#token += 1;
    const token = String(this.#token);
    const reply = new Promise<Reply>((resolve) => this.#waiting.set(token, resolve));
    const text = Buffer.from(JSON.stringify({ command, params, token }));
    this.#socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text, Buffer.from(',')]));
    const what = `baresip to answer "${command}"`;
    const { ok, data } = await withTimeout(reply, { what, timeoutMs: COMMAND_TIMEOUT_MS });
    if (!ok) throw new Error(`baresip refused "${command} ${params ?? ''}": ${data}`);
    return data;
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const colon = this.#received.indexOf(':');
      if (colon === -1) return;
      const length = Number(this.#received.toString('latin1', 0, colon));
      const end = colon + 1 + length;
      // The comma after the text belongs to it.
      if (this.#received.length < end + 1) return;
      const text = this.#received.toString('utf8', colon + 1, end);
      this.#received = this.#received.subarray(end + 1);
      this.#handle(JSON.parse(text) as Record<string, unknown>);
    }
  }

  #handle(message: Record<string, unknown>): void {
    if (message['event'] === true) {
      this.#onEvent(message as unknown as BaresipEvent);
      return;
    }
    const token = String(message['token']);
    const resolve = this.#waiting.get(token);
    this.#waiting.delete(token);
    const data = message['data'];
    resolve?.({ ok: message['ok'] === true, data: typeof data === 'string' ? data : '' });
  }
}
