import type { MessageTemplate } from './messageTemplate.ts';

export const TEMPLATE_FIELDS = [
  ...['name', 'language', 'strategy', 'notice', 'category', 'subject', 'body'],
  ...['companies', 'types', 'reasons', 'retired'],
] as const satisfies readonly (keyof MessageTemplate)[];
export type TemplateField = (typeof TEMPLATE_FIELDS)[number];

/** The fields in which two versions differ, in the order of the form. In which order lists are does not matter. */
export function fieldsBetween(
  before: MessageTemplate,
  after: MessageTemplate,
): readonly TemplateField[] {
  const plain = (value: MessageTemplate[TemplateField]): string =>
    JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
  return TEMPLATE_FIELDS.filter((field) => plain(before[field]) !== plain(after[field]));
}
