import { messageTemplateSchema } from '#shared/domain/outbox/messageTemplate.ts';
import type { MessageTemplate, TemplateVersion } from '#shared/domain/outbox/messageTemplate.ts';
import { fieldsBetween } from '#shared/domain/outbox/messageTemplateDiff.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface AddedTemplate extends Omit<TemplateVersion, 'version'> {
  /** Of the page that asked for it; null: it came with the app. */
  readonly request: string | null;
}

interface StoredRow extends Omit<TemplateVersion, 'template'> {
  readonly body: string;
}

const COLUMNS = 'version, source, at, agent_id AS agentId, note, again, body';

/** Under the next number. @returns that number */
export function addTemplateVersion(db: Db, added: AddedTemplate): number {
  const { template, source, at, agentId, note, request, again } = added;
  const highest = prepared(db, 'SELECT max(version) FROM template_versions WHERE id = ?')
    .pluck()
    .get(template.id);
  const version = Number(highest ?? 0) + 1;
  prepared(
    db,
    `INSERT INTO template_versions (id, version, source, at, agent_id, note, request, again, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    ...[template.id, version, source, at, agentId, note, request, again],
    JSON.stringify(template),
  );
  return version;
}

/** The newest version of every template. */
export function newestTemplates(db: Db): TemplateVersion[] {
  const rows = prepared(
    db,
    `SELECT ${COLUMNS} FROM template_versions AS one
     WHERE version = (SELECT max(version) FROM template_versions WHERE id = one.id)
     ORDER BY (SELECT min(seq) FROM template_versions WHERE id = one.id)`,
  ).all() as StoredRow[];
  return rows.flatMap(toVersion);
}

/** Newest first. */
export function templateHistory(db: Db, id: string): TemplateVersion[] {
  const rows = prepared(
    db,
    `SELECT ${COLUMNS} FROM template_versions WHERE id = ? ORDER BY version DESC`,
  ).all(id) as StoredRow[];
  return rows.flatMap(toVersion);
}

/** What a request has stored of a template already. */
export function savedByRequest(db: Db, request: string, id: string): number | null {
  const version = prepared(db, 'SELECT version FROM template_versions WHERE request = ? AND id = ?')
    .pluck()
    .get(request, id);
  return version === undefined ? null : Number(version);
}

/**
 * Copies what another database holds. What came with the app is there already; a number that stands
 * for other words here is given anew.
 * @returns the number that a version of there has here
 */
export function moveTemplateVersions(
  from: Db,
  to: Db,
  agentId: string,
): (id: string, version: number) => number {
  const rows = prepared(
    from,
    `SELECT id, ${COLUMNS}, request FROM template_versions ORDER BY seq`,
  ).all() as (StoredRow & { readonly id: string; readonly request: string | null })[];
  const numbers = new Map<string, number>();
  for (const row of rows) {
    const { id, request } = row;
    const [moved] = toVersion(row);
    if (!moved) continue;
    const known =
      request === null
        ? templateHistory(to, id).find(({ template }) => isSame(template, moved.template))?.version
        : savedByRequest(to, request, id);
    const number = known ?? addTemplateVersion(to, { ...moved, agentId, request });
    numbers.set(`${id}@${moved.version}`, number);
  }
  return (id, version) => numbers.get(`${id}@${version}`) ?? version;
}

const isSame = (one: MessageTemplate, other: MessageTemplate): boolean =>
  fieldsBetween(one, other).length === 0;

/** Nothing of one that an Ieum of another age wrote. */
function toVersion({ body, ...rest }: StoredRow): TemplateVersion[] {
  const { data } = messageTemplateSchema.safeParse(JSON.parse(body));
  const { version, source, at, agentId, note, again } = rest;
  return data ? [{ version, source, at, agentId, note, again, template: data }] : [];
}
