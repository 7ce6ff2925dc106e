import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { IeumContract } from '#shared/contract/index.ts';
import { faultsOf } from '#shared/domain/script/check.ts';
import { changesBetween } from '#shared/domain/script/diff.ts';
import type { ScriptTextFault } from '#shared/domain/script/publication.ts';
import { scriptSchema } from '#shared/domain/script/script.ts';
import type { Script } from '#shared/domain/script/script.ts';
import { AppError } from '#shared/errors.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { newId, useHost } from '../api/host.ts';

/** What keeps a draft from being published, with the part that it is of. */
export interface DraftFault {
  readonly code: string;
  /** `steps[3].say[0].ko` */
  readonly path: string;
  /** A token, a step: what the fault names. Empty for a shape. */
  readonly what: string;
}

export type Versions = OutputOf<IeumContract, 'scripts.versions'>;

/**
 * A draft stands in the page's own storage and nowhere else: it is written with every key, so that a
 * reload loses nothing, and nothing that a call reads from can hold it.
 */
const KEPT = 'ieum.scriptDraft.';

/** The scripts as a lead sees them, and the draft of the one that is open. */
export const useScriptEditorStore = defineStore('scriptEditor', () => {
  const host = useHost();

  const scripts = shallowRef<readonly Script[]>([]);
  const versions = shallowRef<ReadonlyMap<string, Versions>>(new Map());
  const loaded = ref(false);
  const failure = ref<string | null>(null);
  /** Scripts with a draft that differs from what is in use. */
  const drafted = ref<ReadonlySet<string>>(new Set());
  const draft = ref<Script | null>(null);
  /** The step that is being written. */
  const stepId = ref<string | null>(null);
  /** Of the request to publish this draft: pressed again after a lost answer it is the same. */
  let request = newId();

  const inUse = computed(() => scripts.value.find(({ id }) => id === draft.value?.id) ?? null);
  const history = computed(() => versions.value.get(draft.value?.id ?? '') ?? null);
  const faults = computed<readonly DraftFault[]>(() => {
    if (!draft.value) return [];
    const { data, error } = scriptSchema.safeParse(draft.value);
    if (data) return faultsOf(data);
    return error.issues.map(({ code, path }) => ({
      code: code === 'too_small' ? 'empty' : code === 'too_big' ? 'too-long' : 'shape',
      path: path.reduce<string>(
        (all, part) =>
          typeof part === 'number' ? `${all}[${part}]` : `${all}${all && '.'}${String(part)}`,
        '',
      ),
      what: '',
    }));
  });
  const changes = computed(() =>
    draft.value && inUse.value ? changesBetween(inUse.value, draft.value) : [],
  );
  /** A script of no other version is changed as a whole. */
  const isChanged = computed(
    () => draft.value !== null && (inUse.value === null || changes.value.length > 0),
  );

  watch(
    draft,
    (now) => {
      if (!now) return;
      request = newId();
      const ids = new Set(drafted.value);
      if (isChanged.value) {
        localStorage.setItem(KEPT + now.id, JSON.stringify(now));
        ids.add(now.id);
      } else {
        localStorage.removeItem(KEPT + now.id);
        ids.delete(now.id);
      }
      drafted.value = ids;
    },
    { deep: true, flush: 'sync' },
  );

  async function load(): Promise<void> {
    try {
      const { scripts: found } = await host.call('scripts.list', {});
      const told = await Promise.all(
        found.map(async ({ id }) => [id, await host.call('scripts.versions', { id })] as const),
      );
      scripts.value = found;
      versions.value = new Map(told);
      drafted.value = new Set(
        keptIds().filter((id) => {
          const kept = keptDraft(id);
          const used = found.find((one) => one.id === id);
          return kept && (!used || changesBetween(used, kept).length > 0);
        }),
      );
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      failure.value = error instanceof AppError ? error.code : 'internal';
    }
  }

  /** Goes on with the draft of before, or begins one at what is in use. */
  function open(id: string): void {
    const from = keptDraft(id) ?? scripts.value.find((one) => one.id === id);
    if (from) edit(from);
  }

  function edit(script: Script): void {
    stepId.value = script.steps[0]?.id ?? null;
    draft.value = structuredClone(plain(script));
  }

  function close(): void {
    draft.value = null;
  }

  /** Back to what is in use. @returns what was thrown away, to be given to `edit` again */
  function discard(): Script | null {
    const thrown = draft.value && plain(draft.value);
    if (inUse.value) edit(inUse.value);
    else if (thrown) {
      close();
      forget(thrown.id);
    }
    return thrown;
  }

  /** @throws `script.refused`, `storage.*`; the draft stays as it is */
  async function publish(note: string): Promise<number> {
    if (!draft.value) return 0;
    const text = scriptText(draft.value);
    const { version, scriptId } = await host.call('scripts.publish', { id: request, text, note });
    forget(scriptId);
    await load();
    if (inUse.value) edit(inUse.value);
    return version;
  }

  /**
   * @param version null: what comes with the app
   * @throws `script.unknown`, `script.refused`, `storage.*`
   */
  async function use(version: number | null): Promise<number> {
    if (!draft.value) return 0;
    const { id: scriptId } = draft.value;
    const published = await host.call('scripts.use', { id: newId(), scriptId, version, note: '' });
    // What was being written stays, and is compared with what is in use now.
    const untouched = !isChanged.value;
    await load();
    if (untouched && inUse.value) edit(inUse.value);
    return published.version;
  }

  /** A file becomes a draft, or is refused whole: what is in use and what was drafted stay. */
  async function takeText(text: string): Promise<readonly ScriptTextFault[]> {
    const { script, faults: found } = await host.call('scripts.check', { text });
    if (script) edit(script);
    return found;
  }

  function forget(id: string): void {
    localStorage.removeItem(KEPT + id);
    drafted.value = new Set([...drafted.value].filter((one) => one !== id));
  }

  host.on('scripts.changed', () => {
    if (loaded.value) void load();
  });

  return {
    ...{ scripts, versions, loaded, failure, drafted, draft, stepId, inUse, history, faults },
    ...{ changes, isChanged, load, open, edit, close, discard, publish, use, takeText },
  };
});

/** As it is exported and published: as a file in resources/scripts stands. */
export function scriptText(script: Script): string {
  return `${JSON.stringify(script, null, 2)}\n`;
}

function plain(script: Script): Script {
  return JSON.parse(JSON.stringify(script)) as Script;
}

function keptIds(): string[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(KEPT))
    .map((key) => key.slice(KEPT.length));
}

/** As it was left, right or wrong; null: none, or one of an Ieum of another age. */
function keptDraft(id: string): Script | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT + id) ?? 'null');
    return isDraft(kept, id) ? kept : null;
  } catch {
    return null;
  }
}

/** Enough of a script to be written on; what is wrong in it the check says. */
function isDraft(kept: unknown, id: string): kept is Script {
  const open = scriptSchema.safeParse(kept);
  if (open.success) return open.data.id === id;
  // A sentence that is still empty is no reason to throw the draft away, another shape is.
  return open.error.issues.every(({ code }) => code === 'too_small' || code === 'too_big');
}
