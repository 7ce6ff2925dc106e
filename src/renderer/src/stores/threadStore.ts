import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { Identity } from '#shared/domain/pbx/callerWay.ts';
import type { MessageRow, ThreadRow } from '#shared/domain/message/record.ts';
import { addressOfWritten, threadOf } from '#shared/domain/message/thread.ts';
import { AppError } from '#shared/errors.ts';
import { useHost } from '../api/host.ts';
import { useMessageStore } from './messageStore.ts';
import { useScreenStore } from './screenStore.ts';

const PAGE = 50;
const LARGEST_PAGE = 200;

/** The conversation that is open: whom it is with, its messages, what is being written. */
export const useThreadStore = defineStore('thread', () => {
  const host = useHost();
  const messages = useMessageStore();
  const screen = useScreenStore();

  const key = ref<string | null>(null);
  const party = shallowRef<Identity | null>(null);
  /** Null while nothing is in it yet. */
  const thread = shallowRef<ThreadRow | null>(null);
  /** Oldest first. */
  const rows = shallowRef<readonly MessageRow[]>([]);
  const before = shallowRef<{ at: number; id: string } | null>(null);
  const loading = ref(false);
  const loaded = ref(false);
  const failure = ref<string | null>(null);
  /** By conversation: what is written lives here, so that changing the screen loses nothing. */
  const drafts = ref(new Map<string, string>());
  /** Counts the wishes to write, so that the field takes the focus each time. */
  const writeWishes = ref(0);

  let asked = 0;

  async function load(from: { at: number; id: string } | null, limit: number): Promise<void> {
    const wanted = key.value;
    if (wanted === null) return;
    const question = ++asked;
    loading.value = true;
    try {
      const page = await host.call('messages.thread', { thread: wanted, before: from, limit });
      if (question !== asked) return;
      const found = page.rows.toReversed();
      rows.value = from ? [...found, ...rows.value] : withOlder(found);
      if (from || rows.value.length === found.length) before.value = page.next;
      thread.value = page.thread;
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      if (question === asked) failure.value = error instanceof AppError ? error.code : 'internal';
    } finally {
      if (question === asked) loading.value = false;
    }
  }

  /** The newest page joined to what was loaded above it, so that a change moves nothing. */
  function withOlder(newest: readonly MessageRow[]): readonly MessageRow[] {
    const [first] = newest;
    const joint = first ? rows.value.findIndex(({ id }) => id === first.id) : -1;
    return joint > 0 ? [...rows.value.slice(0, joint), ...newest] : newest;
  }

  /** Shows the conversation with somebody, there may be none yet. */
  function open(with_: Identity): void {
    const address = addressOfWritten(with_.address, messages.domain);
    const whom = { ...with_, address };
    const wanted = threadOf(whom);
    if (wanted !== key.value) {
      key.value = wanted;
      rows.value = [];
      before.value = null;
      thread.value = null;
      loaded.value = false;
      failure.value = null;
      void load(null, PAGE);
    }
    party.value = whom;
  }

  /** The same from another screen: one key, and the field is ready to be written into. */
  function write(with_: Identity): void {
    open(with_);
    screen.go('messages');
    writeWishes.value += 1;
  }

  function close(): void {
    key.value = null;
    party.value = null;
    thread.value = null;
    rows.value = [];
  }

  /** All that is shown has been seen. */
  function markSeen(): void {
    const last = rows.value.at(-1);
    if (key.value === null || !last || (thread.value?.unread ?? 0) === 0) return;
    const upTo = { at: last.at, id: last.id };
    host.call('messages.markRead', { thread: key.value, upTo }).catch(() => undefined);
  }

  function reload(): void {
    void load(null, Math.min(LARGEST_PAGE, Math.max(PAGE, rows.value.length)));
  }

  function start(): void {
    host.on('messages.changed', ({ threads }) => {
      if (key.value !== null && threads.includes(key.value)) reload();
    });
    host.onState((state) => {
      if (state === 'open') reload();
    });
  }

  return {
    key,
    party,
    thread,
    rows,
    before,
    loading,
    loaded,
    failure,
    drafts,
    writeWishes,
    start,
    open,
    write,
    close,
    markSeen,
    retry: reload,
    loadOlder: () => {
      if (!loading.value && before.value) void load(before.value, PAGE);
    },
  };
});
