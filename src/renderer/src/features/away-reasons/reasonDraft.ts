import { exchangeTarget } from '#shared/domain/pbx/pbxSettings.ts';
import { MOST_MINUTES } from '#shared/domain/availability/reasons.ts';
import { LONGEST_TEMPLATE } from '#shared/domain/outbox/policy.ts';
import { templateFault } from '#shared/domain/outbox/templateFaults.ts';
import type { AwayReason } from '#shared/domain/availability/reasons.ts';

/** A reason as it stands in the form. */
export interface ReasonDraft {
  name: string;
  icon: AwayReason['icon'];
  colour: AwayReason['colour'];
  /** Empty where nobody knows. */
  minutes: string;
  treatment: AwayReason['treatment'];
  forwardTo: string;
  text: boolean;
  /** Empty for what the desk's texts say. */
  textBody: string;
  /** Empty: none says it instead. */
  templateId: string;
}

/** By field: `awayReasons.faults.<field>` in the locale files. */
export const REASON_FAULTS = ['name', 'minutes', 'forwardTo', 'textBody'] as const;
export type ReasonFault = (typeof REASON_FAULTS)[number];

/** @param name in the screen's language */
export function draftOf(reason: AwayReason | null, name: string): ReasonDraft {
  return {
    name,
    icon: reason?.icon ?? 'away',
    colour: reason?.colour ?? 'amber',
    minutes: reason?.minutes == null ? '' : String(reason.minutes),
    treatment: reason?.treatment ?? 'greet',
    forwardTo: reason?.forwardTo ?? '',
    text: reason?.text ?? false,
    textBody: reason?.textBody ?? '',
    templateId: reason?.templateId ?? '',
  };
}

export interface CheckedReason {
  readonly reason: AwayReason;
  readonly faults: ReadonlySet<ReasonFault>;
}

/** @param usual the name of one of ours; what is still called so keeps it in every language */
export function checkReason(draft: ReasonDraft, id: string, usual: string | null): CheckedReason {
  const faults = new Set<ReasonFault>();
  const name = draft.name.trim();
  if (name.length > 40 || (name === '' && usual === null)) faults.add('name');
  const typed = draft.minutes.normalize('NFKC').trim();
  const minutes = typed === '' ? null : Number(typed);
  if (minutes !== null && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES)) {
    faults.add('minutes');
  }
  const typedTo = draft.forwardTo.trim();
  const usable = exchangeTarget(typedTo).ok && typedTo.length <= 64;
  if (draft.treatment === 'forward' && !usable) faults.add('forwardTo');
  // With another treatment nobody sees what is typed here.
  const forwardTo = usable ? typedTo : '';
  const textBody = draft.textBody.trim();
  if (textBody.length > LONGEST_TEMPLATE || (textBody !== '' && templateFault(textBody))) {
    faults.add('textBody');
  }
  const { icon, colour, treatment, text, templateId } = draft;
  return {
    reason: {
      ...{ id, icon, colour, treatment, text, textBody, minutes, forwardTo },
      name: name === '' || name === usual ? null : name,
      ...(templateId !== '' && { templateId }),
    },
    faults,
  };
}
