import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { IeumContract } from '#shared/contract/index.ts';
import { faultsOf } from '#shared/domain/script/check.ts';
import { changesBetween } from '#shared/domain/script/diff.ts';
import { copyOf } from '#shared/domain/script/edit.ts';
import { scriptText } from '#shared/domain/script/publication.ts';
import type { ScriptTextFault } from '#shared/domain/script/publication.ts';
import { scriptSchema } from '#shared/domain/script/script.ts';
import type { Script, Words } from '#shared/domain/script/script.ts';
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
/** What stood there before a file was imported, until the lead goes on without it. */
const BEFORE = 'ieum.scriptBefore.';
/** The imported file as it was: what nobody has changed is exported again byte for byte. */
const TEXT = 'ieum.scriptText.';
/** Up to which version of the app's own a lead has said to keep theirs. */
const KEPT_OWN = 'ieum.scriptKeptOwn.';

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
  /** The step that is being written; null: what is said of the script as a whole. */
  const stepId = ref<string | null>(null);
  /** Of the request to publish this draft: pressed again after a lost answer it is the same. */
  let request = newId();
  /** What another window has made of the draft that is open here; neither writes over the other. */
  const elsewhere = shallowRef<Script | null>(null);
  /** The storage of the page is full: the draft is here and nowhere else. */
  const unkept = ref(false);
  const earlier = shallowRef<Script | null>(null);
  const keptOwn = ref<ReadonlyMap<string, number>>(new Map());
  const read = new Map<string, Script>();

  const inUse = computed(() => scripts.value.find(({ id }) => id === draft.value?.id) ?? null);
  const history = computed(() => versions.value.get(draft.value?.id ?? '') ?? null);
  const faults = computed<readonly DraftFault[]>(() => {
    if (!draft.value) return [];
    const { data, error } = scriptSchema.safeParse(draft.value);
    if (data) return faultsOf(data);
    const shape = error.issues.map(({ code, path }) => ({
      code: code === 'too_small' ? 'empty' : code === 'too_big' ? 'too-long' : 'shape',
      path: path.reduce<string>(
        (all, part) =>
          typeof part === 'number' ? `${all}[${part}]` : `${all}${all && '.'}${String(part)}`,
        '',
      ),
      what: '',
    }));
    // What else is wrong is told with it; what follows from an empty field is not.
    const rest = faultsOf(draft.value).filter(({ what }) => what !== '');
    return [...shape, ...rest];
  });
  const changes = computed(() =>
    draft.value && inUse.value ? changesBetween(inUse.value, draft.value) : [],
  );
  /** A script of no other version is changed as a whole. */
  const isChanged = computed(
    () => draft.value !== null && (inUse.value === null || changes.value.length > 0),
  );

  /** Drafts of scripts that were never in use. */
  const unpublished = computed(() =>
    [...drafted.value].flatMap((id) => {
      const kept = scripts.value.some((one) => one.id === id) ? null : keptDraft(id);
      return kept ? [kept] : [];
    }),
  );

  watch(
    draft,
    (now) => {
      if (!now || elsewhere.value) return;
      request = newId();
      const ids = new Set(drafted.value);
      if (isChanged.value) {
        unkept.value = !keep(KEPT + now.id, JSON.stringify(now));
        ids.add(now.id);
      } else {
        localStorage.removeItem(KEPT + now.id);
        ids.delete(now.id);
      }
      drafted.value = ids;
    },
    { deep: true, flush: 'sync' },
  );

  // Only another window's writing is told of.
  window.addEventListener('storage', ({ key }) => {
    const { value } = draft;
    if (!key?.startsWith(KEPT)) return;
    drafted.value = new Set(keptIds());
    if (!value || key !== KEPT + value.id) return;
    const theirs = keptDraft(value.id);
    const same = theirs && JSON.stringify(theirs) === JSON.stringify(value);
    elsewhere.value = same ? null : theirs;
  });

  /** Goes on with what the other window has, or with what is here. */
  function settle(whose: 'theirs' | 'mine'): void {
    const theirs = elsewhere.value;
    const { value: mine } = draft;
    elsewhere.value = null;
    if (whose === 'theirs' && theirs) edit(theirs);
    else if (mine) draft.value = plain(mine);
  }

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
    elsewhere.value = null;
    unkept.value = false;
    earlier.value = keptDraft(script.id, BEFORE);
    const steps = new Set(script.steps.map(({ id }) => id));
    if (draft.value?.id !== script.id || !steps.has(stepId.value ?? '')) {
      stepId.value = script.steps[0]?.id ?? null;
    }
    draft.value = plain(script);
  }

  /** A script of one's own that begins as this one. @param title of the copy */
  function copy(id: string, title: Words): void {
    const from = keptDraft(id) ?? scripts.value.find((one) => one.id === id);
    const ids = [...scripts.value.map((one) => one.id), ...keptIds()];
    if (!from) return;
    edit(copyOf(plain(from), ids, title));
    stepId.value = null;
  }

  function close(): void {
    draft.value = null;
    elsewhere.value = null;
  }

  /** A version as it was in use; null: what comes with the app. @throws `script.unknown` */
  async function versionOf(id: string, version: number | null): Promise<Script | null> {
    if (version === null) return versions.value.get(id)?.builtIn ?? null;
    const key = `${id}@${version}`;
    const found = read.get(key) ?? (await host.call('scripts.version', { id, version }));
    read.set(key, found);
    return found;
  }

  /** A newer one comes with the app than the lead has decided about. */
  function hasNewer(id: string): boolean {
    const known = versions.value.get(id);
    const kept = keptOwn.value.get(id) ?? Number(localStorage.getItem(KEPT_OWN + id) ?? 0);
    return known?.newer === true && (known.builtIn?.version ?? 0) > kept;
  }

  /** Says no more of the newer one that comes with the app, until there is another. */
  function keepOwn(id: string): void {
    const version = versions.value.get(id)?.builtIn?.version;
    if (version === undefined) return;
    keep(KEPT_OWN + id, String(version));
    keptOwn.value = new Map(keptOwn.value).set(id, version);
  }

  /** Back to what is in use. @returns what was thrown away, to be given to `edit` again */
  function discard(): Script | null {
    const thrown = draft.value && plain(draft.value);
    dropEarlier();
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
  async function use(version: number | null, note: string): Promise<number> {
    if (!draft.value) return 0;
    const { id: scriptId } = draft.value;
    const published = await host.call('scripts.use', { id: newId(), scriptId, version, note });
    // What was being written stays, and is compared with what is in use now.
    const untouched = !isChanged.value;
    await load();
    if (untouched && inUse.value) edit(inUse.value);
    return published.version;
  }

  /**
   * A file becomes the draft, and the draft of before can be brought back; or it is refused whole,
   * and nothing changes.
   */
  async function takeText(text: string): Promise<readonly ScriptTextFault[]> {
    const { script, faults: found } = await host.call('scripts.check', { text });
    if (!script) return found;
    const before = keptDraft(script.id) ?? scripts.value.find(({ id }) => id === script.id);
    if (before && changesBetween(before, script).length > 0) {
      keep(BEFORE + script.id, JSON.stringify(before));
    }
    keep(TEXT + script.id, text);
    edit(script);
    return found;
  }

  /** The draft as it was before a file was imported. */
  function bringBack(): void {
    const { value } = earlier;
    if (!value) return;
    localStorage.removeItem(BEFORE + value.id);
    edit(value);
  }

  function dropEarlier(): void {
    if (earlier.value) localStorage.removeItem(BEFORE + earlier.value.id);
    earlier.value = null;
  }

  /** Byte for byte the imported file, when nothing of it was changed. */
  function textOfDraft(): string {
    const { value } = draft;
    if (!value) return '';
    const text = localStorage.getItem(TEXT + value.id);
    return text !== null && isTextOf(text, value) ? text : scriptText(value);
  }

  function forget(id: string): void {
    for (const part of [KEPT, BEFORE, TEXT]) localStorage.removeItem(part + id);
    earlier.value = null;
    drafted.value = new Set([...drafted.value].filter((one) => one !== id));
  }

  host.on('scripts.changed', () => {
    if (loaded.value) void load();
  });

  return {
    ...{ scripts, versions, loaded, failure, drafted, draft, stepId, inUse, history, faults },
    ...{ changes, isChanged, load, open, edit, close, discard, publish, use, takeText },
    ...{ unpublished, copy, versionOf, hasNewer, keepOwn, textOfDraft },
    ...{ earlier, bringBack, dropEarlier, elsewhere, settle, unkept },
  };
});

function isTextOf(text: string, script: Script): boolean {
  try {
    const { data } = scriptSchema.safeParse(JSON.parse(text));
    return data !== undefined && JSON.stringify(data) === JSON.stringify(script);
  } catch {
    return false;
  }
}

/** @returns false when there is no room for it */
function keep(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
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
function keptDraft(id: string, from = KEPT): Script | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(from + id) ?? 'null');
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
