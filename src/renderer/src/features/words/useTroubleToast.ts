import { useI18n } from 'vue-i18n';
import { AppError } from '#shared/errors.ts';
import { showToast } from '../../ui/toasts.ts';
import { useCodeWords } from './useCodeWords.ts';

/** Says in a toast why the host would not, what to do, and the code for support. */
export function useTroubleToast(): (error: unknown) => void {
  const { t } = useI18n();
  const { errorText } = useCodeWords();
  return (error) => {
    const code = error instanceof AppError ? error.code : 'internal';
    const { what, todo } = errorText(code);
    showToast(`${what} ${todo} (${t('common.code', { code })})`, 'trouble');
  };
}
