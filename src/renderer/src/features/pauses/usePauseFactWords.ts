import {
  Bell,
  BookOpen,
  CalendarCheck,
  CalendarClock,
  CalendarMinus,
  CalendarPlus,
  CirclePause,
  HandHeart,
  ListOrdered,
  MessageSquareHeart,
  PauseCircle,
  PhoneCall,
  PhoneIncoming,
  PhoneMissed,
  Reply,
  RotateCcw,
  ShieldAlert,
  ShieldCheck,
  Sprout,
  Tag,
  UserRound,
  UserRoundPlus,
  XCircle,
} from '@lucide/vue';
import type { Component } from 'vue';
import { useI18n } from 'vue-i18n';
import type { PauseFact } from '#shared/domain/pause/record.ts';
import { usePromiseWords } from '../promises/usePromiseWords.ts';

export const PAUSE_FACT_ICONS: Readonly<Record<PauseFact['type'], Component>> = {
  opened: CirclePause,
  cause: Tag,
  inquiry: MessageSquareHeart,
  reply: Reply,
  channels: ListOrdered,
  'check-in': CalendarPlus,
  'check-in-moved': CalendarClock,
  'check-in-done': CalendarCheck,
  'check-in-dropped': CalendarMinus,
  backup: UserRoundPlus,
  owner: UserRound,
  risk: ShieldAlert,
  'on-hold': PauseCircle,
  support: HandHeart,
  override: ShieldCheck,
  resumed: Sprout,
  closed: XCircle,
  lesson: BookOpen,
  reopened: RotateCcw,
  attempted: PhoneMissed,
  called: PhoneIncoming,
  reached: PhoneCall,
  reminded: Bell,
};

/** What was done about a pause, fact by fact. */
export function usePauseFactWords() {
  const { t } = useI18n();
  const { pointText } = usePromiseWords();

  /** What happened, and what was said of it. */
  function wordsOf(fact: PauseFact): { readonly what: string; readonly said: string } {
    const of = (what: string, said = ''): { what: string; said: string } => ({ what, said });
    switch (fact.type) {
      case 'opened':
        return of(t('pauses.facts.opened'), t(`pauses.causes.${fact.cause}`));
      case 'cause':
        return of(t('pauses.facts.cause', { cause: t(`pauses.causes.${fact.cause}`) }), fact.note);
      case 'inquiry':
      case 'reply':
        return of(
          t(`pauses.facts.${fact.type}`, { channel: t(`pauses.channels.${fact.channel}`) }),
          fact.text,
        );
      case 'channels':
        return of(
          t('pauses.facts.channels'),
          fact.channels.map((one) => t(`pauses.channels.${one}`)).join(' → '),
        );
      case 'check-in':
        return of(t('pauses.facts.check-in', { time: pointText(fact.checkIn.at, fact.at) }));
      case 'check-in-moved':
        return of(t('pauses.facts.check-in-moved', { time: pointText(fact.to, fact.at) }));
      case 'check-in-done': {
        const by = fact.channel ? t(`pauses.channels.${fact.channel}`) : '';
        return of(t('pauses.facts.check-in-done'), [by, fact.note].filter(Boolean).join(' · '));
      }
      case 'backup':
        return fact.backup
          ? of(t('pauses.facts.backup'), fact.backup.name)
          : of(t('pauses.facts.noBackup'));
      case 'owner':
        return fact.to === null
          ? of(t('promises.facts.takenBack'))
          : of(t('promises.facts.reassigned', { to: fact.to }), fact.note);
      case 'risk':
        return fact.risk
          ? of(
              t('pauses.facts.risk', { level: t(`pauses.risk.levels.${fact.risk.level}`) }),
              [fact.risk.text, fact.risk.plan].filter(Boolean).join(' → '),
            )
          : of(t('pauses.facts.noRisk'));
      case 'on-hold':
        return of(t('pauses.facts.on-hold'), fact.items.join(' · '));
      case 'support':
        return of(t(`pauses.facts.support.${fact.answer}`), fact.text);
      case 'override':
        return of(t('promises.facts.override'), fact.why);
      case 'resumed':
        return of(t('pauses.facts.resumed'), fact.thanks);
      case 'closed':
        return of(
          t('pauses.facts.closed', { reason: t(`pauses.closing.reasons.${fact.reason}`) }),
          fact.words,
        );
      case 'lesson':
        return of(t('pauses.facts.lesson'), fact.text);
      case 'attempted':
        return of(t('promises.facts.attempted'), t(`outcomes.outbound.${fact.outcome}`));
      case 'check-in-dropped':
      case 'reopened':
      case 'called':
      case 'reached':
      case 'reminded':
        return of(t(`pauses.facts.${fact.type}`));
    }
  }

  return { wordsOf };
}
