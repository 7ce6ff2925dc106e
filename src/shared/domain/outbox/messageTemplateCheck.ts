import { measure } from '../message/meter.ts';
import type { Encoding } from '../message/encodings.ts';
import { messageTemplateSchema, sameName } from './messageTemplate.ts';
import type { MessageTemplate } from './messageTemplate.ts';
import { fillMessage } from './messageTemplateFill.ts';
import { sampleFacts } from './messageTemplateSample.ts';
import { MESSAGE_TOKENS, tokenOf } from './template.ts';
import type { Token } from './template.ts';
import { templateFaults } from './templateFaults.ts';

export const MESSAGE_TEMPLATE_FAULTS = [
  ...['empty', 'too-long', 'shape', 'name-taken'],
  ...['token', 'reservation-token', 'bracket', 'characters', 'hollow'],
  ...['too-many-bytes', 'subject-bytes'],
] as const satisfies readonly string[];

/** What keeps a template from being used. */
export interface MessageTemplateFault {
  readonly code: string;
  /** `body`, `companies[2]`; empty: of the template as a whole. */
  readonly path: string;
  /** What stands there; empty where that would say nothing. */
  readonly what: string;
  /** Where in the words; both 0: of the whole field. */
  readonly from: number;
  readonly to: number;
}

const OF_RESERVATIONS: readonly Token[] = ['time', 'place', 'bring'];

/**
 * Everything that is wrong with a template.
 * @param others those whose name it must not have; it may be among them
 * @param now epoch milliseconds
 */
export function messageTemplateFaults(
  template: MessageTemplate,
  others: readonly MessageTemplate[],
  now: number,
  encoding: Encoding = 'cp949',
): readonly MessageTemplateFault[] {
  const { error } = messageTemplateSchema.safeParse(template);
  const shape = shapeFaults(error?.issues ?? []);
  const fault = (code: string, path: string, what = ''): MessageTemplateFault => ({
    ...{ code, path, what, from: 0, to: 0 },
  });
  const taken = template.retired ? [] : others.filter((other) => isTaken(template, other));
  const words = (['subject', 'body'] as const).flatMap((path) => wordFaults(template, path));
  if (shape.length > 0 || words.length > 0) {
    return [...shape, ...taken.map(() => fault('name-taken', 'name', template.name)), ...words];
  }
  const filled = fillMessage(template, sampleFacts(template.language, now));
  const size = measure({ ...filled, attachments: 0 }, encoding);
  return [
    ...taken.map(() => fault('name-taken', 'name', template.name)),
    ...(size.form === null ? [fault('too-many-bytes', 'body', `${size.units}`)] : []),
    ...(size.subjectOver > 0 ? [fault('subject-bytes', 'subject', `${size.subjectOver}`)] : []),
  ];
}

/** The same name in both languages is no trouble: each is looked for in its own. */
function isTaken(template: MessageTemplate, other: MessageTemplate): boolean {
  return (
    other.id !== template.id &&
    !other.retired &&
    other.language === template.language &&
    sameName(other.name, template.name)
  );
}

function wordFaults(
  template: MessageTemplate,
  path: 'subject' | 'body',
): readonly MessageTemplateFault[] {
  const words = template[path];
  const faults = templateFaults(words, MESSAGE_TOKENS)
    .filter(({ code }) => code !== 'hollow' || (path === 'body' && words.trim() !== ''))
    .map((one) => ({ ...one, path, ...(one.code === 'hollow' && { what: '', to: 0 }) }));
  if (template.strategy === 'reservation') return faults;
  const strange = [...words.matchAll(/\{([^{}]*)\}/g)]
    .filter(([, name = '']) => OF_RESERVATIONS.some((token) => token === tokenOf(name)))
    .map(({ 0: what, index: from }) => ({
      ...{ code: 'reservation-token', path, what, from, to: from + what.length },
    }));
  return [...faults, ...strange].toSorted((a, b) => a.from - b.from);
}

/** What zod found, in the codes of here. @param below what its paths begin with */
export function shapeFaults(
  issues: readonly { readonly code: string; readonly path: readonly PropertyKey[] }[],
  below: readonly PropertyKey[] = [],
): readonly MessageTemplateFault[] {
  return issues.map(({ code, path }) => ({
    code: code === 'too_small' ? 'empty' : code === 'too_big' ? 'too-long' : 'shape',
    path: pathText([...below, ...path]),
    ...{ what: '', from: 0, to: 0 },
  }));
}

/** `templates[3].companies[0]` */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (all, part) =>
      typeof part === 'number' ? `${all}[${part}]` : `${all}${all && '.'}${String(part)}`,
    '',
  );
}
