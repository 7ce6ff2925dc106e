import { TEMPLATE_FIELDS } from './messageTemplate.ts';
import type { MessageTemplate, TemplateField } from './messageTemplate.ts';

/** The fields in which two versions differ, in the order of the form. In which order lists are does not matter. */
export function fieldsBetween(
  before: MessageTemplate,
  after: MessageTemplate,
): readonly TemplateField[] {
  const plain = (value: MessageTemplate[TemplateField]): string =>
    JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
  return TEMPLATE_FIELDS.filter((field) => plain(before[field]) !== plain(after[field]));
}
