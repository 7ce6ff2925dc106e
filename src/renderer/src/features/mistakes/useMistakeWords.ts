import { useI18n } from 'vue-i18n';
import { stateOf, stepsLeft, waitingRemedies } from '#shared/domain/mistake/record.ts';
import type { MistakeFact, MistakeRow } from '#shared/domain/mistake/record.ts';
import { numberText } from '../calls/partyWords.ts';
import { usePartyName } from '../contacts/usePartyName.ts';
import { useTimeWords } from '../words/useTimeWords.ts';

/** A mistake in words: never whose it is. */
export function useMistakeWords() {
  const { t } = useI18n();
  const { nameOf } = usePartyName();
  const { momentText } = useTimeWords();

  function whoText({ customer }: Pick<MistakeRow, 'customer'>): string {
    return nameOf(customer) ?? (numberText(customer) || t('common.hiddenNumber'));
  }

  /** What there is still to do, in the usual order. */
  function leftText(row: MistakeRow): string {
    const left = stepsLeft(row).map((step) => t(`mistakes.steps.${step}`));
    if (waitingRemedies(row).length > 0) left.push(t('mistakes.waiting'));
    return left.join(' · ');
  }

  /** The mistake, then the inconvenience: each named once. */
  function apologyText({ said, inconvenience, correct }: ApologyOf): string {
    const sorry = inconvenience.trim()
      ? t('mistakes.apology.both', { said: bare(said), inconvenience: bare(inconvenience) })
      : t('mistakes.apology.one', { said: bare(said) });
    return correct.trim()
      ? `${sorry} ${t('mistakes.apology.correct', { correct: bare(correct) })}`
      : sorry;
  }

  function reportText(row: MistakeRow): string {
    const left = leftText(row);
    return [
      t('mistakes.report.head', { time: momentText(row.at), who: whoText(row) }),
      t('mistakes.report.kind', { kind: t(`mistakes.kinds.${row.kind}`) }),
      t('mistakes.report.said', { text: row.said }),
      ...(row.inconvenience
        ? [t('mistakes.report.inconvenience', { text: row.inconvenience })]
        : []),
      ...(row.correct ? [t('mistakes.report.correct', { text: row.correct })] : []),
      ...row.remedies.map(({ option, text }) =>
        t('mistakes.report.remedy', { option: t(`mistakes.remedies.${option}`), text }),
      ),
      ...(left ? [t('mistakes.report.left', { steps: left })] : []),
    ].join('\n');
  }

  /** What happened, and what was said of it. */
  function factWords(fact: MistakeFact): { readonly what: string; readonly said: string } {
    const of = (what: string, said = ''): { what: string; said: string } => ({ what, said });
    switch (fact.type) {
      case 'reported':
        return of(t('mistakes.facts.reported'), accountText(fact));
      case 'amended':
        return of(
          t('mistakes.facts.amended'),
          [accountText(fact), fact.why].filter(Boolean).join('\n'),
        );
      case 'told':
        return of(
          t('mistakes.facts.told', { to: fact.to, how: t(`mistakes.told.hows.${fact.how}`) }),
          fact.text,
        );
      case 'apologised':
        return of(
          t('mistakes.facts.apologised', {
            channel: t(`mistakes.apology.channels.${fact.channel}`),
          }),
          fact.words,
        );
      case 'corrected':
        return of(t('mistakes.facts.corrected'), fact.text);
      case 'remedy':
        return of(
          t('mistakes.facts.remedy', { option: t(`mistakes.remedies.${fact.option}`) }),
          fact.text,
        );
      case 'remedy-decided':
        return of(t(`mistakes.facts.${fact.decision}`, { by: fact.by }), fact.note);
      case 'compensated':
        return of(t('mistakes.facts.compensated'), fact.text);
      case 'follow-up':
        return of(t('mistakes.facts.followUp'));
      case 'checked':
        return of(
          t(fact.solved ? 'mistakes.facts.solved' : 'mistakes.facts.unsolved'),
          fact.further,
        );
      case 'lesson':
        return of(t('mistakes.facts.lesson'));
      case 'closed':
        return of(t('mistakes.facts.closed'));
      case 'reopened':
        return of(t('mistakes.facts.reopened'));
    }
  }

  function accountText({
    kind,
    said,
    inconvenience,
    correct,
  }: ApologyOf & Pick<MistakeRow, 'kind'>): string {
    return [t(`mistakes.kinds.${kind}`), said, inconvenience, correct].filter(Boolean).join(' · ');
  }

  return {
    whoText,
    leftText,
    apologyText,
    reportText,
    factWords,
    stateText: (row: MistakeRow): string => t(`mistakes.states.${stateOf(row)}`),
  };
}

type ApologyOf = Pick<MistakeRow, 'said' | 'inconvenience' | 'correct'>;

/** A part of a sentence that goes on. */
function bare(text: string): string {
  return text.trim().replace(/[.。]+$/, '');
}
