import { z } from 'zod';
import { messageTemplateSchema, MOST_TEMPLATES } from './messageTemplate.ts';
import type { MessageTemplate, TemplateField } from './messageTemplate.ts';
import { messageTemplateFaults, shapeFaults } from './messageTemplateCheck.ts';
import type { MessageTemplateFault } from './messageTemplateCheck.ts';
import { fieldsBetween } from './messageTemplateDiff.ts';

/*
 * All templates as one file, to be handed to another desk. What is not in a file stays as it is: a
 * file adds and changes, and takes nothing away.
 */

const KIND = 'ieum-message-templates';

const fileSchema = z.strictObject({
  kind: z.literal(KIND),
  format: z.literal(1),
  templates: z.array(z.unknown()).min(1).max(MOST_TEMPLATES),
});

export function templateFileText(templates: readonly MessageTemplate[]): string {
  const parts = templates.map((one) => messageTemplateSchema.parse(one));
  return `${JSON.stringify({ kind: KIND, format: 1, templates: parts }, null, 2)}\n`;
}

export interface TemplateFile {
  readonly templates: readonly MessageTemplate[];
  /** With paths such as `templates[3].body`. Where there is any, nothing of it can be taken. */
  readonly faults: readonly MessageTemplateFault[];
}

const whole = (code: string, path = ''): TemplateFile => ({
  templates: [],
  faults: [{ code, path, what: '', from: 0, to: 0 }],
});

/**
 * @param current those there are: a name is taken by none of those that the file does not change
 * @param now epoch milliseconds
 */
export function readTemplateFile(
  text: string,
  current: readonly MessageTemplate[],
  now: number,
): TemplateFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return whole('not-json');
  }
  const kind = z.object({ kind: z.literal(KIND) }).safeParse(parsed);
  if (!kind.success) return whole('another-file');
  const file = fileSchema.safeParse(parsed);
  if (!file.success) return { templates: [], faults: shapeFaults(file.error.issues) };

  const read = file.data.templates.map((one) => messageTemplateSchema.safeParse(one));
  const templates = read.flatMap(({ data }) => (data ? [data] : []));
  const ids = new Set(templates.map(({ id }) => id));
  const names = [...current.filter(({ id }) => !ids.has(id)), ...templates];
  const seen = new Set<string>();
  const faults = read.flatMap(({ data, error }, place): readonly MessageTemplateFault[] => {
    const at = ['templates', place];
    if (!data) return shapeFaults(error.issues, at);
    const again = seen.has(data.id);
    seen.add(data.id);
    const path = `templates[${place}]`;
    return [
      ...(again ? [{ code: 'id-twice', path: `${path}.id`, what: data.id, from: 0, to: 0 }] : []),
      ...messageTemplateFaults(data, names, now).map((one) => ({
        ...one,
        path: `${path}.${one.path}`,
      })),
    ];
  });
  return { templates: faults.length > 0 ? [] : templates, faults };
}

/** What a file would change, template by template. */
export interface TemplateFileChange {
  readonly id: string;
  readonly name: string;
  readonly what: 'new' | 'changed' | 'same';
  readonly fields: readonly TemplateField[];
}

export function changesOfFile(
  templates: readonly MessageTemplate[],
  current: readonly MessageTemplate[],
): readonly TemplateFileChange[] {
  return templates.map((template) => {
    const { id, name } = template;
    const before = current.find((one) => one.id === id);
    const fields = before ? fieldsBetween(before, template) : [];
    return { id, name, what: !before ? 'new' : fields.length > 0 ? 'changed' : 'same', fields };
  });
}
