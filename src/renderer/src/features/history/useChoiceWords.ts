import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { DIRECTIONS, OUTCOMES } from '#shared/domain/call/record.ts';
import { PROMISE_FACETS, TEXT_FACETS } from '#shared/domain/history/filter.ts';
import { USUAL_SPANS } from '#shared/domain/history/span.ts';
import type { Span } from '#shared/domain/history/span.ts';
import type { Choice, ChosenField } from '#shared/domain/history/view.ts';
import { GRADES } from '#shared/domain/quality/grade.ts';
import { useGuideStore } from '../../stores/guideStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { useReasonWords } from '../availability/useReasonWords.ts';
import { useDispositionWords } from '../dispositions/useDispositionWords.ts';
import { useTimeWords } from '../words/useTimeWords.ts';

interface Option {
  readonly value: string;
  readonly text: string;
}

/** What calls are chosen by, in words: the options of each field, and what is chosen. */
export function useChoiceWords() {
  const { t, locale } = useI18n();
  const settings = useSettingsStore();
  const guide = useGuideStore();
  const { nameText, pathText } = useDispositionWords();
  const { reasonName } = useReasonWords();
  const { dateText } = useTimeWords();

  const desk = computed(() => settings.settings.dispositions);

  /** With those above it: two may have one name. Retired ones too, since old calls have them. */
  const types = computed(() => {
    const byId = new Map(desk.value.types.map((type) => [type.id, type]));
    const pathOf = (id: string | null): (typeof desk.value.types)[number][] => {
      const type = id === null ? undefined : byId.get(id);
      return type ? [...pathOf(type.parentId), type] : [];
    };
    return desk.value.types.map(({ id }) => ({ value: id, text: pathText(pathOf(id)) }));
  });

  const options = computed<Readonly<Partial<Record<ChosenField, readonly Option[]>>>>(() => {
    const of = (values: readonly string[], text: (value: string) => string): readonly Option[] =>
      values.map((value) => ({ value, text: text(value) }));
    return {
      direction: of(DIRECTIONS, (value) => t(`directions.${value}`)),
      outcome: of(OUTCOMES, (value) => t(`outcomes.any.${value}`)),
      type: types.value,
      result: desk.value.results.map((one) => ({ value: one.id, text: nameText(one) })),
      reason: settings.settings.awayReasons.map((one) => ({
        value: one.id,
        text: reasonName(one),
      })),
      promise: of(PROMISE_FACETS, (value) => t(`log.promises.${value}`)),
      texted: of(TEXT_FACETS, (value) => t(`outbox.states.${value}`)),
      quality: of(GRADES, (value) => t(`quality.grades.${value}`)),
      voicemail: [
        { value: 'any', text: t('log.voicemail.any') },
        { value: 'new', text: t('log.voicemail.new') },
      ],
      script: guide.scripts.map(({ id, title }) => ({
        value: id,
        text: locale.value === 'en' ? title.en : title.ko,
      })),
      practice: [
        { value: 'no', text: t('log.practice.no') },
        { value: 'yes', text: t('log.practice.yes') },
      ],
      service: [{ value: 'yes', text: t('pbx.history.service') }],
    };
  });

  const spans = computed(() =>
    [...USUAL_SPANS, 'days' as const].map((value) => ({ value, text: t(`log.spans.${value}`) })),
  );

  function spanText(span: Span): string {
    if (span.kind !== 'days') return t(`log.spans.${span.kind}`);
    const [from = '', to = ''] = [span.from, span.to].toSorted();
    return from === to ? dateText(from) : `${dateText(from)} – ${dateText(to)}`;
  }

  /** A field as a word of its own: what is chosen, with its name where that alone would not tell. */
  function chosenText(choice: Choice, field: ChosenField): string {
    if (field === 'span') return spanText(choice.span);
    if (field === 'undisposedSince') return t('log.fields.undisposedSince');
    if (field === 'recorded') return t('recording.filter');
    if (field === 'tag') return `#${choice.tag ?? ''}`;
    const value = valueOf(choice, field);
    const text = options.value[field]?.find((one) => one.value === value)?.text ?? value;
    return BARE.has(field) ? text : `${t(`log.fields.${field}`)} ${text}`;
  }

  return { options, spans, chosenText };
}

/** They speak for themselves. */
const BARE: ReadonlySet<ChosenField> = new Set(['direction', 'type', 'voicemail', 'service']);

/** A field's value as the options of its list have it. */
export function valueOf(choice: Choice, field: ChosenField): string {
  const value = field === 'span' ? choice.span.kind : choice[field];
  if (value === undefined) return '';
  if (field === 'voicemail') return value === 'new' ? 'new' : 'any';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/** A value of a field's list as a part of a choice; empty: any. */
export function withValue(field: ChosenField, value: string): Partial<Choice> {
  if (value === '') return { [field]: undefined };
  switch (field) {
    case 'voicemail':
      return { voicemail: value === 'new' ? 'new' : true };
    case 'practice':
      return { practice: value === 'yes' };
    case 'service':
      return { service: true };
    default:
      return { [field]: value };
  }
}
