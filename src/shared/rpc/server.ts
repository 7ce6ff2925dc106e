import { AppError } from '../errors.ts';
import { requestSchema } from './envelope.ts';
import type { Announcement, Reply } from './envelope.ts';
import { Listeners } from './port.ts';
import type { RpcPort, Unsubscribe } from './port.ts';
import type {
  Contract,
  EventDataOf,
  EventName,
  MethodName,
  OutputOf,
  ParsedInputOf,
} from './contract.ts';

/** Who is asking: one per connected page. */
export interface Connection {
  readonly id: string;
}

export type Handlers<C extends Contract> = {
  readonly [M in MethodName<C>]: (
    input: ParsedInputOf<C, M>,
    connection: Connection,
  ) => OutputOf<C, M> | Promise<OutputOf<C, M>>;
};

/** Announces facts to every connection served with it. */
export interface Announcer<C extends Contract> {
  emit<E extends EventName<C>>(name: E, data: EventDataOf<C, E>): void;
  subscribe(listener: (announcement: Announcement) => void): Unsubscribe;
}

export function createAnnouncer<C extends Contract>(): Announcer<C> {
  const listeners = new Listeners<Announcement>();
  return {
    emit: (name, data) => listeners.emit({ event: name, data }),
    subscribe: (listener) => listeners.add(listener),
  };
}

export interface ServeOptions<C extends Contract> {
  readonly contract: C;
  readonly handlers: Handlers<C>;
  readonly announcer: Announcer<C>;
  /** Told of every error that is the host's own fault; the page only gets `internal`. */
  readonly onFault: (error: unknown, method: string) => void;
}

/**
 * Answers the requests of one port until it closes. Every input is checked against the contract
 * before a handler sees it; an unexpected exception is reported to `onFault` and leaves as
 * `internal`, without its text.
 */
export function serve<C extends Contract>(
  port: RpcPort,
  connection: Connection,
  { contract, handlers, announcer, onFault }: ServeOptions<C>,
): Unsubscribe {
  async function answer(method: string, input: unknown): Promise<unknown> {
    const definition = Object.hasOwn(contract.methods, method)
      ? contract.methods[method]
      : undefined;
    if (!definition) throw new AppError('method.unknown', `There is no method ${method}.`);
    const parsed = definition.input.safeParse(input);
    if (!parsed.success) {
      throw new AppError('input.invalid', `The input of ${method} is not valid.`, {
        fields: parsed.error.issues.map(({ path, message }) => ({
          field: path.join('.'),
          message,
        })),
      });
    }
    const handler = handlers[method as MethodName<C>];
    return handler(parsed.data as ParsedInputOf<C, MethodName<C>>, connection);
  }

  function failure(id: string, error: unknown, method: string): Reply {
    if (error instanceof AppError) return { id, ok: false, error: error.toWire() };
    onFault(error, method);
    return {
      id,
      ok: false,
      error: { code: 'internal', message: 'The host met an unexpected error.' },
    };
  }

  const stopMessages = port.onMessage((message) => {
    const request = requestSchema.safeParse(message);
    // Without an id there is nobody to answer.
    if (!request.success) return;
    const { id, method, input } = request.data;
    answer(method, input)
      .then((data): Reply => ({ id, ok: true, data: data ?? null }))
      .catch((error: unknown) => failure(id, error, method))
      .then((reply) => port.send(reply))
      .catch((error: unknown) => onFault(error, method));
  });
  const stopAnnouncements = announcer.subscribe((announcement) => port.send(announcement));
  function stop(): void {
    stopMessages();
    stopAnnouncements();
    stopState();
  }
  const stopState = port.onState((state) => {
    if (state === 'closed') stop();
  });
  return stop;
}
