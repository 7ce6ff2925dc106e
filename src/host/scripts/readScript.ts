import { faultsOf } from '#shared/domain/script/check.ts';
import type { Fault } from '#shared/domain/script/check.ts';
import { scriptSchema } from '#shared/domain/script/script.ts';
import type { Script } from '#shared/domain/script/script.ts';
import { parsePositioned } from '../provisioning/positionedJson.ts';
import type { Path } from '../provisioning/positionedJson.ts';

/** Why a script's file is not used. */
export interface ScriptFault {
  readonly code:
    | Fault['code']
    | 'unreadable'
    | 'too-large'
    | 'encoding'
    | 'json'
    | 'field-twice'
    | 'shape'
    | 'file-name'
    | 'changed-without-version'
    | 'older-version';
  /** From 1; null: of the file as a whole. */
  readonly line: number | null;
  /** `steps[3].choices[0].to`; empty: of the file as a whole. */
  readonly path: string;
}

export type ScriptReading =
  | { readonly script: Script; readonly faults: null }
  | { readonly script: null; readonly faults: readonly ScriptFault[] };

/**
 * A script from its file's text, or everything that keeps it from being used, a cause before what
 * follows from it. Never throws.
 * @param name the file's name without `.json`: a script that is refused is known by it; null: the
 *   text is of no file of the app's own
 */
export function readScript(text: string, name: string | null): ScriptReading {
  const json = parsePositioned(text);
  if (!json.ok) return refused([{ code: 'json', line: json.place.line, path: '' }]);
  const twice = json.duplicates.map((path): ScriptFault => ({
    code: 'field-twice',
    line: json.placeOfName(path).line,
    path: written(path),
  }));
  if (twice.length > 0) return refused(twice);
  const { data, error } = scriptSchema.safeParse(json.value);
  if (!data) {
    return refused(
      error.issues.flatMap((issue): ScriptFault[] => {
        const at = issue.path as Path;
        if (issue.code !== 'unrecognized_keys') {
          return [{ code: 'shape', line: json.placeOf(at).line, path: written(at) }];
        }
        return issue.keys.map((key) => {
          const path = [...at, key];
          return { code: 'shape', line: json.placeOfName(path).line, path: written(path) };
        });
      }),
    );
  }
  if (name !== null && data.id !== name) {
    return refused([{ code: 'file-name', line: json.placeOf(['id']).line, path: 'id' }]);
  }
  const faults = faultsOf(data).map(({ code, path }): ScriptFault => {
    return { code, line: json.placeOf(read(path)).line, path };
  });
  return faults.length > 0 ? refused(faults) : { script: data, faults: null };
}

function refused(faults: readonly ScriptFault[]): ScriptReading {
  return { script: null, faults };
}

/** `steps[3].choices[0].to`, as `faultsOf` writes it. */
function written(path: Path): string {
  return path.reduce<string>((all, part) => {
    if (typeof part === 'number') return `${all}[${part}]`;
    return all === '' ? part : `${all}.${part}`;
  }, '');
}

/** The other way round. */
function read(path: string): Path {
  return path.split(/[.[\]]+/).filter((part) => part !== '');
}
