import { computed } from 'vue';
import { useI18n } from 'vue-i18n';

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);

/** The days of the week in short, Monday first. */
export function useDayWords() {
  const { locale } = useI18n();
  const dayNames = computed(() => {
    const format = new Intl.DateTimeFormat(locale.value === 'ko' ? 'ko-KR' : 'en-GB', {
      weekday: 'short',
      timeZone: 'UTC',
    });
    return Array.from({ length: 7 }, (_, day) => format.format(MONDAY + day * 86_400_000));
  });
  return { dayNames };
}
