import { useI18n } from 'vue-i18n';
import type { Language } from '#shared/contract/settings.ts';
import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';
import type { MirrorEntry, MirrorQuestion } from '#shared/domain/practice/mirror.ts';
import { clockText } from '../../ui/clockText.ts';

/** What stands in the mirror, in words. */
export function useMirrorWords() {
  const { t, locale } = useI18n();
  const language = (): Language => locale.value as Language;

  function deedText(entry: Exclude<MirrorEntry, { readonly what: 'said' }>): string {
    switch (entry.what) {
      case 'answered':
        return t('practice.mirror.did.answered', { time: clockText(entry.afterMs) });
      case 'held':
        return t('practice.mirror.did.held', { time: clockText(entry.ms) });
      case 'transferred':
        return t('practice.mirror.did.transferred', { to: parsePhoneNumber(entry.to).display });
      case 'step': {
        const step = entry.title[language()];
        return entry.how === 'skip' ? t('practice.mirror.did.skipped', { step }) : step;
      }
      case 'acted':
        return t(`practice.mirror.acted.${entry.action}`);
      case 'ended':
        return t(`practice.mirror.ended.${entry.by}`);
      default:
        return t(`practice.mirror.did.${entry.what}`);
    }
  }

  function questionText(question: MirrorQuestion): string {
    switch (question.kind) {
      case 'waited':
        return t('practice.mirror.ask.waited', { time: clockText(question.ms) });
      case 'passedOver':
        return t('practice.mirror.ask.passedOver', { step: question.title[language()] });
      case 'turned':
        return t('practice.mirror.ask.turned', {
          words: question.text[language()],
          mood: t(`practice.moods.${question.mood}`),
        });
      default:
        return t(`practice.mirror.ask.${question.kind}`);
    }
  }

  return { deedText, questionText };
}
