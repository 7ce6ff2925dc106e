import { useI18n } from 'vue-i18n';
import type { Held } from '#shared/domain/callback/attempts.ts';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import { usePartyName } from '../contacts/usePartyName.ts';
import { numberText } from '../calls/partyWords.ts';
import { useTimeWords } from '../words/useTimeWords.ts';

const MINUTE_MS = 60_000;

type Window = PromiseRow['window'];

/** Promises as they are said. */
export function usePromiseWords() {
  const { t, locale } = useI18n();
  const { nameOf } = usePartyName();
  const { timeText, dayText } = useTimeWords();

  const isSameDay = (a: number, b: number): boolean =>
    new Date(a).toDateString() === new Date(b).toDateString();

  /** A day is named where it is not today; what lies ahead is no `yesterday`. */
  function pointText(at: number, now: number): string {
    if (isSameDay(at, now)) return timeText(at);
    const tomorrow = new Date(now);
    tomorrow.setDate(tomorrow.getDate() + 1);
    const day = isSameDay(at, tomorrow.getTime()) ? t('promises.tomorrow') : dayText(at, now);
    return `${day} ${timeText(at)}`;
  }

  function windowText({ from, to }: Window, now: number): string {
    const end = isSameDay(from, to) ? timeText(to) : pointText(to, now);
    return `${pointText(from, now)}–${end}`;
  }

  /** Whole minutes, hours and minutes, or days. */
  function lengthText(ms: number): string {
    const minutes = Math.max(0, Math.round(ms / MINUTE_MS));
    if (minutes < 60) return t('promises.length.minutes', { n: minutes });
    const hours = Math.floor(minutes / 60);
    if (hours >= 48) return t('promises.length.days', { n: Math.floor(hours / 24) });
    const rest = minutes % 60;
    return rest === 0
      ? t('promises.length.hours', { n: hours })
      : t('promises.length.hoursMinutes', { n: hours, m: rest });
  }

  /** How long until it is due, or since. */
  function leftText(row: Pick<PromiseRow, 'dueAt'>, now: number): string {
    return row.dueAt > now
      ? t('promises.left', { time: lengthText(row.dueAt - now) })
      : t('promises.past', { time: lengthText(now - row.dueAt) });
  }

  function whoText(someone: Pick<PromiseRow, 'name' | 'dialled' | 'e164'>): string {
    return nameOf(someone) ?? (numberText(someone) || t('common.hiddenNumber'));
  }

  function holdText({ row, hold }: Held, now: number): string {
    const until = hold.until === null ? '' : pointText(hold.until, now);
    switch (hold.code) {
      case 'channel':
        return t('pauses.holds.channel', { channel: t(`pauses.channels.${hold.channel}`) });
      case 'paused':
      case 'check-in':
        return t(`pauses.holds.${hold.code}`, { until });
      default:
        return t(`promises.holds.${hold.code}`, { n: row.attempts, until });
    }
  }

  /** Each thing that speaks against a call, said once. */
  function holdsText(holds: readonly Held[], now: number): string[] {
    return [...new Set(holds.map((held) => holdText(held, now)))];
  }

  return { locale, pointText, windowText, lengthText, leftText, whoText, holdsText };
}
