import { useI18n } from 'vue-i18n';
import type { MessageTemplateFault } from '#shared/domain/outbox/messageTemplateCheck.ts';
import { TEMPLATE_FIELDS } from '#shared/domain/outbox/messageTemplate.ts';

/** What is wrong with a template or a file of them, and where, in words. */
export function useTemplateFaultWords() {
  const { t, te } = useI18n();

  function faultText({ code, what }: Pick<MessageTemplateFault, 'code' | 'what'>): string {
    const key = `templates.faults.${code}`;
    return t(te(key) ? key : 'templates.faults.shape', { what });
  }

  /** `templates[2].body` is the words of the third. */
  function placeText(path: string): string {
    const [, place, rest = path] = /^templates\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
    const field = TEMPLATE_FIELDS.find((one) => rest === one || rest.startsWith(`${one}[`));
    return [
      ...(place === undefined ? [] : [t('templates.nth', { n: Number(place) + 1 })]),
      ...(field ? [t(`templates.fields.${field}`)] : rest === '' ? [] : [rest]),
    ].join(' · ');
  }

  return { faultText, placeText };
}
