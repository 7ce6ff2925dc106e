import type { IeumContract } from '#shared/contract/index.ts';
import type { AwayReason } from '#shared/domain/availability/reasons.ts';
import { saysAbsence } from '#shared/domain/outbox/messageTemplateOffer.ts';
import type { MessageTemplate, TemplateVersion } from '#shared/domain/outbox/messageTemplate.ts';
import { messageTemplateFaults } from '#shared/domain/outbox/messageTemplateCheck.ts';
import type { MessageTemplateFault } from '#shared/domain/outbox/messageTemplateCheck.ts';
import { SHIPPED_TEMPLATES } from '#shared/domain/outbox/messageTemplateDefaults.ts';
import { fieldsBetween } from '#shared/domain/outbox/messageTemplateDiff.ts';
import {
  changesOfFile,
  readTemplateFile,
  templateFileText,
} from '#shared/domain/outbox/messageTemplateFile.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import type { Db } from '../db/database.ts';
import { isStorageError } from '../db/errors.ts';
import type { Storage } from '../db/storage.ts';
import {
  addTemplateVersion,
  newestTemplates,
  savedByRequest,
  templateHistory,
} from '../db/templateVersions.ts';

export interface TemplatesServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** In place of those that come with the app. */
  readonly shipped?: readonly MessageTemplate[] | undefined;
}

export interface TemplatesService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    | 'templates.list'
    | 'templates.versions'
    | 'templates.save'
    | 'templates.use'
    | 'templates.retire'
    | 'templates.export'
    | 'templates.plan'
    | 'templates.import'
  >;
  /** At a start, and with another database: what comes with the app is a version as well. */
  catchUp(): void;
  announce(): void;
  /**
   * Each reason with the words of the template that it names: those of one that is no longer offered,
   * or is not there any more, with their own.
   */
  inTheirWords(
    reasons: readonly AwayReason[],
  ): readonly (AwayReason & { readonly madeFrom?: { id: string; version: number } })[];
}

type Saved = ReturnType<TemplatesService['handlers']['templates.save']>;

/** Whether two versions say the same. */
const same = (one: MessageTemplate, other: MessageTemplate): boolean =>
  fieldsBetween(one, other).length === 0;

/**
 * The templates of texts. Every version is added and none is changed, so that what is taken back can
 * be taken again; see `templatesMethods` in the contract.
 */
export function createTemplatesService({
  storage,
  announcer,
  clock,
  shipped = SHIPPED_TEMPLATES,
}: TemplatesServiceOptions): TemplatesService {
  const announce = (): void => announcer.emit('templates.changed', {});
  const shippedOf = (id: string): MessageTemplate | null =>
    shipped.find((one) => one.id === id) ?? null;

  /** Also where nothing could be stored: those that come with the app can always be used. */
  function current(db: Db): TemplateVersion[] {
    const stored = newestTemplates(db);
    const missing = shipped.filter(({ id }) => stored.every(({ template }) => template.id !== id));
    return [
      ...stored,
      ...missing.map((template) => ({
        ...{ version: 1, source: 'built-in' as const, at: 0, agentId: storage.agentId },
        ...{ note: '', again: null, template },
      })),
    ];
  }

  /** A newer one takes the place of one that came with the app, and never of one that a lead wrote. */
  function install(db: Db, agentId: string): void {
    const stored = new Map(newestTemplates(db).map((one) => [one.template.id, one]));
    for (const template of shipped) {
      const newest = stored.get(template.id);
      if (newest && (newest.source === 'own' || same(newest.template, template))) continue;
      addTemplateVersion(db, {
        ...{ template, source: 'built-in', at: clock(), agentId, note: '' },
        ...{ request: null, again: null },
      });
    }
  }

  function refuse(faults: readonly MessageTemplateFault[]): void {
    if (faults.length === 0) return;
    throw new AppError('template.refused', 'The template cannot be used.', { faults });
  }

  interface Wanted {
    readonly request: string;
    readonly note: string;
    readonly again?: number | null;
  }

  function add(
    db: Db,
    agentId: string,
    template: MessageTemplate,
    { request, note, again = null }: Wanted,
  ): { templateId: string; version: number } {
    const file = shippedOf(template.id);
    const version = addTemplateVersion(db, {
      ...{ template, at: clock(), agentId, note, request, again },
      // What is just as the app has it follows the app again.
      source: file !== null && same(file, template) ? 'built-in' : 'own',
    });
    return { templateId: template.id, version };
  }

  /** Asked for again it is answered as it was. @param next what is to be stored, from the newest */
  function saved(
    wanted: Wanted,
    templateId: string,
    next: (
      db: Db,
      newest: TemplateVersion | null,
    ) => { readonly template: MessageTemplate; readonly again?: number | null },
  ): Awaited<Saved> {
    const result = storage.write((db, agentId) => {
      const before = savedByRequest(db, wanted.request, templateId);
      if (before !== null) return { templateId, version: before };
      install(db, agentId);
      const all = newestTemplates(db);
      const newest = all.find(({ template }) => template.id === templateId) ?? null;
      const { template, again = null } = next(db, newest);
      const others = all.map((one) => one.template);
      refuse(messageTemplateFaults(template, others, clock()));
      return add(db, agentId, template, { ...wanted, again });
    });
    announce();
    return result;
  }

  function known(newest: TemplateVersion | null): TemplateVersion {
    if (newest === null) throw new AppError('template.unknown', 'There is no such template.');
    return newest;
  }

  const templatesNow = (db: Db): MessageTemplate[] => current(db).map(({ template }) => template);

  return {
    announce,
    catchUp() {
      try {
        storage.write(install);
      } catch (error) {
        // Nothing is lost: they are stored with the next that is saved.
        if (!isStorageError(error) && !(error instanceof AppError)) throw error;
      }
    },
    inTheirWords(reasons) {
      if (reasons.every(({ templateId }) => templateId === undefined)) return reasons;
      const offered = storage.read(current).filter(({ template }) => saysAbsence(template));
      return reasons.map((reason) => {
        const found = offered.find(({ template }) => template.id === reason.templateId);
        if (!found) return reason;
        const { template, version } = found;
        return { ...reason, textBody: template.body, madeFrom: { id: template.id, version } };
      });
    },
    handlers: {
      'templates.list': () => ({ rows: storage.read(current) }),
      'templates.versions': ({ id }) => {
        const rows = storage.read((db) => templateHistory(db, id));
        const builtIn = shippedOf(id);
        if (rows.length === 0 && builtIn === null) known(null);
        return { rows, builtIn };
      },
      'templates.save': ({ id: request, template, note, base }) =>
        saved({ request, note }, template.id, (_db, newest) => {
          if ((newest?.version ?? null) !== base) {
            throw new AppError('template.changed', 'Somebody else has changed it.');
          }
          return { template };
        }),
      'templates.use': ({ id: request, templateId, version, note }) =>
        saved({ request, note }, templateId, (db, newest) => {
          known(newest);
          const template =
            version === null
              ? shippedOf(templateId)
              : templateHistory(db, templateId).find((one) => one.version === version)?.template;
          if (!template) throw new AppError('template.unknown', 'There is no such version.');
          return { template, again: version };
        }),
      'templates.retire': ({ id: request, templateId, retired, note }) =>
        saved({ request, note }, templateId, (_db, newest) => ({
          template: { ...known(newest).template, retired },
        })),
      'templates.export': () => ({ text: templateFileText(storage.read(templatesNow)) }),
      'templates.plan': ({ text }) => {
        const now = storage.read(templatesNow);
        const { templates, faults } = readTemplateFile(text, now, clock());
        const changes = changesOfFile(templates, now);
        return {
          faults: [...faults],
          changes: changes.map((one) => ({ ...one, fields: [...one.fields] })),
        };
      },
      'templates.import': ({ id: request, text, note }) => {
        const result = storage.write((db, agentId) => {
          install(db, agentId);
          const now = newestTemplates(db).map(({ template }) => template);
          const { templates, faults } = readTemplateFile(text, now, clock());
          refuse(faults);
          return templates.flatMap((template) => {
            const before = savedByRequest(db, request, template.id);
            if (before !== null) return [{ templateId: template.id, version: before }];
            const here = now.find(({ id }) => id === template.id);
            return here && same(here, template)
              ? []
              : [add(db, agentId, template, { request, note })];
          });
        });
        announce();
        return { saved: result };
      },
    },
  };
}
