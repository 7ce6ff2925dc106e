import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { z } from 'zod';
import type { IeumContract } from '#shared/contract/index.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import type { MessageTemplate, TemplateVersion } from '#shared/domain/outbox/messageTemplate.ts';
import { messageTemplateFaults } from '#shared/domain/outbox/messageTemplateCheck.ts';
import { fieldsBetween } from '#shared/domain/outbox/messageTemplateDiff.ts';
import { AppError } from '#shared/errors.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { newId, useHost } from '../api/host.ts';
import { useSettingsStore } from './settingsStore.ts';

export type FilePlan = OutputOf<IeumContract, 'templates.plan'>;

/** Of a call, as far as a template asks for it. */
export interface CallFacts {
  readonly row: CallRow;
  /** What the customer called about, as the guide has asked. */
  readonly product: string;
}

/** A template while it is changed. */
export interface TemplateDraft {
  readonly template: MessageTemplate;
  /** The version that it was begun at; null: a new one. */
  readonly base: number | null;
}

/** Of this tab: what was being written when the page was loaded again. */
const KEPT_AS = 'ieum.templateDraft';
/** Right or wrong as it was left: the check says what is wrong, and a form has each field. */
const keptSchema = z.object({
  template: z.looseObject({
    ...{ id: z.string(), name: z.string(), body: z.string(), subject: z.string() },
    ...{ language: z.enum(['ko', 'en']), strategy: z.string().nullable() },
    notice: z.string().nullable(),
    ...{ category: z.string(), retired: z.boolean(), companies: z.array(z.string()) },
    ...{ types: z.array(z.string()), reasons: z.array(z.string()) },
  }),
  base: z.number().nullable(),
});

function keptDraft(): TemplateDraft | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? 'null');
    return (keptSchema.safeParse(kept).data as TemplateDraft | undefined) ?? null;
  } catch {
    return null;
  }
}

/** The templates of texts, for whoever writes one and for the lead who changes them. */
export const useTemplateStore = defineStore('template', () => {
  const host = useHost();
  const settings = useSettingsStore();

  const rows = shallowRef<readonly TemplateVersion[]>([]);
  const loaded = ref(false);
  const failure = ref<string | null>(null);
  const draft = shallowRef<TemplateDraft | null>(keptDraft());
  /** Of the request to save this draft: pressed again after a lost answer it is the same. */
  let request = newId();

  const templates = computed(() => rows.value.map(({ template }) => template));
  const current = computed(
    () => rows.value.find(({ template }) => template.id === draft.value?.template.id) ?? null,
  );
  const isChanged = computed(() => {
    const { value } = draft;
    if (value === null) return false;
    const now = current.value;
    return now === null || fieldsBetween(now.template, value.template).length > 0;
  });
  const faults = computed(() =>
    draft.value ? messageTemplateFaults(draft.value.template, templates.value, Date.now()) : [],
  );
  /** Everybody that a template or the desk speaks for. */
  const companies = computed(() => {
    const named = templates.value.flatMap((one) => one.companies);
    const all = [settings.settings.missedTexts.company, ...named];
    return [...new Set(all)].filter((one) => one !== '');
  });

  watch(draft, (now) => {
    request = newId();
    try {
      if (now === null) sessionStorage.removeItem(KEPT_AS);
      else sessionStorage.setItem(KEPT_AS, JSON.stringify(now));
    } catch {
      // Full or forbidden: it is still here, until the page goes.
    }
  });

  async function load(): Promise<void> {
    try {
      rows.value = (await host.call('templates.list', {})).rows;
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      failure.value = error instanceof AppError ? error.code : 'internal';
    }
  }

  function open(id: string): void {
    const one = rows.value.find(({ template }) => template.id === id);
    if (one) draft.value = { template: one.template, base: one.version };
  }

  function begin(template: Omit<MessageTemplate, 'id'>): void {
    draft.value = { template: { ...template, id: newId() }, base: null };
  }

  function change(part: Partial<MessageTemplate>): void {
    const { value } = draft;
    if (value) draft.value = { ...value, template: { ...value.template, ...part } };
  }

  async function openAgain(id: string): Promise<void> {
    await load();
    open(id);
  }

  /** @throws `template.refused`, `template.changed`, `storage.*`; the draft stays as it is */
  async function save(note: string): Promise<number> {
    if (!draft.value) return 0;
    const { template, base } = draft.value;
    const { version } = await host.call('templates.save', { id: request, template, note, base });
    await openAgain(template.id);
    return version;
  }

  /** @param version null: what comes with the app */
  async function use(templateId: string, version: number | null, note: string): Promise<number> {
    const used = await host.call('templates.use', { id: newId(), templateId, version, note });
    await openAgain(templateId);
    return used.version;
  }

  async function retire(templateId: string, retired: boolean): Promise<void> {
    const { base } = draft.value ?? {};
    const now = await host.call('templates.retire', { id: newId(), templateId, retired });
    await load();
    // What is being written goes on from here: only the mark has changed.
    if (draft.value && base !== undefined) {
      draft.value = { template: { ...draft.value.template, retired }, base: now.version };
    }
  }

  async function takeFile(text: string, note: string): Promise<number> {
    const { saved } = await host.call('templates.import', { id: newId(), text, note });
    await load();
    return saved.length;
  }

  host.on('templates.changed', () => {
    if (loaded.value) void load();
  });

  /** What there is to say of a call; null where nobody can tell now. */
  async function callFacts(callId: string): Promise<CallFacts | null> {
    try {
      const [{ row }, { rows: runs }] = await Promise.all([
        host.call('calls.get', { id: callId }),
        host.call('runs.ofCall', { callId }),
      ]);
      const product = runs.findLast(({ fields }) => fields['product'])?.fields['product'] ?? '';
      return { row, product };
    } catch {
      return null;
    }
  }

  return {
    callFacts,
    ...{ rows, templates, loaded, failure, draft, current, isChanged, faults, companies },
    ...{ load, open, begin, change, save, use, retire, takeFile },
    close: () => (draft.value = null),
    versionsOf: (id: string) => host.call('templates.versions', { id }),
    fileText: async () => (await host.call('templates.export', {})).text,
    planOf: (text: string): Promise<FilePlan> => host.call('templates.plan', { text }),
  };
});
