import { z } from 'zod';
import { triggerSchema } from '../script/script.ts';
import type { Trigger } from '../script/script.ts';

/**
 * What calls are about (상담유형), in up to three levels: 대, 중, 소. A team lead edits the tree; nothing
 * of it is ever deleted, only retired, and a call keeps the words that were chosen for it.
 */
export const DEEPEST = 3;
export const MOST_TYPES = 300;
export const MOST_RESULTS = 20;
const LONGEST_NAME = 40;

export const typeIdSchema = z.string().regex(/^[a-z\d][a-z\d-]{0,39}$/);

/** `en` may be left empty: the Korean word stands there then. */
export const typeNameSchema = z.object({
  ko: z.string().trim().max(LONGEST_NAME),
  en: z.string().trim().max(LONGEST_NAME),
});
export type TypeName = z.infer<typeof typeNameSchema>;

/** The digit that chooses it among those beside it. */
const keySchema = z.number().int().min(1).max(9).nullable();

export const callTypeSchema = z.strictObject({
  id: typeIdSchema,
  /** Null: of the first level. */
  parentId: typeIdSchema.nullable(),
  name: typeNameSchema,
  key: keySchema,
  /** No longer offered; calls that have it keep it. */
  retired: z.boolean().default(false),
  /** Where the guide is entered when the customer calls about this again. */
  trigger: triggerSchema.nullable().default(null),
});
export type CallType = z.infer<typeof callTypeSchema>;

/** 처리결과: what became of it. */
export const callResultSchema = callTypeSchema.omit({ parentId: true, trigger: true });
export type CallResult = z.infer<typeof callResultSchema>;

export const TREE_FAULTS = ['empty-name', 'twice', 'no-parent', 'too-deep', 'key-twice'] as const;
export interface TreeFault {
  readonly code: (typeof TREE_FAULTS)[number];
  readonly id: string;
}

type Node = CallResult & { readonly parentId?: string | null };

/** Why a tree, or a list of results, cannot be used; empty when it can. */
export function treeFaults(nodes: readonly Node[]): readonly TreeFault[] {
  const faults: TreeFault[] = [];
  const ids = new Set<string>();
  const keys = new Set<string>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) {
    const { id, name, key, retired, parentId = null } = node;
    if (name.ko.trim() === '') faults.push({ code: 'empty-name', id });
    if (ids.has(id)) faults.push({ code: 'twice', id });
    ids.add(id);
    if (parentId !== null && !byId.has(parentId)) faults.push({ code: 'no-parent', id });
    if (depthOf(byId, node) > DEEPEST) faults.push({ code: 'too-deep', id });
    // A retired one is not offered, so its key is free.
    if (key === null || retired) continue;
    const place = `${parentId ?? ''} ${key}`;
    if (keys.has(place)) faults.push({ code: 'key-twice', id });
    keys.add(place);
  }
  return faults;
}

/** From 1; a circle counts as too deep. */
function depthOf(byId: ReadonlyMap<string, Node>, node: Node): number {
  let depth = 1;
  for (let at = node; at.parentId != null && depth <= DEEPEST; depth += 1) {
    const parent = byId.get(at.parentId);
    if (!parent) return depth;
    at = parent;
  }
  return depth;
}

function refuse(nodes: readonly Node[], context: z.core.$RefinementCtx): void {
  for (const { code, id } of treeFaults(nodes)) {
    const place = nodes.findLastIndex((node) => node.id === id);
    context.addIssue({ code: 'custom', message: `${code}: ${id}`, path: [place] });
  }
}

export const typesSchema = z.array(callTypeSchema).max(MOST_TYPES).superRefine(refuse);
export const resultsSchema = z.array(callResultSchema).max(MOST_RESULTS).superRefine(refuse);

/** Those that are offered below a type, in the order of the list; null: the first level. */
export function offeredBelow(types: readonly CallType[], parentId: string | null): CallType[] {
  return types.filter((type) => type.parentId === parentId && !type.retired);
}

/** From the first level down to it; empty for one that is not in the tree. */
export function pathTo(types: readonly CallType[], id: string): readonly CallType[] {
  const path: CallType[] = [];
  for (let at: string | null = id; at !== null && path.length < DEEPEST;) {
    const type = types.find((one) => one.id === at);
    if (!type) return [];
    path.unshift(type);
    at = type.parentId;
  }
  return path;
}

/** Whether it can be chosen now: neither it nor anything above it is retired. */
export function isOffered(types: readonly CallType[], id: string): boolean {
  const path = pathTo(types, id);
  return path.length > 0 && path.every(({ retired }) => !retired);
}

/** Where the guide is entered for a type: its own entry, or that of the nearest above it. */
export function triggerOf(types: readonly CallType[], ids: readonly string[]): Trigger | null {
  for (const id of ids.toReversed()) {
    const trigger = types.find((type) => type.id === id)?.trigger ?? null;
    if (trigger !== null) return trigger;
  }
  return null;
}

/** The lowest digit that is free below a type; null when all nine are taken. */
export function freeKey(nodes: readonly Node[], parentId: string | null = null): number | null {
  const taken = new Set(
    nodes
      .filter((one) => (one.parentId ?? null) === parentId && !one.retired)
      .map(({ key }) => key),
  );
  return [1, 2, 3, 4, 5, 6, 7, 8, 9].find((digit) => !taken.has(digit)) ?? null;
}
