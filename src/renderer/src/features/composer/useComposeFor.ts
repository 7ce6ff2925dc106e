import type { CallRow } from '#shared/domain/call/record.ts';
import type { Party } from '#shared/domain/call/call.ts';
import type { CustomerNumber } from '#shared/domain/customer/customer.ts';
import type { CallDisposition } from '#shared/domain/disposition/disposition.ts';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import type { Reservation } from '#shared/domain/outbox/content.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import { useComposerStore } from '../../stores/composerStore.ts';
import type { ComposeAbout, Draft } from '../../stores/composerStore.ts';
import { useDispositionStore } from '../../stores/dispositionStore.ts';
import type { TextTo } from '../../stores/outboxStore.ts';
import { usePromiseStore } from '../../stores/promiseStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { useDispositionWords } from '../dispositions/useDispositionWords.ts';
import { fieldText } from '../promises/windowChoice.ts';
import { useTroubleToast } from '../words/useTroubleToast.ts';

type Rules = typeof import('./composeRules.ts');

/** A call as far as a text about it goes. */
export interface ComposeCall {
  readonly id: string;
  readonly party: Pick<Party, 'address' | 'dialled' | 'e164' | 'name'>;
  readonly practice: boolean;
  readonly answered: boolean;
  /** As the host has it; what was chosen on this page goes before. */
  readonly disposition: CallDisposition | null;
  /** As the host has it; one that is being written on this page goes before. */
  readonly note?: string;
}

export const composeCallOf = (row: CallRow): ComposeCall => ({
  ...{ id: row.id, party: row, practice: row.practice },
  ...{ answered: row.answeredAt !== null, disposition: row.disposition },
  note: row.note,
});

const NOTHING: Omit<ComposeAbout, 'to' | 'origin'> = {
  ...{ textId: null, runId: null, prepared: '', agreed: '', topic: '', window: null },
  ...{ noted: '', insteadOf: null },
  ...{ before: null, state: 'booked', notBefore: null },
};

/** Every way into the one composer: what is known is filled in, and nothing is stored yet. */
export function useComposeFor() {
  const composer = useComposerStore();
  const promises = usePromiseStore();
  const settings = useSettingsStore();
  const dispositions = useDispositionStore();
  const { nameText, pathText } = useDispositionWords();
  const sayTrouble = useTroubleToast();

  function begin(draft: (rules: Rules) => void): void {
    import('./composeRules.ts').then(draft).catch(sayTrouble);
  }

  function open({ advise }: Rules, about: ComposeAbout, begun: Partial<Draft> = {}): void {
    const advised = advise({
      words: `${about.topic}\n${about.agreed}`,
      promise: about.window !== null,
      reservation: about.before !== null,
      booking: false,
    }).order[0];
    const choice = about.prepared === '' ? advised : undefined;
    composer.open(about, { ...(choice && { choice }), ...begun });
  }

  const toOf = ({ address, dialled, e164, name, practice }: TextTo): TextTo => ({
    ...{ address, dialled, e164, name, practice },
  });

  function usual(
    { textWords }: Rules,
    kind: 'hand' | 'promise' | 'rescheduled',
    window: { readonly from: number; readonly to: number } | null,
  ): string {
    return textWords({
      ...{ kind, policy: settings.settings.missedTexts, window, now: Date.now() },
      ...{ reason: null, back: null, alternate: '' },
    });
  }

  /** In words that somebody else has chosen. */
  function prepared(
    to: TextTo,
    origin: ComposeAbout['origin'],
    words: string,
    more: Partial<Pick<ComposeAbout, 'agreed' | 'topic' | 'window' | 'runId' | 'noted'>> = {},
  ): void {
    begin((rules) => open(rules, { ...NOTHING, ...more, to: toOf(to), origin, prepared: words }));
  }

  /** What was agreed in it; or, where nobody answered, that it was missed. */
  function afterCall(call: ComposeCall): void {
    const to = toOf({ ...call.party, practice: call.practice });
    const promise = promises.of(to)[0] ?? null;
    const origin = { callId: call.id, promiseId: promise?.id ?? null };
    const window = promise?.window ?? null;
    const noted = call.note ?? '';
    if (!call.answered) {
      const about = { ...NOTHING, to, window, noted, origin: { ...origin, kind: 'hand' as const } };
      begin((rules) => open(rules, { ...about, prepared: usual(rules, 'hand', window) }));
      return;
    }
    const path = (dispositions.chosenFor(call.id) ?? call.disposition)?.path ?? [];
    const last = path.at(-1);
    const about = {
      ...{ ...NOTHING, to, window, noted, origin: { ...origin, kind: 'summary' as const } },
      ...{ agreed: last ? nameText(last) : '', topic: pathText(path) },
    };
    begin((rules) => open(rules, about));
  }

  function openRow(
    rules: Rules,
    { body, content, origin }: TextRow,
    about: Pick<ComposeAbout, 'to' | 'notBefore'> & Partial<ComposeAbout>,
  ): void {
    const { reservation, strategy } = content;
    const { at, place, bring, nothing } = rules.formOf(reservation);
    const { notBefore } = about;
    const { kind, callId, promiseId } = origin;
    open(
      rules,
      {
        ...{ ...NOTHING, origin: { kind, callId, promiseId }, prepared: body },
        ...{ before: reservation, state: reservation?.state ?? 'booked', ...about },
      },
      {
        ...{ content, choice: strategy ?? 'prepared', own: { [strategy ?? 'prepared']: body } },
        ...{ place, bring, nothing, at: at === null ? '' : fieldText(at) },
        when: notBefore === null ? '' : fieldText(notBefore),
      },
    );
  }

  return {
    prepared,
    afterCall,
    aboutPromise(row: PromiseRow, kind: 'promise' | 'rescheduled', window = row.window): void {
      const origin = { kind, callId: row.origin.callId, promiseId: row.id };
      const about = { ...NOTHING, to: toOf(row), origin, window, topic: row.topic };
      begin((rules) => open(rules, { ...about, prepared: usual(rules, kind, window) }));
    },
    /** A text that waits: its words are changed. */
    edit(row: TextRow): void {
      const about = { textId: row.id, to: toOf(row), notBefore: row.notBefore };
      begin((rules) => openRow(rules, row, about));
    },
    /** In the same words to another number of theirs: with it this one is done with. */
    instead(row: TextRow, { number, e164 }: CustomerNumber): void {
      const to = { ...toOf(row), address: number, dialled: number, e164 };
      begin((rules) => openRow(rules, row, { insteadOf: row.id, to, notBefore: null }));
    },
    /**
     * The customer was told of a reservation, and has to be told again.
     * @param now what it is by now; left out: as they know it
     */
    reservationAgain(
      row: TextRow,
      before: Reservation,
      state: 'changed' | 'cancelled',
      now: Pick<Reservation, 'at' | 'place' | 'bring'> = before,
    ): void {
      const { kind, callId, promiseId } = row.origin;
      const about = { ...NOTHING, to: toOf(row), origin: { kind, callId, promiseId } };
      begin((rules) => {
        const { at, place, bring, nothing } = rules.formOf({ ...before, ...now });
        open(
          rules,
          { ...about, before, state },
          { choice: 'reservation', at: fieldText(at ?? Date.now()), place, bring, nothing },
        );
      });
    },
  };
}
