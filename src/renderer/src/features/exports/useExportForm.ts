import { computed, reactive, ref, shallowRef, toRefs } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Dataset } from '#shared/domain/export/columns.ts';
import { BESIDES_ALL, DATASET_OF, PRESET_IDS } from '#shared/domain/export/request.ts';
import type { ExportFormat, ExportRequest, PresetId } from '#shared/domain/export/request.ts';
import { heeds } from '#shared/domain/export/scope.ts';
import { chosenFields, filterOf } from '#shared/domain/history/view.ts';
import type { Choice, ChosenField } from '#shared/domain/history/view.ts';
import { useExportStore } from '../../stores/exportStore.ts';

type Language = 'ko' | 'en';

const PSEUDONYM = 'pseudonym';

/** Kept while the page is: whoever exports every week chooses columns once. */
const columnsOf = reactive(new Map<PresetId, readonly string[]>());
const kept = reactive<{ preset: PresetId; format: ExportFormat }>({
  preset: 'calls',
  format: 'xlsx',
});

/**
 * What is asked for, as it stands in the dialog.
 * @param chosen the calls that were chosen one by one; empty: those of the filter
 */
export function useExportForm(choice: Choice, chosen: readonly string[]) {
  const exports = useExportStore();
  const { locale } = useI18n();
  const { preset, format } = toRefs(kept);
  if (chosen.length > 0) preset.value = 'calls';

  const language = ref<Language>(locale.value === 'en' ? 'en' : 'ko');
  const reason = ref('');
  const masked = ref(true);
  /** The filter of the log, and a time of its own. */
  const span = shallowRef(choice.span);
  const narrowed = computed<Choice>(() => ({ ...choice, span: span.value }));
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  const offered = computed(
    () => exports.options?.presets.find(({ id }) => id === preset.value) ?? null,
  );
  const columns = computed({
    get: () => columnsOf.get(preset.value) ?? offered.value?.columns ?? [],
    set: (ids: readonly string[]) => void columnsOf.set(preset.value, ids),
  });
  const pseudonym = computed({
    get: () => columns.value.includes(PSEUDONYM),
    set(on: boolean) {
      const others = columns.value.filter((id) => id !== PSEUDONYM);
      columns.value = on ? [...others, PSEUDONYM] : others;
    },
  });
  const hasPseudonym = computed(
    () => offered.value?.all.some(({ id }) => id === PSEUDONYM) ?? false,
  );

  /** Parts of the filter that the tables of the file do not know, by table. */
  const leftOut = computed<readonly { readonly preset: PresetId; readonly fields: string[] }[]>(
    () => {
      if (chosen.length > 0) return [];
      const besides = preset.value === 'all' && format.value === 'xlsx' ? BESIDES_ALL : [];
      return [preset.value, ...besides].flatMap((id) => {
        const fields = fieldsLeftOut(DATASET_OF[id], narrowed.value);
        return fields.length === 0 ? [] : [{ preset: id, fields: [...fields] }];
      });
    },
  );

  function request(): ExportRequest {
    return {
      ...{ preset: preset.value, format: format.value, language: language.value, timeZone },
      filter: chosen.length > 0 ? {} : filterOf(narrowed.value, Date.now()),
      ...(chosen.length > 0 && { callIds: [...chosen] }),
      columns: [...columns.value],
      ...{ unmasked: !masked.value, reason: reason.value.trim() },
    };
  }

  return {
    ...{ preset, format, language, reason, masked, span, timeZone },
    ...{ offered, columns, pseudonym, hasPseudonym, leftOut, narrowed, request },
    presets: chosen.length > 0 ? (['calls'] as const) : PRESET_IDS,
    /** What the preset comes with. */
    usual: () => void columnsOf.delete(preset.value),
    isUsual: computed(() => columns.value.join() === (offered.value?.columns ?? []).join()),
  };
}

/** `text` for what stands in the search box. The time is heeded by every table. */
function fieldsLeftOut(dataset: Dataset, choice: Choice): readonly (ChosenField | 'text')[] {
  const fields = chosenFields(choice).filter((field) => field !== 'span');
  const asked = choice.text.trim() === '' ? fields : (['text', ...fields] as const);
  return asked.filter((field) => !heeds(dataset, field));
}
