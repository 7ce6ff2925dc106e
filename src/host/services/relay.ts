import { request } from 'node:http';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RelayState } from '#shared/contract/relay.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { ReceivedFact } from '#shared/domain/message/record.ts';
import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';
import type { ParsedInputOf } from '#shared/rpc/contract.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import { AppError } from '#shared/errors.ts';
import { isStorageError } from '../db/errors.ts';
import type { Log } from '../log.ts';
import { isReadable, readCallback, readOwn } from '../relay/bodies.ts';
import type { RelayEvent } from '../relay/bodies.ts';
import { openListener } from '../relay/listener.ts';
import type { Listener, Outcome } from '../relay/listener.ts';
import { createRate } from '../relay/rate.ts';
import { createDoorkeeper, relaySignature } from '../relay/signature.ts';
import type { SecretStore } from '../secrets.ts';

export interface RelayServiceOptions {
  readonly announcer: Announcer<IeumContract>;
  readonly settings: () => Settings;
  readonly secrets: SecretStore;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly log: Log;
  /** As `outbox.report`. */
  readonly report: (input: ParsedInputOf<IeumContract, 'outbox.report'>) => { changed: boolean };
  /** As `messages.receive`: kept on the disk, or an error. */
  readonly receive: (fact: ReceivedFact) => { stored: boolean };
}

export interface RelayService {
  readonly handlers: Pick<Handlers<IeumContract>, 'relay.state' | 'relay.setSecret' | 'relay.test'>;
  stop(): void;
}

const SECRET = 'text-relay';
const OWN_PATH = '/v1/callback';
const GATEWAY_PATH = /^\/v1\/gateways\/([a-z0-9-]{1,40})$/;
/** Of what was refused so many are written down; the rest is counted. */
const REFUSALS_LOGGED = 100;

/** Where a relay of the organisation passes on what gateways call back. */
export function createRelayService(options: RelayServiceOptions): RelayService {
  const { announcer, settings, secrets, clock, newId, log } = options;

  let listener: Listener | null = null;
  let state: RelayState['state'] = 'off';
  let taken = 0;
  let refused = 0;
  /** What it was opened with, to be opened anew only when that has changed. */
  let opened = '';
  let knocks = 0;

  function told(): RelayState {
    const { port } = settings().textRelay;
    const hasSecret = secrets.get(SECRET) !== null;
    return { state, port, hasSecret, secretKept: secrets.kept, taken, refused };
  }

  function become(next: RelayState['state']): void {
    state = next;
    announcer.emit('relay.changed', told());
  }

  function close(): void {
    listener?.stop();
    listener = null;
    opened = '';
  }

  function refresh(): void {
    const { on, port } = settings().textRelay;
    const secret = on ? secrets.get(SECRET) : null;
    const wanted = secret === null ? (on ? 'no-secret' : 'off') : `${port} ${secret}`;
    if (wanted === opened) return;
    close();
    opened = wanted;
    if (secret === null) return become(on ? 'no-secret' : 'off');
    // One that was closed meanwhile says nothing any more.
    const isThis = (): boolean => opened === wanted;
    listener = openListener({
      ...{ port, take, mayLook: createRate(clock) },
      doorkeeper: createDoorkeeper(secret, clock),
      listening: () => isThis() && become('listening'),
      failed: (code) => {
        if (!isThis()) return;
        log.warn('relay-failed', { code, port });
        become('failed');
      },
      refused: (status, why) => {
        refused += 1;
        if (refused <= REFUSALS_LOGGED) log.warn('relay-refused', { status, why });
      },
    });
  }

  /** Whether there is a secret is told also where nothing listens. */
  function retold(): void {
    refresh();
    announcer.emit('relay.changed', told());
  }

  function take(path: string, body: string): Outcome {
    const events = read(path, body);
    if (events === 'no-such-path') return { kind: 'no-such-path' };
    if (events === null) return { kind: 'malformed' };
    let known = 0;
    try {
      for (const event of events) if (happen(event)) known += 1;
    } catch (error) {
      // What was kept of it is not kept twice when it comes again.
      if (!isStorageError(error) && !(error instanceof AppError)) throw error;
      return { kind: 'later' };
    }
    taken += known;
    return { kind: 'done', taken: known, unknown: events.length - known };
  }

  function read(path: string, body: string): readonly RelayEvent[] | null | 'no-such-path' {
    if (path === OWN_PATH) return readOwn(body);
    const id = GATEWAY_PATH.exec(path)?.[1];
    const gateway = settings().textGateways.find((one) => one.id === id);
    if (!gateway || !isReadable(gateway.kind)) return 'no-such-path';
    return readCallback({ kind: gateway.kind, id: gateway.id }, body);
  }

  /** @returns whether it said something of a text that is known, or brought one */
  function happen(event: RelayEvent): boolean {
    if (event.type === 'report') {
      const { ref, gatewayId, what, code, words } = event;
      return options.report({ of: { ref, gatewayId }, what, code, words }).changed;
    }
    return options.receive(factOf(event)).stored;
  }

  function factOf({ id, gatewayId, from, to, body }: RelayEvent & { type: 'text' }): ReceivedFact {
    const { e164 } = parsePhoneNumber(from);
    return {
      ...{ id: newId(), messageId: newId(), at: clock(), type: 'received', channel: 'sms' },
      ...{ address: `tel:${e164 ?? from}`, dialled: from, e164, name: null, rawName: null },
      ...{ account: to, practice: false, body, sipCallId: null },
      copyKey: `relay ${gatewayId ?? ''} ${id}`,
    };
  }

  /** @returns the status; null where nobody answers */
  function knock(secret: string): Promise<number | null> {
    // Asked twice in one second it must not be taken for a replay.
    const body = Buffer.from(`{"events":[]}${' '.repeat((knocks += 1) % 1_000)}`);
    const timestamp = String(Math.ceil(clock() / 1_000));
    const { port } = settings().textRelay;
    return new Promise((resolve) => {
      const asked = request(
        {
          ...{ host: '127.0.0.1', port, path: OWN_PATH, method: 'POST', timeout: 3_000 },
          headers: {
            'content-type': 'application/json',
            'content-length': body.length,
            'x-ieum-timestamp': timestamp,
            'x-ieum-signature': relaySignature(secret, timestamp, body),
          },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? null);
        },
      );
      asked.on('error', () => resolve(null));
      asked.on('timeout', () => asked.destroy());
      asked.end(body);
    });
  }

  announcer.subscribe(({ event }) => {
    if (event === 'settings.changed') refresh();
    if (event === 'secrets.changed') retold();
  });
  refresh();

  return {
    stop: close,
    handlers: {
      'relay.state': told,
      'relay.setSecret': ({ value }) => {
        if (value === null) secrets.delete(SECRET);
        else secrets.set(SECRET, value);
        retold();
        return told();
      },
      'relay.test': async () => {
        const secret = secrets.get(SECRET);
        if (state !== 'listening' || secret === null) return { result: 'closed' };
        const right = await knock(secret);
        const wrong = await knock(`${secret} `);
        if (right === null || wrong === null) return { result: 'closed' };
        return { result: right === 200 && wrong === 401 ? 'open' : 'wrong' };
      },
    },
  };
}
