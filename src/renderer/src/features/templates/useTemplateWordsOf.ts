import { useI18n } from 'vue-i18n';
import type { MessageTemplate } from '#shared/domain/outbox/messageTemplate.ts';
import type { TemplateField } from '#shared/domain/outbox/messageTemplate.ts';
import { pathTo } from '#shared/domain/disposition/tree.ts';
import { useDispositionStore } from '../../stores/dispositionStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { useReasonWords } from '../availability/useReasonWords.ts';
import { useDispositionWords } from '../dispositions/useDispositionWords.ts';

/** What stands in a template's fields, as it is read. */
export function useTemplateWordsOf() {
  const { t } = useI18n();
  const dispositions = useDispositionStore();
  const settings = useSettingsStore();
  const { pathText } = useDispositionWords();
  const { reasonName } = useReasonWords();

  /** One that another desk has is called by its id. */
  const typeText = (id: string): string => pathText(pathTo(dispositions.desk.types, id)) || id;
  const reasonText = (id: string): string =>
    reasonName(settings.settings.awayReasons.find((one) => one.id === id) ?? { id, name: null });

  function fieldText(template: MessageTemplate, field: TemplateField): string {
    switch (field) {
      case 'language':
        return t(`templates.languages.${template.language}`);
      case 'strategy':
        return t(`templates.strategies.${template.strategy ?? 'any'}`);
      case 'notice':
        return t(`templates.notices.${template.notice ?? 'any'}`);
      case 'category':
        return t(`templates.categories.${template.category}`);
      case 'companies':
        return template.companies.join(', ') || t('templates.everyCompany');
      case 'types':
        return template.types.map(typeText).join(', ') || t('templates.noTypes');
      case 'reasons':
        return template.reasons.map(reasonText).join(', ') || t('templates.noReasons');
      case 'retired':
        return t(template.retired ? 'templates.isRetired' : 'templates.isOffered');
      default:
        return template[field];
    }
  }

  return { typeText, reasonText, fieldText };
}
