import { useI18n } from 'vue-i18n';
import type { PostResult } from '#shared/contract/screenPop.ts';

/** What became of telling the other program. */
export function usePostWords() {
  const { t } = useI18n();

  function resultText(result: PostResult): string {
    if (result.ok) return t('screenPop.told');
    return t(`screenPop.results.${result.code}`, { status: result.status ?? '' });
  }

  return { resultText };
}
