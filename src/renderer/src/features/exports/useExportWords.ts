import { useI18n } from 'vue-i18n';
import type { ExportState } from '#shared/contract/exports.ts';
import type { PresetId } from '#shared/domain/export/request.ts';
import { useExportStore } from '../../stores/exportStore.ts';

/** What is exported and how far it is, in words. */
export function useExportWords() {
  const { t, n, locale } = useI18n();
  const exports = useExportStore();

  function titleOf(preset: PresetId): string {
    const title = exports.options?.presets.find(({ id }) => id === preset)?.title;
    return title?.[locale.value === 'en' ? 'en' : 'ko'] ?? preset;
  }

  function rowsText({ rows, total }: Pick<ExportState, 'rows' | 'total'>): string {
    return total === null
      ? t('exports.progress.rows', { rows: n(rows) })
      : t('exports.progress.rowsOf', { rows: n(rows), total: n(total) });
  }

  return { titleOf, rowsText };
}
