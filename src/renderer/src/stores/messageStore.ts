import { defineStore } from 'pinia';
import { computed, markRaw, ref, shallowRef, watch } from 'vue';
import type { Party } from '#shared/domain/call/call.ts';
import type { MessageRow, ThreadRow } from '#shared/domain/message/record.ts';
import { domainOf } from '#shared/domain/account.ts';
import type { SendOutcome } from '#shared/domain/message/outcome.ts';
import { AppError } from '#shared/errors.ts';
import { addressOfWritten, threadOf } from '#shared/domain/message/thread.ts';
import { newId, useHost } from '../api/host.ts';
import { MessageCenter } from '../phone/messageCenter.ts';
import type { Arrival } from '../phone/messageCenter.ts';
import type { PhonePort } from '../phone/port.ts';

const PAGE = 50;

/** Conversations as the list shows them, what is unread, and the way out for a new message. */
export const useMessageStore = defineStore('message', () => {
  const host = useHost();

  const text = ref('');
  const threads = shallowRef<readonly ThreadRow[]>([]);
  const next = shallowRef<{ at: number; id: string } | null>(null);
  const loading = ref(false);
  const loaded = ref(false);
  const unread = ref(0);
  /** Messages turned away because too many came. */
  const floodRefused = ref(0);
  /** The one that came last, for whoever tells the agent. */
  const arrival = shallowRef<Arrival | null>(null);
  /** The account's domain; empty without a line. */
  const domain = ref('');

  const center = markRaw(
    new MessageCenter({
      newId,
      now: Date.now,
      later: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      hostIsThere: () => host.state === 'open',
      keep: async (fact, answerBy) =>
        (await host.call('messages.receive', { fact, answerBy })).stored,
      append: (facts) => host.call('messages.append', { facts }),
      log: (message) =>
        void host.call('app.log', { level: 'warn', message }).catch(() => undefined),
    }),
  );
  center.onArrival((one) => (arrival.value = one));

  function use(phone: PhonePort | null): void {
    center.use(phone);
    domain.value = domainOf(center.account);
  }

  /** A late answer to an earlier question is not shown. */
  let asked = 0;

  async function load(after: { at: number; id: string } | null, limit: number): Promise<void> {
    const question = ++asked;
    loading.value = true;
    try {
      const page = await host.call('messages.threads', { text: text.value, after, limit });
      if (question !== asked) return;
      threads.value = after ? [...threads.value, ...page.threads] : page.threads;
      next.value = page.next;
      loaded.value = true;
    } catch {
      // What was shown stays; the next change or the next open line asks again.
    } finally {
      if (question === asked) loading.value = false;
    }
  }

  /** From the top; keeps as many as are shown, so that a scroll stays in place. */
  function reload(): Promise<void> {
    return load(null, Math.min(200, Math.max(PAGE, threads.value.length)));
  }

  async function count(): Promise<void> {
    try {
      unread.value = (await host.call('messages.unread', {})).messages;
    } catch {
      // As above.
    }
  }

  function refresh(): void {
    void reload();
    void count();
  }

  function start(): void {
    host.on('messages.changed', refresh);
    host.onState((state) => {
      if (state === 'open') refresh();
    });
    watch(text, () => void reload());
    refresh();
  }

  /** The newest few messages with somebody; none where they cannot be found out now. */
  async function lastWith(
    party: Party,
  ): Promise<{ readonly rows: readonly MessageRow[]; readonly unread: number }> {
    const thread = threadOf({ ...party, address: addressOfWritten(party.address, domain.value) });
    try {
      const found = await host.call('messages.thread', { thread, limit: 2 });
      return { rows: found.rows.toReversed(), unread: found.thread?.unread ?? 0 };
    } catch {
      return { rows: [], unread: 0 };
    }
  }

  return {
    lastWith,
    text,
    threads,
    loading,
    loaded,
    hasMore: computed(() => next.value !== null),
    unread,
    floodRefused,
    arrival,
    domain,
    start,
    use,
    loadMore: () => {
      if (!loading.value && next.value) void load(next.value, PAGE);
    },
    receive: center.receive.bind(center),
    flooded: (refused: number) => (floodRefused.value = refused),
    dismissFlood: () => (floodRefused.value = 0),
    /** @throws AppError when it could not be stored: then nothing is sent */
    send: (party: Party, body: string) => center.send(party, body),
    /**
     * As `send`; resolves with what became of it, which may take minutes.
     * @throws AppError when it could not be stored, or there is no line to customers
     */
    async sendAndTell(party: Party, body: string): Promise<SendOutcome> {
      if (center.practice) throw new AppError('message.no-line', 'There is no line to customers.');
      return new Promise((resolve, reject) => {
        center.send(party, body, resolve).catch(reject);
      });
    },
  };
});
