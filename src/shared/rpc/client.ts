import { AppError } from '../errors.ts';
import { announcementSchema, replySchema } from './envelope.ts';
import type { Request } from './envelope.ts';
import { Listeners } from './port.ts';
import type { PortState, RpcPort, Unsubscribe } from './port.ts';
import type {
  Contract,
  EventDataOf,
  EventName,
  InputOf,
  MethodName,
  OutputOf,
} from './contract.ts';

export interface RpcClient<C extends Contract> {
  /**
   * Asks the host. Without an answer it waits: when the transport drops, the request is kept and
   * sent again when it returns. That is safe because each write carries an id made here and the
   * host stores it once.
   * @throws AppError with the host's code, or `transport.closed` when the transport is gone for good
   */
  call<M extends MethodName<C>>(name: M, input: InputOf<C, M>): Promise<OutputOf<C, M>>;
  on<E extends EventName<C>>(name: E, listener: (data: EventDataOf<C, E>) => void): Unsubscribe;
  /** Called with `open` after each return: announcements made meanwhile were missed. */
  onState(listener: (state: PortState) => void): Unsubscribe;
  readonly state: PortState;
  close(): void;
}

interface Pending {
  readonly request: Request;
  resolve(data: unknown): void;
  reject(error: Error): void;
}

export function createClient<C extends Contract>(
  contract: C,
  port: RpcPort,
  newId: () => string,
): RpcClient<C> {
  // A Map keeps the order of asking, which is the order of sending again.
  const pending = new Map<string, Pending>();
  const announcements = new Map<string, Listeners<unknown>>();

  port.onMessage((message) => {
    const reply = replySchema.safeParse(message);
    if (reply.success) {
      const waiting = pending.get(reply.data.id);
      // A second answer to a request that was sent twice.
      if (!waiting) return;
      pending.delete(reply.data.id);
      if (reply.data.ok) waiting.resolve(reply.data.data);
      else waiting.reject(AppError.fromWire(reply.data.error));
      return;
    }
    const announcement = announcementSchema.safeParse(message);
    if (!announcement.success) return;
    const definition = contract.events[announcement.data.event];
    const data = definition?.data.safeParse(announcement.data.data);
    if (data?.success) announcements.get(announcement.data.event)?.emit(data.data);
  });

  port.onState((state) => {
    if (state === 'open') for (const { request } of pending.values()) port.send(request);
    if (state !== 'closed') return;
    const error = new AppError('transport.closed', 'The host is gone.');
    for (const waiting of pending.values()) waiting.reject(error);
    pending.clear();
  });

  return {
    call(name, input) {
      if (port.state === 'closed') {
        return Promise.reject(new AppError('transport.closed', 'The host is gone.'));
      }
      return new Promise((resolve, reject) => {
        const request: Request = { id: newId(), method: name, input };
        // The host checked the data against the same schema before it sent it.
        pending.set(request.id, { request, resolve, reject });
        port.send(request);
      });
    },
    on(name, listener) {
      let listeners = announcements.get(name);
      if (!listeners) announcements.set(name, (listeners = new Listeners<unknown>()));
      return listeners.add(listener as (data: unknown) => void);
    },
    onState: (listener) => port.onState(listener),
    get state() {
      return port.state;
    },
    close: () => port.close(),
  };
}
