import type { IeumContract } from '#shared/contract/index.ts';
import { cleanFields } from '#shared/domain/contact/cleanFields.ts';
import { contactFault } from '#shared/domain/contact/contact.ts';
import { MOST_ROWS } from '#shared/domain/contact/limits.ts';
import { cleanDisplayName } from '#shared/domain/text/displayName.ts';
import { AppError } from '#shared/errors.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import { importContacts, previewImport, undoImport } from '../db/contactImporter.ts';
import type { StagedPerson } from '../db/contactImporter.ts';
import { newestImports, readImport } from '../db/contactImports.ts';
import type { Storage } from '../db/storage.ts';
import type { ContactsService } from './contacts.ts';

export interface ContactImportOptions {
  readonly storage: Storage;
  readonly contacts: Pick<ContactsService, 'announce'>;
  readonly clock: () => number;
  readonly newId: () => string;
}

type ImportHandlers = Pick<
  Handlers<IeumContract>,
  | 'contacts.importStage'
  | 'contacts.importPlan'
  | 'contacts.import'
  | 'contacts.importUndo'
  | 'contacts.imports'
>;

/** Files being looked at; the oldest is forgotten for a third. */
const MOST_STAGED = 2;
const LISTED = 20;

/**
 * A file's people wait in memory until they are imported as one: nothing half-imported can survive
 * the host, and the page hands them over again when they did not.
 */
export function createContactImportService(options: ContactImportOptions): ImportHandlers {
  const { storage, contacts, clock, newId } = options;
  const staged = new Map<string, StagedPerson[]>();

  function stagedOf(importId: string): StagedPerson[] {
    const people = staged.get(importId);
    if (!people) throw unknown();
    return people;
  }

  return {
    'contacts.importStage': ({ importId, from, people }) => {
      let waiting = staged.get(importId);
      if (!waiting) {
        staged.set(importId, (waiting = []));
        const [oldest] = staged.keys();
        if (staged.size > MOST_STAGED && oldest !== undefined) staged.delete(oldest);
      }
      if (from > waiting.length || from + people.length > MOST_ROWS) throw unknown();
      // Handed over again after a broken line: it replaces what came then.
      waiting.length = from;
      for (const { line, fields } of people) {
        const clean = cleanFields(fields);
        if (contactFault(clean)) {
          throw new AppError('contact.incomplete', 'A row of the import is nobody.', { line });
        }
        waiting.push({ line, fields: clean });
      }
      return { staged: waiting.length };
    },
    'contacts.importPlan': ({ importId, onSame }) => {
      const people = stagedOf(importId);
      return storage.read((db) => previewImport(db, people, onSame, newId));
    },
    'contacts.import': ({ importId, onSame, fileName, refused }) => {
      const done = storage.read((db) => readImport(db, importId));
      if (done) return done;
      const people = stagedOf(importId);
      const result = storage.write((db, agentId) =>
        importContacts(db, {
          id: importId,
          fileName: cleanDisplayName(fileName),
          refused,
          onSame,
          staged: people,
          agentId,
          now: clock(),
          newId,
        }),
      );
      staged.delete(importId);
      contacts.announce(null);
      return result;
    },
    'contacts.importUndo': ({ importId }) => {
      const { result, changed } = storage.write((db) => {
        const imported = readImport(db, importId);
        if (!imported) throw unknown();
        return imported.undone
          ? { result: imported, changed: false }
          : { result: undoImport(db, imported, clock()), changed: true };
      });
      if (changed) contacts.announce(null);
      return result;
    },
    'contacts.imports': () => ({ imports: storage.read((db) => newestImports(db, LISTED)) }),
  };
}

function unknown(): AppError {
  return new AppError('import.unknown', 'There is no such import.');
}
