import { initialsOf } from '../text/initials.ts';
import type { Reservation, Strategy } from './content.ts';
import type { MessageTemplate } from './messageTemplate.ts';

/** The text that one is looked for. */
export interface OfferAbout {
  /** Empty: nobody has said. */
  readonly company: string;
  readonly language: 'ko' | 'en';
  /** Of the call, from the first level down. */
  readonly types: readonly string[];
  /** Why nobody answered it. */
  readonly reasonId: string | null;
  /** Null: not chosen. */
  readonly strategy: Strategy | null;
  /** What is told of a reservation. */
  readonly notice: Reservation['state'];
}

/** Whether a template is meant for a text like this. */
export function fits(template: MessageTemplate, about: OfferAbout): boolean {
  const { retired, companies, types, reasons, strategy, notice } = template;
  if (retired) return false;
  const ofOther = companies.length > 0 && !companies.includes(about.company);
  if (ofOther && about.company !== '') return false;
  if (strategy !== null && about.strategy !== null && strategy !== about.strategy) return false;
  // What is told again is the change; a booking of before is none any more.
  if (notice !== null && notice !== about.notice) return false;
  if (about.notice !== 'booked' && strategy !== 'reservation' && strategy !== null) return false;
  return (types.length === 0 && reasons.length === 0) || closeness(template, about) > 0;
}

/** Whether it may be sent by itself to whoever reached nobody: nothing is booked, nothing advertised. */
export function saysAbsence({ retired, strategy, category }: MessageTemplate): boolean {
  return !retired && strategy !== 'reservation' && category === 'information';
}

function closeness({ types, reasons }: MessageTemplate, about: OfferAbout): number {
  const type = types.some((id) => about.types.includes(id));
  const reason = about.reasonId !== null && reasons.includes(about.reasonId);
  return Number(type) + Number(reason);
}

/** What is typed to find one: a part of its name or words, or the initial consonants of its name. */
function isFound({ name, body }: MessageTemplate, typed: string): boolean {
  const plain = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s/g, '');
  const wanted = plain(typed);
  return [plain(name), initialsOf(plain(name)), plain(body)].some((one) => one.includes(wanted));
}

/** By name; those of a retired template among them. */
export function foundTemplates<T extends MessageTemplate>(
  templates: readonly T[],
  typed: string,
): readonly T[] {
  return templates
    .filter((one) => isFound(one, typed))
    .toSorted((a, b) => a.language.localeCompare(b.language) * -1 || byName(a, b));
}

const byName = (a: MessageTemplate, b: MessageTemplate): number =>
  a.name.localeCompare(b.name, 'ko');

/**
 * Those that fit, and the others that could be chosen all the same, the closest first: of the desk's
 * language, then those made for just this type, reason, company and strategy, then in the order of the list.
 */
export function offersOf<T extends MessageTemplate>(
  templates: readonly T[],
  about: OfferAbout,
  typed = '',
): { readonly fitting: readonly T[]; readonly others: readonly T[] } {
  const rank = (one: T): number =>
    (one.language === about.language ? 8 : 0) +
    closeness(one, about) * 2 +
    Number(one.companies.includes(about.company)) +
    Number(one.strategy !== null && one.strategy === about.strategy);
  const found = templates
    .filter((one) => !one.retired && isFound(one, typed))
    .toSorted((a, b) => rank(b) - rank(a));
  const fitting = found.filter((one) => fits(one, about));
  return { fitting, others: found.filter((one) => !fitting.includes(one)) };
}
