import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type {
  DecidedTextFact,
  TextFact,
  TextGroup,
  TextRow,
} from '#shared/domain/outbox/record.ts';
import type { TextContent } from '#shared/domain/outbox/content.ts';
import { textState } from '#shared/domain/outbox/record.ts';
import { AppError } from '#shared/errors.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { newId, useHost } from '../api/host.ts';
import { useScreenStore } from './screenStore.ts';

const PAGE = 50;
/** Quiet hours begin and end without anybody doing anything. */
const LOOK_EVERY_MS = 10_000;
/** As many as one question brings: more callers than that are in no list of who called meanwhile. */
const MOST_RECENT = 200;

type BodyOf<F> = F extends DecidedTextFact ? Omit<F, 'id' | 'textId' | 'at'> : never;
type Decision = BodyOf<DecidedTextFact>;

type TextHold = OutputOf<IeumContract, 'outbox.outlook'>['holds'][number];

/** Whom a text is to. */
export type TextTo = Pick<TextRow, 'address' | 'dialled' | 'e164' | 'name' | 'practice'>;
interface TextBody {
  readonly body: string;
  readonly content: TextContent;
  /** Null: as soon as it may. */
  readonly notBefore: number | null;
}

/** Texts that are to go out, those that are done with, and the one that is looked at. */
export const useOutboxStore = defineStore('outbox', () => {
  const host = useHost();
  const screen = useScreenStore();

  /** The outbox is what the screen of texts shows, not the conversations. */
  const shown = ref(false);
  const group = ref<TextGroup>('open');
  const rows = shallowRef<readonly TextRow[]>([]);
  const next = shallowRef<{ at: number; id: string } | null>(null);
  const loaded = ref(false);
  const failure = ref<string | null>(null);
  const counts = shallowRef<Readonly<Record<TextGroup, number>>>({
    ...{ open: 0, trouble: 0, done: 0, declined: 0 },
  });
  /** The newest of all, whatever became of them. */
  const recent = shallowRef<readonly TextRow[]>([]);
  const now = ref(Date.now());
  /** By what texts leave, and what keeps those that are shown. */
  const ways = shallowRef<OutputOf<IeumContract, 'outbox.outlook'>['ways']>([]);
  const holds = shallowRef<ReadonlyMap<string, TextHold>>(new Map());

  const chosenId = ref<string | null>(null);
  const detail = shallowRef<{ readonly row: TextRow; readonly facts: readonly TextFact[] } | null>(
    null,
  );
  const detailFailure = ref<string | null>(null);
  /** What can still be taken back, until the next thing is decided. */
  const undo = shallowRef<{ readonly what: 'cancelled' | 'handed'; readonly id: string } | null>(
    null,
  );
  /** Counts changes, for whoever asks for texts of their own. */
  const changes = ref(0);

  let asked = 0;
  async function load(): Promise<void> {
    const question = ++asked;
    const limit = Math.min(200, Math.max(PAGE, rows.value.length));
    try {
      const [page, sums, newest] = await Promise.all([
        host.call('outbox.list', { group: group.value, limit }),
        host.call('outbox.counts', {}),
        host.call('outbox.list', { group: null, limit: MOST_RECENT }),
      ]);
      if (question !== asked) return;
      rows.value = page.rows;
      next.value = page.next;
      counts.value = sums;
      recent.value = newest.rows;
      loaded.value = true;
      failure.value = null;
      await loadOutlook();
    } catch (error) {
      // What was shown stays; the next open line asks again.
      failure.value = error instanceof AppError ? error.code : 'internal';
    }
  }

  async function loadOutlook(): Promise<void> {
    const waiting = [...rows.value, ...recent.value].filter((row) => textState(row) === 'waiting');
    const ids = [...new Set(waiting.map(({ id }) => id))].slice(0, MOST_RECENT);
    const outlook = await host.call('outbox.outlook', { ids });
    ways.value = outlook.ways;
    holds.value = new Map(outlook.holds.map((hold) => [hold.id, hold]));
  }

  async function loadMore(): Promise<void> {
    const after = next.value;
    const question = asked;
    if (after === null) return;
    next.value = null;
    try {
      const page = await host.call('outbox.list', { group: group.value, after, limit: PAGE });
      if (question !== asked) return;
      rows.value = [...rows.value, ...page.rows];
      next.value = page.next;
    } catch {
      next.value = after;
    }
  }

  async function loadDetail(): Promise<void> {
    const id = chosenId.value;
    if (id === null) {
      detail.value = null;
      return;
    }
    try {
      const found = await host.call('outbox.get', { id });
      if (id !== chosenId.value) return;
      detail.value = found;
      detailFailure.value = null;
    } catch (error) {
      if (id === chosenId.value) {
        detailFailure.value = error instanceof AppError ? error.code : 'internal';
      }
    }
  }

  function start(): void {
    host.on('outbox.changed', ({ ids }) => {
      changes.value += 1;
      void load();
      if (chosenId.value !== null && ids?.includes(chosenId.value) !== false) void loadDetail();
    });
    host.onState((state) => {
      if (state === 'open') void load();
    });
    watch(group, () => {
      rows.value = [];
      loaded.value = false;
      void load();
    });
    watch(chosenId, () => void loadDetail());
    host.on('settings.changed', () => void loadOutlook().catch(() => undefined));
    setInterval(() => {
      now.value = Date.now();
      if (shown.value && counts.value.open > 0) void loadOutlook().catch(() => undefined);
    }, LOOK_EVERY_MS);
    void load();
  }

  /** @throws AppError when it could not be stored */
  async function appendAll(textId: string, bodies: readonly Decision[]): Promise<void> {
    await host.call('outbox.append', { facts: bodies.map((body) => factOf(textId, body)) });
  }
  const factOf = (textId: string, body: Decision): DecidedTextFact => ({
    ...{ ...body, id: newId() },
    ...{ textId, at: Date.now() },
  });
  const append = (textId: string, body: Decision): Promise<void> => appendAll(textId, [body]);

  function show(id: string, wanted: TextGroup = 'open'): void {
    group.value = wanted;
    chosenId.value = id;
    shown.value = true;
    screen.go('messages');
  }

  /**
   * Written, and when it may leave, at once.
   * @param insteadOf done with by it; where that one has left meanwhile, nothing is stored
   * @returns its id
   * @throws AppError as `append`
   */
  async function put(
    { address, dialled, e164, name, practice }: TextTo,
    { kind, callId, promiseId }: Pick<TextRow['origin'], 'kind' | 'callId' | 'promiseId'>,
    { body, content, notBefore }: TextBody,
    insteadOf: string | null = null,
  ): Promise<string> {
    const textId = newId();
    const origin = { kind, callId, promiseId, reasonId: null, reasonName: null };
    const to = { address, dialled, e164, name, practice };
    const facts = [
      ...(insteadOf === null ? [] : [factOf(insteadOf, { type: 'handed', by: 'number' })]),
      factOf(textId, { type: 'written', ...to, body, content, origin, absence: null }),
      ...(notBefore === null ? [] : [factOf(textId, { type: 'scheduled', notBefore })]),
    ];
    await host.call('outbox.append', { facts });
    undo.value = null;
    return textId;
  }

  return {
    shown,
    group,
    rows,
    loaded,
    failure,
    counts,
    recent,
    now,
    chosenId,
    detail,
    detailFailure,
    undo,
    changes,
    ways,
    holds,
    start,
    reload: load,
    loadMore,
    show,
    put,
    /** @param moved it is to leave at another time than was said before */
    edit(id: string, { body, content, notBefore }: TextBody, moved: boolean) {
      const when = moved ? [{ type: 'scheduled' as const, notBefore }] : [];
      return appendAll(id, [{ type: 'edited', body, content }, ...when]);
    },
    /** Null: as soon as it may. @throws AppError as `append` */
    schedule: (id: string, notBefore: number | null) =>
      append(id, { type: 'scheduled', notBefore }),
    /** Once more, or that the customer has it. @throws AppError as `append` */
    settle: (id: string, how: 'retried' | 'confirmed') => append(id, { type: how }),
    /** A call was promised instead. @throws AppError as `append` */
    callInstead: (id: string) => append(id, { type: 'handed', by: 'call' }),
    async end(id: string, what: 'cancelled' | 'handed') {
      await append(id, { type: what });
      undo.value = { what, id };
    },
    async restore(id: string) {
      undo.value = null;
      await append(id, { type: 'restored' });
    },
    dismissUndo: () => (undo.value = null),
    /** About one call, newest first; none where the host could not be asked. */
    async ofCall(callId: string): Promise<readonly TextRow[]> {
      try {
        return (await host.call('outbox.ofCall', { callId })).rows;
      } catch {
        return [];
      }
    },
  };
});
