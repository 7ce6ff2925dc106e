import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { z } from 'zod';
import { STRATEGIES, reservationSchema, textContentSchema } from '#shared/domain/outbox/content.ts';
import type { TextContent } from '#shared/domain/outbox/content.ts';
import { textOriginSchema, textRowSchema } from '#shared/domain/outbox/record.ts';
import { newId } from '../api/host.ts';
import { useGuideStore } from './guideStore.ts';
import { useOutboxStore } from './outboxStore.ts';

/** `prepared`: the words that came with it. */
const CHOICES = ['prepared', ...STRATEGIES] as const;
export type Choice = (typeof CHOICES)[number];

const aboutSchema = z.object({
  /** Null for a new one; else the waiting text that is changed. */
  textId: z.string().nullable(),
  to: textRowSchema.pick({ address: true, dialled: true, e164: true, name: true, practice: true }),
  origin: textOriginSchema.pick({ kind: true, callId: true, promiseId: true }),
  /** Of the guide that it is written in. */
  runId: z.string().nullable(),
  /** Words to begin with; empty: those of a strategy. */
  prepared: z.string(),
  /** What was agreed, one line each. */
  agreed: z.string(),
  /** What it was about, for the advice; no customer reads it. */
  topic: z.string(),
  /** What was written down of the call: sums and numbers of the text are held against it. */
  noted: z.string().default(''),
  /** A text that did not get there, or does not leave: with this one it is done with. */
  insteadOf: z.string().nullable().default(null),
  window: z.object({ from: z.number(), to: z.number() }).nullable(),
  /** The reservation as the customer knows it. */
  before: reservationSchema.nullable(),
  /** Whether a new reservation, its change or its cancellation is told. */
  state: reservationSchema.shape.state,
  /** Of a waiting text: when it was to leave; null: as soon as it may. */
  notBefore: z.number().nullable(),
});
export type ComposeAbout = z.infer<typeof aboutSchema>;

const draftSchema = aboutSchema.extend({
  choice: z.enum(CHOICES),
  /** Words of the agent's own, by choice; without them it is filled in. */
  own: z.partialRecord(z.enum(CHOICES), z.string()),
  /** As the browser's field writes a moment; empty while nobody has said. */
  at: z.string(),
  place: z.string(),
  bring: z.string(),
  nothing: z.boolean(),
  /** Of a booking system, where it was taken from it. */
  bookingId: z.string().nullable().default(null),
  reply: z.boolean(),
  content: textContentSchema,
  /** The template as it was when it was chosen; it counts where its strategy does. */
  template: z
    .object({
      ...{ id: z.string(), version: z.number(), name: z.string(), language: z.enum(['ko', 'en']) },
      ...{ strategy: z.enum(STRATEGIES).nullable(), body: z.string(), subject: z.string() },
    })
    .nullable()
    .default(null),
  /** What the agent has said where the template's tokens had nothing to say. */
  said: z.record(z.string(), z.string()).default({}),
  /** Which of the desk's companies it speaks for; null: the first. */
  company: z.string().nullable().default(null),
  /** Empty: as soon as it may. */
  when: z.string(),
  /** Something was done to it that would be missed. */
  touched: z.boolean(),
});
export type Draft = z.infer<typeof draftSchema>;

const keptSchema = z.object({
  open: z.string().nullable(),
  drafts: z.array(z.tuple([z.string(), draftSchema])),
});

/** Of this tab, and gone with it: a text that was not sent is nobody else's. */
const KEPT_AS = 'ieum.drafts';

function kept(): z.infer<typeof keptSchema> {
  try {
    return keptSchema.parse(JSON.parse(sessionStorage.getItem(KEPT_AS) ?? ''));
  } catch {
    return { open: null, drafts: [] };
  }
}

/** What a draft is told from another by: one text about one thing. */
function keyOf({ textId, insteadOf, origin, to, before, state }: ComposeAbout): string {
  if (insteadOf !== null) return `instead ${insteadOf}`;
  if (textId !== null) return `text ${textId}`;
  const about = before
    ? `${before.id} ${state}`
    : (origin.promiseId ?? origin.callId ?? `${to.e164 ?? to.dialled} ${to.address}`);
  return `${origin.kind} ${about}`;
}

/** Texts while they are written: they outlive the dialog, a call that comes, and the page. */
export const useComposerStore = defineStore('composer', () => {
  const outbox = useOutboxStore();
  const guide = useGuideStore();

  const before = kept();
  const drafts = ref(new Map<string, Draft>(before.drafts));
  const openKey = ref<string | null>(before.open);
  const draft = computed(() =>
    openKey.value === null ? null : (drafts.value.get(openKey.value) ?? null),
  );

  watch(
    [drafts, openKey],
    () => {
      const touched = [...drafts.value].filter(([, one]) => one.touched);
      const now = { open: openKey.value, drafts: touched };
      try {
        sessionStorage.setItem(KEPT_AS, JSON.stringify(now));
      } catch {
        // Full or forbidden: it is still here, until the page goes.
      }
    },
    { deep: true },
  );

  /**
   * Opens what was begun about the same thing, or begins it.
   * @param begin what a new one starts with
   */
  function open(about: ComposeAbout, begin: Partial<Draft>): void {
    const key = keyOf(about);
    if (drafts.value.get(key)?.touched !== true) {
      drafts.value.set(key, {
        ...about,
        ...{ choice: about.prepared === '' ? 'confirmation' : 'prepared' },
        ...{ own: {}, at: '', place: '', bring: '', nothing: false, reply: false, when: '' },
        bookingId: null,
        ...{ content: textContentSchema.parse({}), touched: false },
        ...{ template: null, said: {}, company: null },
        ...begin,
      });
    }
    openKey.value = key;
  }

  /** Of the one that is open. */
  function change(part: Partial<Draft>): void {
    const key = openKey.value;
    const now = draft.value;
    if (key !== null && now !== null) drafts.value.set(key, { ...now, ...part });
  }

  /** It stays, to be gone on with. @returns whether there is anything to go on with */
  function close(): boolean {
    const stays = draft.value?.touched === true;
    if (!stays && openKey.value !== null) drafts.value.delete(openKey.value);
    openKey.value = null;
    return stays;
  }

  function discard(key: string): void {
    drafts.value.delete(key);
    if (openKey.value === key) openKey.value = null;
  }

  /** Into the outbox. @throws AppError when it could not be stored: the draft stays */
  async function send(body: string, content: TextContent, notBefore: number | null): Promise<void> {
    const key = openKey.value;
    const text = draft.value;
    if (key === null || text === null) return;
    const { textId, to, origin, runId, insteadOf } = text;
    if (textId === null) await outbox.put(to, origin, { body, content, notBefore }, insteadOf);
    else {
      const moved = notBefore !== text.notBefore;
      await outbox.edit(textId, { body, content, notBefore }, moved);
    }
    if (runId !== null) guide.act(runId, 'text', null);
    discard(key);
  }

  return {
    draft,
    openKey,
    /** Those that nobody looks at. */
    waiting: computed(() =>
      [...drafts.value].filter(([key, one]) => one.touched && key !== openKey.value),
    ),
    open,
    change,
    resume: (key: string) => (openKey.value = key),
    close,
    discard,
    send,
    newId,
  };
});
