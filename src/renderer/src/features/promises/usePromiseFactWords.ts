import {
  AlarmClock,
  ArrowUpRight,
  Bell,
  CalendarClock,
  ChevronsUp,
  CircleCheck,
  HandHeart,
  MessageSquareText,
  PhoneCall,
  PhoneIncoming,
  PhoneMissed,
  RotateCcw,
  ShieldCheck,
  UserRound,
  XCircle,
} from '@lucide/vue';
import type { Component } from 'vue';
import { useI18n } from 'vue-i18n';
import type { PromiseFact } from '#shared/domain/callback/record.ts';
import { usePromiseWords } from './usePromiseWords.ts';

export const PROMISE_FACT_ICONS: Readonly<Record<PromiseFact['type'], Component>> = {
  made: HandHeart,
  added: PhoneIncoming,
  attempted: PhoneMissed,
  answered: PhoneCall,
  kept: CircleCheck,
  rescheduled: CalendarClock,
  snoozed: AlarmClock,
  urgency: ChevronsUp,
  escalated: ArrowUpRight,
  reassigned: UserRound,
  override: ShieldCheck,
  closed: XCircle,
  reopened: RotateCcw,
  reminded: Bell,
  replied: MessageSquareText,
  chosen: CalendarClock,
  unchosen: RotateCcw,
  passed: CircleCheck,
};

/** What became of a promise, fact by fact. */
export function usePromiseFactWords() {
  const { t } = useI18n();
  const { windowText, pointText } = usePromiseWords();

  /** What happened, and what was said of it. */
  function wordsOf(fact: PromiseFact): { readonly what: string; readonly said: string } {
    const of = (what: string, said = ''): { what: string; said: string } => ({ what, said });
    switch (fact.type) {
      case 'made':
        return of(
          t('promises.facts.made', { origin: t(`promises.origins.${fact.origin.kind}`) }),
          windowText(fact.window, fact.at),
        );
      case 'added':
        return of(t('promises.facts.added', { origin: t(`promises.origins.${fact.origin.kind}`) }));
      case 'attempted':
        return of(t('promises.facts.attempted'), t(`outcomes.outbound.${fact.outcome}`));
      case 'rescheduled':
        return of(
          t('promises.facts.rescheduled', { time: windowText(fact.window, fact.at) }),
          fact.reason,
        );
      case 'snoozed':
        return fact.until === null
          ? of(t('promises.facts.unsnoozed'))
          : of(t('promises.facts.snoozed', { time: pointText(fact.until, fact.at) }));
      case 'urgency':
        return of(t(`promises.facts.urgency.${fact.urgency}`));
      case 'escalated':
        return of(t('promises.facts.escalated', { to: fact.to }), fact.note);
      case 'reassigned':
        return fact.to === null
          ? of(t('promises.facts.takenBack'))
          : of(t('promises.facts.reassigned', { to: fact.to }), fact.note);
      case 'override':
        return of(t('promises.facts.override'), fact.why);
      case 'closed':
        return of(
          t('promises.facts.closed', { reason: t(`promises.closeReasons.${fact.reason}`) }),
          fact.words,
        );
      case 'replied': {
        const slot = fact.slot === null ? undefined : fact.slots[fact.slot];
        return slot === undefined
          ? of(t('replies.facts.asked'), t(`replies.why.${fact.why ?? 'unclear'}`))
          : of(t('replies.facts.moved'), windowText(slot, fact.at));
      }
      case 'chosen':
        return of(t('replies.facts.chosen', { n: fact.slot + 1 }));
      case 'unchosen':
      case 'passed':
        return of(t(`replies.facts.${fact.type}`));
      case 'reminded':
        return of(t(`promises.facts.reminded.${fact.kind}`));
      case 'answered':
      case 'kept':
      case 'reopened':
        return of(t(`promises.facts.${fact.type}`));
    }
  }

  return { wordsOf };
}
