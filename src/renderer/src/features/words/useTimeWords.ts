import { computed } from 'vue';
import { useI18n } from 'vue-i18n';

function formatsOf(tag: 'ko-KR' | 'en-GB') {
  return {
    time: new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hour12: false }),
    seconds: new Intl.DateTimeFormat(tag, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hour12: false,
    }),
    day: new Intl.DateTimeFormat(tag, { month: 'long', day: 'numeric', weekday: 'short' }),
    dayOfYear: new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'short', day: 'numeric' }),
  };
}

/** Made once for each language: each row of a list that made its own cost a frame a few rows. */
const made = new Map<string, ReturnType<typeof formatsOf>>();

function formatsIn(language: string): ReturnType<typeof formatsOf> {
  const tag = language === 'ko' ? 'ko-KR' : 'en-GB';
  let formats = made.get(tag);
  if (!formats) made.set(tag, (formats = formatsOf(tag)));
  return formats;
}

/** Clock times and days as they are said, in the language of the screen. */
export function useTimeWords() {
  const { t, locale } = useI18n();

  const formats = computed(() => formatsIn(locale.value));

  function dayText(at: number, now = Date.now()): string {
    const day = startOfDay(at);
    const today = startOfDay(now);
    if (day === today) return t('history.today');
    const yesterday = new Date(today);
    yesterday.setDate(yesterday.getDate() - 1);
    if (day === yesterday.getTime()) return t('history.yesterday');
    const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
    return formats.value[sameYear ? 'day' : 'dayOfYear'].format(at);
  }

  return {
    dayText,
    timeText: (at: number): string => formats.value.time.format(at),
    secondsText: (at: number): string => formats.value.seconds.format(at),
    /** A calendar day as it is stored: `2026-12-25`. Noon is on that day whatever the clocks do. */
    dateText: (date: string): string =>
      formats.value.dayOfYear.format(new Date(`${date}T12:00:00`)),
    momentText: (at: number): string => `${dayText(at)} ${formats.value.time.format(at)}`,
  };
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
