import { useI18n } from 'vue-i18n';
import type { Cause } from '#shared/domain/call/record.ts';
import { useCodeWords } from '../words/useCodeWords.ts';

/** Why a message did not arrive: some codes mean another thing for a call. */
export function useMessageWords() {
  const { t, te } = useI18n();
  const { errorText } = useCodeWords();

  function causeText({ code, status }: Cause): string {
    const key = `messages.causes.${code}`;
    if (te(key)) return t(key);
    if (code.startsWith('storage.')) return errorText(code).what;
    return status === undefined
      ? t('messages.causes.other')
      : t('messages.causes.sipOther', { status });
  }

  return { causeText };
}
