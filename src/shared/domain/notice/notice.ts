import { z } from 'zod';
import { maskNumber, maskNumbers } from '../privacy/maskNumber.ts';

/** What the system shows over other programs while the app's window is not in front. */
export const NOTICE_KINDS = ['call', 'missed', 'promise', 'message', 'reply', 'pause'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const noticeSettingsSchema = z.strictObject({
  on: z.boolean().default(true),
  /** Whether a notice says who it is about: it may stand on a lock screen, or be seen by others. */
  who: z.boolean().default(true),
});
export type NoticeSettings = z.infer<typeof noticeSettingsSchema>;

/** `open` is also what a click on the notice itself means. */
export const NOTICE_ACTIONS = ['open', 'call', 'snooze'] as const;
export const noticeActionSchema = z.enum(NOTICE_ACTIONS);
export type NoticeAction = z.infer<typeof noticeActionSchema>;

/** The buttons of each kind, most useful first: no system shows more than two. */
export const ACTIONS_OF: Readonly<Record<NoticeKind, readonly NoticeAction[]>> = {
  // Answering is the card's and the keys': a click meant for another notice must not take a call.
  call: ['open'],
  missed: ['call', 'open'],
  promise: ['call', 'snooze'],
  message: ['open'],
  reply: ['open'],
  pause: ['open'],
};

/** Minutes a promise is put off by the button of its notice. */
export const NOTICE_SNOOZE_MINUTES = 10;

interface Told {
  readonly name: string | null;
  /** Empty for whoever withholds it. */
  readonly number: string;
}

/**
 * Who a notice is about: the name, else the number, of which a notice never shows all.
 * @returns null where it says nothing of them
 */
export function whoOnNotice({ name, number }: Told, { who }: NoticeSettings): string | null {
  if (!who) return null;
  if (name !== null && name.trim() !== '') return maskNumbers(name.trim());
  return number === '' ? null : maskNumber(number);
}

/** What somebody has written, as far as a notice repeats it. */
export function wordsOnNotice(words: string, { who }: NoticeSettings): string {
  return who ? maskNumbers(words) : '';
}

const MINUTE_MS = 60_000;
/** So many a minute; a call that rings may be one more than what is only to be known. */
const MOST_A_MINUTE = 4;
const MOST_WITH_CALLS = 6;

/** What was shown lately, epoch milliseconds, and how many were not. */
export interface Pace {
  readonly shown: readonly number[];
  readonly held: number;
}

export const NO_PACE: Pace = { shown: [], held: 0 };

/** Whether one more is shown now; one that is not is counted. */
export function paced(
  pace: Pace,
  kind: NoticeKind,
  now: number,
): { readonly pace: Pace; readonly show: boolean } {
  const shown = pace.shown.filter((at) => now - at < MINUTE_MS);
  const most = kind === 'call' ? MOST_WITH_CALLS : MOST_A_MINUTE;
  if (shown.length < most) return { pace: { ...pace, shown: [...shown, now] }, show: true };
  // A call that is over when there is room again is among the missed ones.
  return { pace: { shown, held: pace.held + (kind === 'call' ? 0 : 1) }, show: false };
}

/** When those that were held are to be told, together; epoch milliseconds. Null while there are none. */
export function groupAt({ shown, held }: Pace): number | null {
  if (held === 0) return null;
  const free = shown.toSorted((a, b) => a - b).at(-MOST_A_MINUTE);
  return free === undefined ? 0 : free + MINUTE_MS;
}

/** They are told as one. */
export function grouped(pace: Pace, now: number): Pace {
  return { shown: [...pace.shown.filter((at) => now - at < MINUTE_MS), now], held: 0 };
}
