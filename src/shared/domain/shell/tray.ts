import type { AwayReason } from '../availability/reasons.ts';
import { WRAP_UP } from '../availability/reasons.ts';
import { askWhetherBack } from '../availability/changes.ts';
import { protectedUntil } from '../availability/protectedBreak.ts';
import { isWrapUp } from '../availability/status.ts';
import type { Reserved, Status } from '../availability/status.ts';
import type { PromiseRow } from '../callback/record.ts';
import { REASON_WORDS } from '../export/words.ts';
import { dayAfter } from '../hours/businessHours.ts';
import { maskNumber, maskNumbers } from '../privacy/maskNumber.ts';
import { cleanDisplayName } from '../text/displayName.ts';
import type { Language } from './language.ts';
import { TRAY_WORDS } from './trayWords.ts';

/** What a desktop shell shows of the agent's work. Times are epoch milliseconds. */
export interface ShellState {
  readonly language: Language;
  readonly status: Status;
  /** In the order of the settings. */
  readonly reasons: readonly AwayReason[];
  /** Calls that have not ended, a ringing one among them. */
  readonly calls: number;
  /** Whether one of them is talked on, or was made by the agent: a choice is for afterwards. */
  readonly talking: boolean;
  /** The first of the worklist. */
  readonly next: Pick<PromiseRow, 'name' | 'dialled' | 'dueAt'> | null;
  /** How many promises are overdue. */
  readonly overdue: number;
}

/** Each is a picture of its own, told apart by its shape and not by its colour alone. */
export const TRAY_ICONS = ['available', 'in-call', 'after-call', 'away', 'overdue', 'off'] as const;
export type TrayIcon = (typeof TRAY_ICONS)[number];

export type TrayChoice = 'available' | { readonly reasonId: string };
export type TrayAction =
  | { readonly do: 'open' | 'promises' | 'dial' | 'settings' | 'quit' }
  | { readonly do: 'choose'; readonly to: TrayChoice };

export type TrayItem =
  | { readonly kind: 'line' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction }
  /** One of several, of which at most one is chosen. */
  | {
      readonly kind: 'choice';
      readonly label: string;
      readonly action: TrayAction;
      readonly chosen: boolean;
      readonly possible: boolean;
    }
  | { readonly kind: 'group'; readonly label: string; readonly items: readonly TrayItem[] };

export interface TrayModel {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

/** Windows cuts the text behind this many UTF-16 units. */
const LONGEST_TOOLTIP = 127;
/** A menu is read in a glance. */
const LONGEST_NAME = 24;

/** All that the tray shows at a moment; drawn by `main/tray.ts`. No number of a customer is whole in it. */
export function trayModel(state: ShellState, now: number): TrayModel {
  const words = TRAY_WORDS[state.language];
  const status = statusText(state, now);
  const promise = promiseText(state, now);
  return {
    icon: iconOf(state),
    tooltip: shortened(
      [words.app, status, promise].filter((part) => part !== '').join(' · '),
      LONGEST_TOOLTIP,
    ),
    items: [
      { kind: 'text', label: [words.app, status].join(' · ') },
      promise === ''
        ? { kind: 'text', label: words.noPromise }
        : { kind: 'action', label: promise, action: { do: 'promises' } },
      ...moreOverdue(state),
      { kind: 'line' },
      ...choices(state, now),
      { kind: 'line' },
      { kind: 'action', label: words.dial, action: { do: 'dial' } },
      { kind: 'action', label: words.open, action: { do: 'open' } },
      { kind: 'action', label: words.settings, action: { do: 'settings' } },
      { kind: 'line' },
      { kind: 'action', label: words.quit, action: { do: 'quit' } },
    ],
  };
}

/** What matters most now: whether calls come in, and then whether somebody waits. */
function iconOf({ status: { span }, talking, overdue }: ShellState): TrayIcon {
  if (talking) return 'in-call';
  if (span?.kind === 'away') return isWrapUp(span) ? 'after-call' : 'away';
  if (overdue > 0) return 'overdue';
  return span?.kind === 'available' ? 'available' : 'off';
}

function statusText({ language, status, talking, reasons }: ShellState, now: number): string {
  const words = TRAY_WORDS[language];
  const { span, reserved } = status;
  if (talking) {
    const next = reserved === null ? '' : words.next(reservedText(reserved, language, reasons));
    return [words.inCall, next].filter((part) => part !== '').join(' · ');
  }
  if (span?.kind === 'available') return words.available;
  if (span?.kind !== 'away' || span.reasonId === null) return words.off;
  const name = reasonText(span.reasonId, span.reasonName, language);
  if (span.until === null) return name;
  const time = whenText(span.until, now, language);
  return `${name} · ${askWhetherBack(status, now) ? words.past(time) : words.until(time)}`;
}

function reservedText(
  reserved: Reserved,
  language: Language,
  reasons: readonly AwayReason[],
): string {
  if (reserved === 'available') return TRAY_WORDS[language].takeCalls;
  const named = reserved.reasonName ?? reasons.find(({ id }) => id === reserved.reasonId)?.name;
  return reasonText(reserved.reasonId, named ?? null, language);
}

/** What was chosen under a desk's own name keeps it. */
function reasonText(id: string, name: string | null, language: Language): string {
  return name ?? REASON_WORDS[id]?.[language] ?? id;
}

/** Empty when nothing is promised. */
function promiseText({ language, next, overdue }: ShellState, now: number): string {
  if (next === null) return '';
  const words = TRAY_WORDS[language];
  const when = whenText(next.dueAt, now, language);
  const who = customerText(next);
  return overdue > 0 ? words.latePromise(when, who) : words.promise(when, who);
}

/** Whoever looks over a shoulder reads no number: not where there is no name, nor in one. */
function customerText({ name, dialled }: Pick<PromiseRow, 'name' | 'dialled'>): string {
  const clean = maskNumbers(cleanDisplayName(name ?? ''));
  return clean === '' ? maskNumber(dialled) : shortened(clean, LONGEST_NAME);
}

function moreOverdue({ language, overdue }: ShellState): readonly TrayItem[] {
  if (overdue < 2) return [];
  const label = TRAY_WORDS[language].morePromises(overdue);
  return [{ kind: 'action', label, action: { do: 'promises' } }];
}

/** The same choices as in the page: now, or after the call of this moment. */
function choices(state: ShellState, now: number): readonly TrayItem[] {
  const { language, status, talking, reasons } = state;
  const words = TRAY_WORDS[language];
  const held = protectedUntil(status, now);
  const possible = held === null;
  const chosen = chosenId(state);
  const choice = (label: string, to: TrayChoice): TrayItem => ({
    ...{ kind: 'choice', label, possible, action: { do: 'choose', to } },
    chosen: chosen === (to === 'available' ? to : to.reasonId),
  });
  return [
    ...(held === null
      ? []
      : [{ kind: 'text', label: words.protectedUntil(whenText(held, now, language)) } as const]),
    choice(talking ? words.takeCallsLater : words.takeCalls, 'available'),
    {
      kind: 'group',
      label: talking ? words.goAwayLater : words.goAway,
      items: reasons
        // After-call work comes with a call, not by choice.
        .filter(({ id }) => id !== WRAP_UP)
        .map(({ id, name }) => choice(reasonText(id, name, language), { reasonId: id })),
    },
  ];
}

function chosenId({ talking, status: { span, reserved } }: ShellState): string | null {
  if (talking) return reserved === 'available' ? reserved : (reserved?.reasonId ?? null);
  return span?.kind === 'available' ? 'available' : (span?.reasonId ?? null);
}

/** `15:00`, with its day where that is not today. */
function whenText(at: number, now: number, language: Language): string {
  const words = TRAY_WORDS[language];
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const day = dayAfter(at, 0);
  if (day === dayAfter(now, 0)) return time;
  if (day === dayAfter(now, 1)) return words.tomorrow(time);
  return words.onDay(date.getMonth() + 1, date.getDate(), time);
}

/** Never cut inside a letter that is written as two units. */
function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
