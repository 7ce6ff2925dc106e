import { kindOfNumber } from '../contact/numberKind.ts';
import { atMinute, dayAfter } from '../hours/businessHours.ts';
import type { Encoding } from '../message/encodings.ts';
import { measure, withNewlines } from '../message/meter.ts';
import type { PhoneNumberKind } from '../phone-number/phoneNumber.ts';
import { refusalOf } from './delivery.ts';
import type { Delivery, TextForm } from './delivery.ts';
import { NO_LINE } from './holds.ts';
import type { Hold } from './holds.ts';
import type { MissedTexts } from './policy.ts';
import { quietUntil } from './quietHours.ts';
import type { TextRow } from './record.ts';

/*
 * What is to be done with a text that waits: by what it leaves now, or until when it is held and
 * why. Everything is asked anew at the moment it would leave, by the clock on the wall, so that
 * neither a clock that was set nor a setting that was changed lets out what must stay.
 */

/** Something texts leave by, as far as it decides. */
export interface Way {
  readonly id: string;
  /** `phone`: the page that holds the phone. `practice`: nothing leaves this computer. */
  readonly kind: 'gateway' | 'phone' | 'practice';
  readonly forms: readonly TextForm[];
  readonly numberKinds: readonly PhoneNumberKind[];
  /** What it carries; null: every character. */
  readonly encoding: Encoding | null;
  readonly newline: 'lf' | 'crlf';
  /** It has said that it takes nothing before; epoch milliseconds. */
  readonly restsUntil: number;
  /** How many more it may take today; null: as many as there are. */
  readonly left: number | null;
}

export interface Situation {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly quiet: Pick<MissedTexts, 'quiet' | 'quietFrom' | 'quietTo'>;
  /** In the order in which they are tried. */
  readonly ways: readonly Way[];
  /** What gateways said before counts no more: their settings may be others since. */
  readonly heardSince: number;
  /** What is written down would be gone with the app: see `StorageHealth`. */
  readonly volatile: boolean;
  /** Whether this customer has said that they want no texts, not even such as inform them. */
  readonly refuses: (row: TextRow) => boolean;
  /** Whether this customer has agreed to advertising. */
  readonly agreed: (row: TextRow) => boolean;
  /** Whether every picture of the text is here. */
  readonly hasPictures: (row: TextRow) => boolean;
}

export type Step =
  | { readonly do: 'send'; readonly wayId: string; readonly form: TextForm }
  /** @param until epoch milliseconds; null: until something changes */
  | { readonly do: 'hold'; readonly why: Hold; readonly until: number | null };

const HOUR_MS = 3_600_000;
/** A text about a missed call is none after that; see `whyNoText`. Any other is read by then. */
const STALE_MS = { missed: 12 * HOUR_MS, other: 72 * HOUR_MS } as const;

/** Without a consent of its own no advertising leaves then, whatever the desk has set. DOMAIN.md. */
const ADVERTISING_NIGHT = { quiet: true, quietFrom: 21 * 60, quietTo: 8 * 60 } as const;

/** What a gateway calls a text that it would take as another type. */
const FORM_REFUSED = 'gateway.form';

const hold = (why: Hold, until: number | null = null): Step => ({ do: 'hold', why, until });

export function nextStep(row: TextRow, situation: Situation): Step {
  const { now, quiet, volatile, refuses, agreed, hasPictures } = situation;
  if (volatile) return hold('memory');
  if (row.notBefore !== null && row.notBefore > now) return hold('scheduled', row.notBefore);
  if (isStale(row, now)) return hold('stale');
  if (!row.practice) {
    const until = quietUntil(quiet, now);
    if (until !== null) return hold('quiet', until);
    // A row of before there was such a thing says nothing.
    if (!row.content.despite && refuses(row)) return hold('unwanted');
    if (row.content.category === 'advertising') {
      const morning = quietUntil(ADVERTISING_NIGHT, now);
      if (morning !== null) return hold('quiet', morning);
      if (!agreed(row)) return hold('consent');
    }
  }
  if (!hasPictures(row)) return hold('picture');
  return chooseWay(row, situation);
}

function isStale({ origin, writtenAt, editedAt, notBefore }: TextRow, now: number): boolean {
  const last = Math.max(writtenAt, editedAt ?? 0, notBefore ?? 0);
  return now - last > STALE_MS[origin.kind === 'missed' ? 'missed' : 'other'];
}

function chooseWay(row: TextRow, situation: Situation): Step {
  const { ways } = situation;
  const line = ways.filter(({ kind }) => (kind === 'practice') === row.practice);
  const kind = kindOfNumber(row.e164 ?? row.dialled);
  const reaching = row.practice ? line : line.filter((way) => way.numberKinds.includes(kind));
  if (reaching.length === 0) {
    return hold(line.some((way) => way.kind === 'gateway') ? 'number' : 'no-way');
  }

  const fits = reaching.map((way) => ({ way, ...formsFor(row, way) }));
  const able = fits.filter(({ forms }) => forms.length > 0);
  if (able.length === 0) return hold(fits[0]?.fault ?? 'form');
  const refused = row.delivery?.refused ?? [];
  const open = able
    .map(({ way, forms }) => ({
      way,
      form: forms.find((form) => !refused.includes(refusalOf(way.id, form))),
    }))
    .filter((one): one is { way: Way; form: TextForm } => one.form !== undefined);
  if (open.length === 0) return hold('refused');
  return firstOpen(row, open, situation);
}

/**
 * The first that takes it, unless one before is ready so soon that waiting for it is nothing a
 * customer would notice.
 */
const SOON_MS = 60_000;

function firstOpen(
  row: TextRow,
  open: readonly { readonly way: Way; readonly form: TextForm }[],
  situation: Situation,
): Step {
  const { now } = situation;
  let first: Extract<Step, { do: 'hold' }> | null = null;
  for (const { way, form } of open) {
    const held = holdOfWay(row, way, situation);
    if (held === null) return { do: 'send', wayId: way.id, form };
    if (held.until !== null && held.until - now <= SOON_MS) return held;
    if (first === null || (held.until !== null && held.until < (first.until ?? Infinity))) {
      first = held;
    }
  }
  return first ?? hold('refused');
}

function holdOfWay(
  { delivery }: TextRow,
  way: Way,
  { now, heardSince }: Situation,
): Extract<Step, { do: 'hold' }> | null {
  if (way.kind === 'phone' && way.left === 0) return { do: 'hold', why: 'phone', until: null };
  if (way.left === 0) return { do: 'hold', why: 'day', until: atMinute(dayAfter(now, 1), 0) };
  // By a clock set back since, it was said in the future: nothing waits for that.
  const heard =
    delivery?.state === 'delayed' &&
    delivery.gatewayId === way.id &&
    heardSince <= delivery.at &&
    delivery.at <= now;
  const until = Math.max(way.restsUntil, heard ? (delivery.retryAt ?? 0) : 0);
  return until > now ? { do: 'hold', why: 'retry', until } : null;
}

/** As what it may leave by this way, best first; what is against it where there is none. */
function formsFor(
  row: TextRow,
  way: Way,
): { readonly forms: readonly TextForm[]; readonly fault: Hold | null } {
  if (way.encoding === null) return { forms: way.forms, fault: null };
  const { subject, attachments } = row.content;
  const body = withNewlines(row.body, way.newline);
  const { form, unsendable, subjectOver } = measure(
    { body, subject, attachments: attachments.length },
    way.encoding,
  );
  if (unsendable.length > 0) return { forms: [], fault: 'characters' };
  if (form === null || subjectOver > 0) return { forms: [], fault: 'long' };
  // A short text may go as a long one: where no other is carried, or the short one was refused.
  const wanted: readonly TextForm[] = form === 'sms' ? ['sms', 'lms'] : [form];
  const shortRefused = row.delivery !== null && wasRefusedAsShort(row.delivery, way.id);
  const forms = wanted.filter((one) => way.forms.includes(one));
  return {
    forms: shortRefused ? forms : forms.slice(0, 1),
    fault: forms.length === 0 ? 'form' : null,
  };
}

/** For its type and nothing else, or it has been tried as the longer type since. */
function wasRefusedAsShort({ refused, code, gatewayId, form }: Delivery, wayId: string): boolean {
  if (!refused.includes(refusalOf(wayId, 'sms'))) return false;
  return code === FORM_REFUSED || (gatewayId === wayId && form === 'lms');
}

/** Whether nothing is left to try after a gateway has refused a text. @param code as it said */
export function isRefusedByAll(row: TextRow, situation: Situation, code: string): boolean {
  const { delivery } = row;
  if (delivery === null) return false;
  const refused = [...delivery.refused, refusalOf(delivery.gatewayId, delivery.form)];
  const step = chooseWay({ ...row, delivery: { ...delivery, refused, code } }, situation);
  return step.do === 'hold' && !['phone', 'day', 'retry'].includes(step.why);
}

/** What a gateway says when nothing at all goes by it: a text is not the worse for it, and waits. */
const TROUBLES: ReadonlySet<string> = new Set(
  [
    ...['offline', 'auth', 'clock', 'balance', 'incomplete'],
    ...['certificate', 'address', 'redirected', 'sender'],
  ].map((one) => `gateway.${one}`),
);

export function isTroubleOfGateway(code: string): boolean {
  return TROUBLES.has(code) || code === NO_LINE;
}

/** Milliseconds: doubled with each time a gateway said that it takes nothing now. */
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 5 * 60_000;
/** However long a gateway says: after that it is asked. */
const LONGEST_SAID_MS = 24 * HOUR_MS;

/**
 * How long a gateway is left alone.
 * @param times in a row that it took nothing, this one included
 * @param saidMs as it said itself
 */
export function restMs(times: number, saidMs: number | null): number {
  const ours = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.min(times - 1, 20));
  return Math.max(ours, Math.min(saidMs ?? 0, LONGEST_SAID_MS));
}

/** A text that gateways were reached with so often is for a person: about five hours of asking. */
export const MOST_TRIES = 60;

/** What a gateway that takes a key may be asked again after; it forgets keys, some after a day. */
const KEY_GOOD_MS = 6 * HOUR_MS;

/**
 * What to do with an attempt that has no answer, after a restart.
 * @returns `ask`: once more with the same key. A number: not before then, epoch milliseconds
 */
export function afterSilence(
  { practice, delivery }: Pick<TextRow, 'practice' | 'delivery'>,
  takesKey: boolean,
  { now, quiet }: Pick<Situation, 'now' | 'quiet'>,
): 'ask' | 'unsure' | number {
  const key = delivery?.key ?? null;
  // A clock set back makes no key young again: then nobody knows how old it is.
  const age = now - (delivery?.at ?? 0);
  if (key === null || !takesKey || age < 0 || age > KEY_GOOD_MS) return 'unsure';
  return (practice ? null : quietUntil(quiet, now)) ?? 'ask';
}

const FIRST_QUESTION_MS = 5_000;
export const LONGEST_BETWEEN_MS = HOUR_MS;
const LEARN_FOR_MS = 72 * HOUR_MS;

/**
 * When a gateway is asked next what became of a text: seldom the longer it has taken it.
 * @param age milliseconds since it was accepted
 * @returns milliseconds from now; null: no more
 */
export function learnAfterMs(age: number): number | null {
  if (age > LEARN_FOR_MS) return null;
  return Math.min(LONGEST_BETWEEN_MS, Math.max(FIRST_QUESTION_MS, Math.round(age / 2)));
}
