import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { CallDisposition } from '#shared/domain/disposition/disposition.ts';
import type { TypeName } from '#shared/domain/disposition/tree.ts';

/** Types and results as they are called, in the language of the screen. */
export function useDispositionWords() {
  const { t, locale } = useI18n();
  const english = computed(() => locale.value === 'en');

  const nameText = ({ name }: { readonly name: TypeName }): string =>
    (english.value && name.en !== '' ? name.en : name.ko) || name.en;

  const pathText = (path: readonly { readonly name: TypeName }[]): string =>
    path.map(nameText).join(' › ');

  /** @param disposition null: what was chosen was taken back */
  function dispositionText(disposition: CallDisposition | null): string {
    if (disposition === null) return t('dispositions.takenBack');
    const { path, result, without } = disposition;
    if (without) return t('dispositions.without', { why: t(`dispositions.whys.${without}`) });
    return [pathText(path), result ? nameText(result) : ''].filter(Boolean).join(' · ');
  }

  return { nameText, pathText, dispositionText };
}
