import { useI18n } from 'vue-i18n';
import type { ExportState } from '#shared/contract/exports.ts';
import type { PresetId } from '#shared/domain/export/request.ts';
import { useExportStore } from '../../stores/exportStore.ts';

const MEGABYTE = 1_048_576;

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

  function sizeText(bytes: number): string {
    const [size, unit] = bytes < MEGABYTE ? [bytes / 1_024, 'kB'] : [bytes / MEGABYTE, 'MB'];
    return `${new Intl.NumberFormat(locale.value, { maximumFractionDigits: 1 }).format(size)} ${unit}`;
  }

  return { titleOf, rowsText, sizeText };
}
