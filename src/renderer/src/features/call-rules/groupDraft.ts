import { callerMatchSchema } from '#shared/domain/treatment/caller.ts';
import type { CallerMatch } from '#shared/domain/treatment/caller.ts';
import { MOST_MEMBERS } from '#shared/domain/treatment/groups.ts';
import type { NumberGroup } from '#shared/domain/treatment/groups.ts';

/** A group as it stands in the form: a number a line, with a star behind what a number begins with. */
export interface GroupDraft {
  readonly id: string;
  name: string;
  numbers: string;
}

/** `callRules.groups.faults.<code>`; `line` counts from one. */
export interface GroupFault {
  readonly code: 'name' | 'twice' | 'number' | 'many';
  readonly line?: number;
}

/** @param name in the screen's language */
export function groupDraftOf({ id, members }: NumberGroup, name: string): GroupDraft {
  return { id, name, numbers: members.map(memberText).join('\n') };
}

export function memberText({ exact, prefix }: CallerMatch): string {
  return exact ?? `${prefix ?? ''}*`;
}

export interface CheckedGroups {
  readonly groups: NumberGroup[];
  /** By place. */
  readonly faults: ReadonlyMap<number, GroupFault>;
}

/** @param usualName of one of ours; what is still called so keeps the name in every language */
export function checkGroups(
  drafts: readonly GroupDraft[],
  usualName: (id: string) => string | null,
): CheckedGroups {
  const faults = new Map<number, GroupFault>();
  const names = new Set<string>();
  let count = 0;
  const groups = drafts.map(({ id, name: typed, numbers }, place): NumberGroup => {
    const name = typed.trim();
    if (name === '' || name.length > 40) faults.set(place, { code: 'name' });
    else if (names.has(name)) faults.set(place, { code: 'twice' });
    names.add(name);
    const members: CallerMatch[] = [];
    for (const [index, line] of numbers.split(/\r?\n/).entries()) {
      const text = line.normalize('NFKC').trim();
      if (text === '') continue;
      const member = text.endsWith('*') ? { prefix: text.slice(0, -1).trim() } : { exact: text };
      if (callerMatchSchema.safeParse(member).success) members.push(member);
      else if (!faults.has(place)) faults.set(place, { code: 'number', line: index + 1 });
    }
    count += members.length;
    if (count > MOST_MEMBERS && !faults.has(place)) faults.set(place, { code: 'many' });
    return { id, name: name === usualName(id) ? null : name, members };
  });
  return { groups, faults };
}
