/** A whole department in one page: Ieum's phone, many times over, without any screen. */
import { accountSchema } from '#shared/domain/account.ts';
import type { LineState } from '#shared/domain/line/lineState.ts';
import { createRemoteAudio } from '../../../src/renderer/src/phone/audio/remoteAudio.ts';
import { createSipPhone } from '../../../src/renderer/src/phone/sipjs/sipPhone.ts';

export interface PhoneOrder {
  readonly uri: string;
  readonly username: string;
  readonly password: string;
}

export interface ManyPhonesWindow {
  openPhones(orders: readonly PhoneOrder[], server: string): void;
  /** How many are in each state; one that waits for a server that could not be reached is `down`. */
  countPhones(): Record<string, number>;
}

const lines = new Map<string, LineState>();

function open({ uri, username, password }: PhoneOrder, server: string): void {
  const phone = createSipPhone({
    account: accountSchema.parse({ uri, authorizationUser: username, servers: [server] }),
    password,
    practice: false,
    dtmf: () => 'rfc4733',
    openMicrophone: () => Promise.reject(new Error('Nobody calls here.')),
    remoteAudio: createRemoteAudio(),
    messages: { keep: () => Promise.resolve(false), flooded: () => undefined },
    dialogs: { keep: () => undefined, forget: () => undefined, left: () => Promise.resolve([]) },
    houseName: () => null,
    newId: () => crypto.randomUUID(),
    now: Date.now,
    random: Math.random,
    log: () => undefined,
  });
  phone.listen((event) => {
    if (event.type === 'line') lines.set(uri, event.state);
  });
  phone.start();
}

const page: ManyPhonesWindow = {
  openPhones(orders, server) {
    for (const order of orders) open(order, server);
  },
  countPhones() {
    const counts: Record<string, number> = {};
    for (const line of lines.values()) {
      const down = line.state === 'waiting' && line.reason.code === 'unreachable';
      const name = down ? 'down' : line.state;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  },
};
Object.assign(globalThis, page);
