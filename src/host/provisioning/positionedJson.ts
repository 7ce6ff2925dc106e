import { parse } from '@humanwhocodes/momoa';
import type { ObjectNode, ValueNode } from '@humanwhocodes/momoa';

export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export type Path = readonly (string | number)[];

export type PositionedJson =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** Of the value at a path; of its nearest parent where it is missing. */
      placeOf(path: Path): Place;
      /** Of a field's name. */
      placeOfName(path: Path): Place;
      readonly duplicates: readonly Path[];
    }
  | { readonly ok: false; readonly place: Place };

/** Reads strict JSON and remembers where everything was. Never throws, never repeats the text. */
export function parsePositioned(text: string): PositionedJson {
  let root: ValueNode;
  try {
    root = parse(text, { mode: 'json' }).body;
  } catch (error) {
    return { ok: false, place: placeOfError(error) };
  }
  const duplicates: Path[] = [];
  const value = evaluate(root, [], duplicates);
  return {
    ok: true,
    value,
    duplicates,
    placeOf: (path) => at(descend(root, path).value),
    placeOfName: (path) => {
      const { name, value: node } = descend(root, path);
      return at(name ?? node);
    },
  };
}

function evaluate(node: ValueNode, path: Path, duplicates: Path[]): unknown {
  switch (node.type) {
    case 'Object':
      return evaluateObject(node, path, duplicates);
    case 'Array':
      return node.elements.map(({ value }, index) => evaluate(value, [...path, index], duplicates));
    case 'Null':
      return null;
    case 'String':
    case 'Number':
    case 'Boolean':
      return node.value;
    // JSON5 only, which is not parsed here.
    case 'NaN':
    case 'Infinity':
      return undefined;
  }
}

function evaluateObject(node: ObjectNode, path: Path, duplicates: Path[]): unknown {
  const object: Record<string, unknown> = {};
  for (const { name, value } of node.members) {
    const key = nameOf(name);
    const inner = [...path, key];
    if (Object.hasOwn(object, key)) duplicates.push(inner);
    // Defined, not assigned: `__proto__` is a field like any other.
    Object.defineProperty(object, key, {
      value: evaluate(value, inner, duplicates),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return object;
}

function nameOf(name: ObjectNode['members'][number]['name']): string {
  return name.type === 'Identifier' ? name.name : name.value;
}

/** As far down the path as the text goes. Of two fields with one name, the last counts. */
function descend(
  root: ValueNode,
  path: Path,
): { value: ValueNode; name: ObjectNode['members'][number]['name'] | null } {
  let value = root;
  let name: ObjectNode['members'][number]['name'] | null = null;
  for (const step of path) {
    if (value.type === 'Object') {
      const member = value.members.findLast((candidate) => nameOf(candidate.name) === step);
      if (!member) break;
      ({ value, name } = member);
    } else if (value.type === 'Array') {
      const element = value.elements[Number(step)];
      if (!element) break;
      value = element.value;
      name = null;
    } else break;
  }
  return { value, name };
}

function at({ loc }: { readonly loc: { readonly start: Place } }): Place {
  return { line: loc.start.line, column: loc.start.column };
}

/** The parser's own words are left out: they quote the text, which may be a password. */
function placeOfError(error: unknown): Place {
  const { line, column } = error as { line?: unknown; column?: unknown };
  return typeof line === 'number' && typeof column === 'number'
    ? { line, column }
    : { line: 1, column: 1 };
}
