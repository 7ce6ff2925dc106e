import type { IeumContract } from '#shared/contract/index.ts';
import { partsOf } from '#shared/domain/message/body.ts';
import type { TextForm } from '#shared/domain/outbox/delivery.ts';
import type { MissedTexts } from '#shared/domain/outbox/policy.ts';
import { quietUntil } from '#shared/domain/outbox/quietHours.ts';
import type { ReachWay } from '#shared/domain/outbox/reach.ts';
import type { TextFact, TextRow } from '#shared/domain/outbox/record.ts';
import { atMinute } from '#shared/domain/hours/businessHours.ts';
import {
  afterSilence,
  isRefusedByAll,
  isTroubleOfGateway,
  MOST_TRIES,
  nextStep,
  restMs,
} from '#shared/domain/outbox/sending.ts';
import type { Situation, Step } from '#shared/domain/outbox/sending.ts';
import type { Announcer } from '#shared/rpc/server.ts';
import { addTextFact, readText } from '../db/outbox.ts';
import { agreesToAdvertising, wantsNoTexts } from '../db/outboxLinks.ts';
import { nextDue, sentSince, textsOnTheirWay, textsToSend } from '../db/outboxQueue.ts';
import type { Storage } from '../db/storage.ts';
import type { SendAnswer } from '../gateways/gateway.ts';
import type { Later } from '../later.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import { createGatewayRests } from './gatewayRests.ts';
import { createLearner } from './learner.ts';
import { outgoingText } from './outgoing.ts';
import { everyWay, toWay } from './ways.ts';
import type { GatewayWay, HostWay, PhoneWay } from './ways.ts';

export interface OutboxSenderOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly later: Later;
  readonly log: Log;
  readonly policy: () => MissedTexts;
  /** Asked for each time: what is set up may change. */
  readonly ways: () => readonly (GatewayWay | PhoneWay)[];
  /** The page that holds the phone, on a line to customers; null: none does. */
  readonly phone: () => string | null;
  /** Null for what is not here. */
  readonly picture: (sha256: string) => Uint8Array | null;
}

/** What the phone's page, or a relay, says of a text. */
export type Report = SendAnswer | { readonly kind: 'delivered' };

export interface OutboxSender {
  /** Something may be able to leave that could not before. */
  wake(): void;
  /** Gateways are as if nothing had been heard of them: their settings may be others. */
  refresh(): void;
  /** The page that sent by the phone is gone: nobody knows what it has sent. */
  phoneGone(): void;
  /** @returns false where it says nothing new */
  report(row: TextRow, attemptId: string, report: Report): boolean;
  outlook(rows: readonly TextRow[]): readonly ({ readonly id: string } & Step)[];
  /** What customers can be reached by now, in order. */
  ways(): readonly (ReachWay & Pick<HostWay, 'id' | 'name'>)[];
  stop(): void;
}

/** Texts that are handed over at the same moment. */
const MOST_AT_ONCE = 4;
const PAGE = 32;
/** Milliseconds. A clock that is set, and hours that begin, are noticed within it. */
const LOOK_EVERY_MS = 60_000;
const SOONEST_MS = 20;
const STORAGE_RETRY_MS = 2_000;
/** How often one with a key is asked again before a person has to look. */
const MOST_AGAIN = 5;
/** The phone waits five minutes for its line, and tries each part of a text for half a minute. */
const PHONE_LIMIT_MS = 15 * 60_000;
/** Texts that the phone has at the same moment, and how soon it may have room for another. */
const MOST_BY_PHONE = 8;
const PHONE_BUSY_MS = 5_000;

/** @see docs/adr/0009-stored-before-it-leaves.md */
export function createOutboxSender(options: OutboxSenderOptions): OutboxSender {
  const { storage, announcer, clock, newId, later, log, policy, phone, picture } = options;
  /** Texts that somebody is asked to take, until the answer is stored. */
  const asking = new Set<string>();
  const rests = createGatewayRests(clock);
  let heardSince = 0;
  /** With a key, after an answer that says nothing. */
  const again = new Map<string, { readonly times: number; readonly at: number }>();
  /** Until when the phone has time for an attempt. */
  const byPhone = new Map<string, number>();
  /** What is known and could not be stored yet, in order. */
  let unstored: TextFact[] = [];
  /** Texts that left today. */
  let sentToday: { readonly from: number; count: number } | null = null;
  let stopped = false;
  /** While it was being looked what can leave. */
  let woken = false;
  let callOff: (() => void) | null = null;

  const learner = createLearner({
    ...{ storage, clock, log },
    gatewayOf: (id) => {
      const way = hostWays().find((one) => one.id === id);
      return way === undefined || way.kind === 'phone' ? null : way.gateway;
    },
    learnt: (row, answer) => {
      if (answer.kind === 'pending') return;
      settle(
        row,
        answer.kind === 'delivered'
          ? { type: 'delivered', attemptId: row.delivery?.attemptId ?? '' }
          : { ...toldOf(answer), type: 'failed', attemptId: row.delivery?.attemptId ?? '' },
      );
    },
    wake,
  });

  const hostWays = (): HostWay[] => everyWay(options.ways(), later);

  function say(ids: readonly string[]): void {
    if (ids.length > 0) announcer.emit('outbox.changed', { ids: [...new Set(ids)] });
  }

  // Facts.

  type Body<F> = F extends TextFact ? Omit<F, 'id' | 'textId' | 'at'> : never;

  /** What has happened is kept until it is stored, however long the disk is full. */
  function settle(row: TextRow, body: Body<TextFact>): void {
    asking.add(row.id);
    unstored.push({ ...body, id: newId(), textId: row.id, at: clock() });
    try {
      flush();
    } catch (error) {
      // Until then nothing says that this text was answered, and nothing else is asked of it.
      log.warn('outbox: an answer is not stored yet', describeError(error));
    }
    wake();
  }

  function flush(): void {
    if (unstored.length === 0) return;
    storage.write((db, agentId) => {
      for (const fact of unstored) addTextFact(db, fact, agentId);
    });
    const ids = unstored.map(({ textId }) => textId);
    unstored = [];
    for (const id of ids) {
      asking.delete(id);
      again.delete(id);
    }
    learner.look(ids);
    say(ids);
  }

  // What is to be done.

  function leftToday({ kind }: HostWay, now: number): number | null {
    if (kind === 'phone' && phone() === null) return 0;
    const { perDay } = policy();
    if (kind === 'practice' || perDay === null) return null;
    const from = atMinute(now, 0);
    if (sentToday?.from !== from) {
      sentToday = { from, count: storage.read((db) => sentSince(db, from)) };
    }
    return Math.max(0, perDay - sentToday.count);
  }

  function restsUntil({ id, kind }: HostWay, now: number): number {
    if (kind === 'phone' && byPhone.size >= MOST_BY_PHONE) return now + PHONE_BUSY_MS;
    return rests.until(id, now);
  }

  function look(now: number): Situation {
    return {
      ...{ now, heardSince },
      quiet: policy(),
      ways: hostWays().map((way) =>
        toWay(way, { restsUntil: restsUntil(way, now), left: leftToday(way, now) }),
      ),
      volatile: storage.health.state === 'volatile',
      refuses: (row) => storage.read((db) => wantsNoTexts(db, row.customer)),
      agreed: (row) => storage.read((db) => agreesToAdvertising(db, row.customer)),
      hasPictures: ({ content }) =>
        content.attachments.every(({ sha256 }) => picture(sha256) !== null),
    };
  }

  /** Nothing is there to be asked: then no text of a customer needs to be looked at. */
  function allShut({ now, quiet, ways }: Situation): boolean {
    if (quietUntil(quiet, now) !== null) return true;
    return ways.every(
      ({ kind, restsUntil, left }) => kind === 'practice' || restsUntil > now || left === 0,
    );
  }

  // Sending.

  function pump(): void {
    if (stopped) return;
    let soonest: number;
    woken = false;
    try {
      flush();
      soonest = Math.min(resume(), start(), learner.pump());
      soonest = Math.min(soonest, storage.read((db) => nextDue(db, clock())) ?? Infinity);
    } catch (error) {
      // A full disk: what could not be stored has not left. The storage says so itself.
      soonest = clock() + STORAGE_RETRY_MS;
      log.warn('outbox: nothing leaves', describeError(error));
    }
    const now = clock();
    for (const way of hostWays()) {
      const until = restsUntil(way, now);
      if (until > now) soonest = Math.min(soonest, until);
    }
    arm(woken ? 0 : Math.max(SOONEST_MS, Math.min(soonest - now, LOOK_EVERY_MS)));
  }

  function arm(ms: number): void {
    if (stopped) return;
    callOff?.();
    callOff = later(ms, () => {
      callOff = null;
      pump();
    });
  }

  function wake(): void {
    woken = true;
    arm(0);
  }

  /** Attempts without an answer: of before a restart, and of those who were asked and said nothing. */
  function resume(): number {
    const now = clock();
    let soonest = Infinity;
    for (const row of storage.read(textsOnTheirWay)) {
      const { delivery } = row;
      if (delivery?.state !== 'sending' || asking.has(row.id)) continue;
      const { attemptId } = delivery;
      const limit = byPhone.get(attemptId);
      if (limit !== undefined && limit > now && limit - now <= PHONE_LIMIT_MS) {
        soonest = Math.min(soonest, limit);
        continue;
      }
      const way = hostWays().find(({ id }) => id === delivery.gatewayId) ?? null;
      const gateway = way === null || way.kind === 'phone' ? null : way;
      const step = afterSilence(row, gateway?.gateway.takesKey ?? false, { now, quiet: policy() });
      const next = again.get(row.id);
      if (step === 'unsure' || gateway === null || (next && next.times > MOST_AGAIN)) {
        const code = limit !== undefined ? 'outbox.no-report' : 'outbox.interrupted';
        settle(row, { type: 'unsure', attemptId, code, words: '' });
      } else if (typeof step === 'number') {
        soonest = Math.min(soonest, step);
      } else if (next && next.at > now && next.at - now <= PHONE_LIMIT_MS) {
        soonest = Math.min(soonest, next.at);
      } else if (asking.size < MOST_AT_ONCE) {
        ask(row, gateway);
      }
    }
    return soonest;
  }

  /** Texts whose time has come, oldest first; of one customer never a later one before an earlier. */
  function start(): number {
    const now = clock();
    let situation = look(now);
    if (situation.volatile) return Infinity;
    const behind = new Map<string, string>();
    for (const row of storage.read(textsOnTheirWay)) {
      if (!behind.has(row.customer) || row.delivery?.state === 'sending') {
        behind.set(row.customer, row.id);
      }
    }
    let soonest = Infinity;
    let after: Pick<TextRow, 'writtenAt' | 'id'> | null = null;
    const practiceOnly = allShut(situation);
    while (asking.size < MOST_AT_ONCE) {
      const query = { now, practiceOnly, after, limit: PAGE };
      const page: readonly TextRow[] = storage.read((db) => textsToSend(db, query));
      for (const row of page) {
        if (asking.size >= MOST_AT_ONCE) break;
        const first = behind.get(row.customer);
        if (asking.has(row.id) || (first !== undefined && first !== row.id)) continue;
        const step = nextStep(row, situation);
        if (step.do === 'hold') {
          if (step.until !== null) soonest = Math.min(soonest, step.until);
          // What is tried again soon goes before what was written after it.
          if (step.why === 'retry') behind.set(row.customer, row.id);
          continue;
        }
        begin(row, step.wayId, step.form);
        behind.set(row.customer, row.id);
        situation = look(now);
      }
      const last = page.at(-1);
      if (page.length < PAGE || !last) break;
      after = last;
    }
    return soonest;
  }

  /** First the fact, then the text. @throws AppError `storage.*`: then nothing has left */
  function begin(row: TextRow, wayId: string, form: TextForm): void {
    const way = hostWays().find(({ id }) => id === wayId);
    if (!way) return;
    const attemptId = newId();
    const takesKey = way.kind !== 'phone' && way.gateway.takesKey;
    const sending = storage.write((db, agentId) => {
      const fact = {
        ...({
          id: newId(),
          textId: row.id,
          at: clock(),
          type: 'sending',
          attemptId,
          form,
        } as const),
        ...{ gatewayId: way.id, gatewayName: way.name, key: takesKey ? attemptId : null },
      };
      addTextFact(db, fact, agentId);
      return readText(db, row.id);
    });
    // Whatever has been decided of it in between is the newer word.
    if (sending?.delivery?.attemptId !== attemptId) return;
    if (sentToday !== null && way.kind !== 'practice') sentToday.count += 1;
    rests.probe(wayId);
    say([row.id]);
    if (way.kind === 'phone') giveToPhone(sending);
    else ask(sending, way);
  }

  function giveToPhone(row: TextRow): void {
    const { id: textId, delivery, address, dialled, e164, name, body } = row;
    const deskId = phone();
    if (delivery === null || deskId === null) return;
    byPhone.set(delivery.attemptId, clock() + PHONE_LIMIT_MS);
    announcer.emit('outbox.bySip', {
      ...{ deskId, textId, attemptId: delivery.attemptId },
      party: { address, dialled, e164, name, rawName: null },
      parts: [...partsOf(body)],
    });
  }

  function ask(row: TextRow, way: Exclude<HostWay, PhoneWay>): void {
    const { delivery } = row;
    if (delivery === null) return;
    asking.add(row.id);
    const text = outgoingText(row, way.from, picture);
    const answer: Promise<SendAnswer> = text
      ? way.gateway.send(text)
      : Promise.resolve({ kind: 'refused', code: 'gateway.attachment', words: '' });
    answer
      .catch((error: unknown): SendAnswer => {
        log.error('outbox: a gateway failed', describeError(error));
        return { kind: 'unsure', code: 'internal', words: '' };
      })
      .then((said) => {
        if (!stopped) answered(row, delivery.attemptId, said);
      })
      .catch((error: unknown) => log.error('outbox', describeError(error)));
  }

  // Answers.

  const toldOf = ({ code, words }: { code: string; words: string }) => ({
    code: code.slice(0, 80) || 'internal',
    words: words.slice(0, 200),
  });

  function answered(row: TextRow, attemptId: string, answer: SendAnswer): void {
    const wayId = row.delivery?.gatewayId ?? '';
    byPhone.delete(attemptId);
    if (answer.kind === 'accepted') {
      rests.forget(wayId);
      const ref = answer.ref?.slice(0, 200) ?? null;
      return settle(row, { type: 'accepted', attemptId, ref });
    }
    const told = toldOf(answer);
    if (answer.kind === 'unsure') {
      // A key: the gateway itself tells two copies apart, and is asked once more.
      const times = (again.get(row.id)?.times ?? 0) + 1;
      if (row.delivery?.key == null || times > MOST_AGAIN) {
        return settle(row, { type: 'unsure', attemptId, ...told });
      }
      again.set(row.id, { times, at: clock() + restMs(times, null) });
      asking.delete(row.id);
      return wake();
    }
    if (answer.kind === 'delayed' || isTroubleOfGateway(told.code)) {
      const saidMs = answer.kind === 'delayed' ? answer.afterMs : null;
      const retryAt = rests.rest(wayId, saidMs);
      const offline = isTroubleOfGateway(told.code);
      if (!offline && (row.delivery?.attempts ?? 0) >= MOST_TRIES) {
        return settle(row, { type: 'failed', attemptId, ...told });
      }
      const because = offline ? 'offline' : 'busy';
      return settle(row, { type: 'delayed', attemptId, ...told, retryAt, because });
    }
    rests.forget(wayId);
    if (isRefusedByAll(row, look(clock()), told.code)) {
      return settle(row, { type: 'failed', attemptId, ...told });
    }
    // Surely not taken: another gateway, or another type, is no second copy.
    settle(row, { type: 'delayed', attemptId, ...told, retryAt: clock(), because: 'refused' });
  }

  wake();

  return {
    wake,
    refresh() {
      rests.clear();
      heardSince = clock();
      wake();
    },
    phoneGone() {
      byPhone.clear();
      wake();
    },
    report(row, attemptId, report) {
      const { delivery } = row;
      if (row.end !== null || delivery?.attemptId !== attemptId) return false;
      const { state } = delivery;
      if (!['sending', 'accepted', 'unsure'].includes(state)) return false;
      byPhone.delete(attemptId);
      if (report.kind === 'delivered') settle(row, { type: 'delivered', attemptId });
      else if (state === 'sending') answered(row, attemptId, report);
      else if (report.kind === 'refused') {
        settle(row, { type: 'failed', attemptId, ...toldOf(report) });
      } else if (report.kind === 'accepted' && state === 'unsure') {
        settle(row, { type: 'accepted', attemptId, ref: report.ref });
      } else return false;
      return true;
    },
    outlook(rows) {
      const situation = look(clock());
      return rows.map((row) => ({ id: row.id, ...nextStep(row, situation) }));
    },
    ways: () =>
      options.ways().map((way) => {
        const { id, kind, numberKinds, encoding, newline } = toWay(way, { restsUntil: 0, left: 0 });
        return { id, name: way.name, kind, numberKinds, encoding, newline };
      }),
    stop() {
      stopped = true;
      callOff?.();
      learner.stop();
    },
  };
}
