import type { ImportKind, ImportPlan, ImportResult } from '#shared/contract/contacts.ts';
import { contactTitle, fieldsOf } from '#shared/domain/contact/contact.ts';
import type { Contact, ContactFields } from '#shared/domain/contact/contact.ts';
import { keyOf } from '#shared/domain/contact/contactNumber.ts';
import { isSamePerson, mergeContact } from '#shared/domain/contact/merge.ts';
import type { OnSame } from '#shared/domain/contact/merge.ts';
import {
  contactIdsWith,
  deleteContact,
  readContact,
  readContacts,
  saveContact,
} from './contacts.ts';
import { addImport, addImportChange, importChanges, markUndone } from './contactImports.ts';
import type { Db } from './database.ts';

export interface StagedPerson {
  readonly line: number;
  /** Cleaned. */
  readonly fields: ContactFields;
}

/** Somebody as they are while the file is gone through. */
interface Person {
  readonly id: string;
  /** As stored; null for somebody the file brings. */
  readonly stored: Contact | null;
  fields: ContactFields;
}

interface Step {
  readonly kind: ImportKind;
  readonly staged: StagedPerson;
  readonly known: ContactFields | null;
}

/** Everybody the import adds or changes, and what became of each row. */
interface Plan {
  readonly people: readonly Person[];
  readonly steps: readonly Step[];
}

const ROWS_AT_A_TIME = 500;
/** A number that so many people share says nothing about any of them. */
const MOST_SHARING = 50;

/**
 * Goes through the file in its order against what is stored. Rows of one file that are the same
 * person become one, too.
 */
function planImport(
  db: Db,
  staged: readonly StagedPerson[],
  onSame: OnSame,
  newId: () => string,
): Plan {
  /** Who was met before, by number and by id: their fields may have grown since. */
  const met = new Map<string, Person[]>();
  const byId = new Map<string, Person>();

  function remember(person: Person): void {
    byId.set(person.id, person);
    for (const key of person.fields.numbers.map(keyOf)) {
      const others = met.get(key) ?? [];
      if (others.length < MOST_SHARING && !others.includes(person)) {
        met.set(key, [...others, person]);
      }
    }
  }

  /** Who of those stored has a number of these rows: asked for many rows at once. */
  function meet(rows: readonly StagedPerson[]): void {
    const keys = rows.flatMap(({ fields }) => fields.numbers.map(keyOf));
    const unmet = contactIdsWith(db, keys).filter((id) => !byId.has(id));
    for (const stored of readContacts(db, unmet)) {
      remember({ id: stored.id, stored, fields: fieldsOf(stored) });
    }
  }

  function candidates({ numbers }: ContactFields): Person[] {
    return [...new Set(numbers.flatMap((number) => met.get(keyOf(number)) ?? []))];
  }

  function stepOf(one: StagedPerson): Step {
    const { fields } = one;
    const same =
      onSame === 'add'
        ? undefined
        : candidates(fields).find((it) => isSamePerson(it.fields, fields));
    if (!same) {
      remember({ id: newId(), stored: null, fields });
      return { kind: 'added', staged: one, known: null };
    }
    const known = same.fields;
    // Skipping is about who is stored; twice in one file is one person anyway.
    if (onSame === 'skip' && same.stored) return { kind: 'skipped', staged: one, known };
    same.fields = mergeContact(known, fields);
    remember(same);
    return { kind: same.fields === known ? 'unchanged' : 'merged', staged: one, known };
  }

  const steps: Step[] = [];
  for (let from = 0; from < staged.length; from += ROWS_AT_A_TIME) {
    const rows = staged.slice(from, from + ROWS_AT_A_TIME);
    meet(rows);
    steps.push(...rows.map(stepOf));
  }
  return { people: [...byId.values()], steps };
}

function countsOf({ steps }: Plan): Record<ImportKind, number> {
  const counts = { added: 0, merged: 0, unchanged: 0, skipped: 0 };
  for (const { kind } of steps) counts[kind] += 1;
  return counts;
}

const SAMPLES = 100;

export function previewImport(
  db: Db,
  staged: readonly StagedPerson[],
  onSame: OnSame,
  newId: () => string,
): ImportPlan {
  const plan = planImport(db, staged, onSame, newId);
  const shown = { added: 0, merged: 0, unchanged: 0, skipped: 0 };
  const samples = plan.steps.filter(({ kind }) => (shown[kind] += 1) <= SAMPLES);
  return {
    ...countsOf(plan),
    samples: samples.map(({ kind, staged: { line, fields }, known }) => ({
      kind,
      line,
      title: contactTitle(fields),
      number: fields.numbers[0]?.number ?? fields.email,
      known: known && contactTitle(known),
    })),
  };
}

export interface ImportOrder {
  readonly id: string;
  readonly fileName: string;
  readonly refused: number;
  readonly onSame: OnSame;
  readonly staged: readonly StagedPerson[];
  readonly agentId: string;
  readonly now: number;
  readonly newId: () => string;
}

/** To be called within one transaction. */
export function importContacts(db: Db, order: ImportOrder): ImportResult {
  const { id, agentId, now } = order;
  const plan = planImport(db, order.staged, order.onSame, order.newId);
  const result: ImportResult = {
    id,
    fileName: order.fileName,
    at: now,
    ...countsOf(plan),
    refused: order.refused,
    undone: null,
  };
  addImport(db, result, agentId);
  for (const { id: contactId, stored, fields } of plan.people) {
    if (!stored) {
      const contact = { ...fields, id: contactId, agentId, revision: 1, sourceImportId: id };
      saveContact(db, { ...contact, createdAt: now, changedAt: now });
      addImportChange(db, id, { contactId, revision: 1, before: null }, agentId);
      continue;
    }
    const before = fieldsOf(stored);
    if (JSON.stringify(before) === JSON.stringify(fields)) continue;
    const revision = stored.revision + 1;
    saveContact(db, { ...stored, ...fields, revision, changedAt: now });
    addImportChange(db, id, { contactId, revision, before }, agentId);
  }
  return result;
}

/** Within one transaction too. Whoever was changed or deleted since the import is left alone. */
export function undoImport(db: Db, imported: ImportResult, now: number): ImportResult {
  const undone = { at: now, removed: 0, restored: 0, kept: 0 };
  for (const { contactId, revision, before } of importChanges(db, imported.id)) {
    const contact = readContact(db, contactId);
    if (!contact) continue;
    if (contact.revision !== revision) {
      undone.kept += 1;
    } else if (before === null) {
      deleteContact(db, contactId);
      undone.removed += 1;
    } else {
      saveContact(db, { ...contact, ...before, revision: revision + 1, changedAt: now });
      undone.restored += 1;
    }
  }
  markUndone(db, imported.id, undone);
  return { ...imported, undone };
}
