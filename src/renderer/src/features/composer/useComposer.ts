import { computed, shallowRef, watch } from 'vue';
import type { Booking } from '#shared/domain/booking/booking.ts';
import { slotsFault } from '#shared/domain/callback/slots.ts';
import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import { agreedIn } from '#shared/domain/message/agreed.ts';
import { composed } from '#shared/domain/message/charset.ts';
import { composeText, replyWords } from '#shared/domain/outbox/compose.ts';
import type { TextContent } from '#shared/domain/outbox/content.ts';
import { saysSlots, slotWords, withSlots } from '#shared/domain/outbox/slotWords.ts';
import { quietUntil } from '#shared/domain/outbox/quietHours.ts';
import { countedBy, wayTo } from '#shared/domain/outbox/reach.ts';
import { reservationFaults, reservationOf } from '#shared/domain/outbox/reservation.ts';
import { review } from '#shared/domain/outbox/review.ts';
import { advise } from '#shared/domain/outbox/strategy.ts';
import { useBookingStore } from '../../stores/bookingStore.ts';
import { useComposerStore } from '../../stores/composerStore.ts';
import type { Draft } from '../../stores/composerStore.ts';
import { useContactNameStore } from '../../stores/contactNameStore.ts';
import { useCustomerStore } from '../../stores/customerStore.ts';
import { useGuideStore } from '../../stores/guideStore.ts';
import { useNoteStore } from '../../stores/noteStore.ts';
import { useOutboxStore } from '../../stores/outboxStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { nameText } from '../calls/partyWords.ts';
import { usePartyName } from '../contacts/usePartyName.ts';
import { useTemplateText } from './useTemplateText.ts';

const momentOf = (field: string): number | null => {
  const at = new Date(field).getTime();
  return field === '' || Number.isNaN(at) ? null : at;
};

/** A draft as it stands: its words, what is found in them, and what keeps it from leaving. */
export function useComposer(current: () => Draft) {
  const composer = useComposerStore();
  // What was changed a moment ago is in the store before it is in the dialog's property.
  const draft = (): Draft => composer.draft ?? current();
  const outbox = useOutboxStore();
  const bookingStore = useBookingStore();
  const settings = useSettingsStore();
  const customers = useCustomerStore();
  const contactNames = useContactNameStore();
  const notes = useNoteStore();
  const guide = useGuideStore();
  const { nameOf } = usePartyName();

  const policy = computed(() => settings.settings.missedTexts);
  /** Nobody is called by a name that may be somebody else's: a number can be several people's. */
  const customer = computed(() => {
    const { to } = draft();
    const several = (contactNames.of(numberKey(to))?.total ?? 0) > 1;
    return (several ? nameText(to) : nameOf(to)) ?? null;
  });

  /** What they are expected for next, as a booking system has it. */
  const bookings = shallowRef<readonly Booking[]>([]);
  watch(
    [() => draft().to, () => bookingStore.changes],
    async () => {
      const { to } = draft();
      bookings.value = to.dialled === '' ? [] : await bookingStore.next(to);
    },
    { immediate: true },
  );

  const advice = computed(() => {
    const { topic, agreed, window, before } = draft();
    return advise({
      words: `${topic}\n${agreed}`,
      ...{ promise: window !== null, reservation: before !== null },
      booking: bookings.value.length > 0,
    });
  });

  const form = computed(() => {
    const { at, place, bring, nothing } = draft();
    return { at: momentOf(at), place, bring, nothing };
  });
  const faults = computed(() => {
    const { choice, state } = draft();
    if (choice !== 'reservation' || state === 'cancelled') return [];
    return reservationFaults(form.value, outbox.now);
  });
  const reservationId = composer.newId();
  const reservation = computed(() => {
    const { choice, state, before } = draft();
    if (choice !== 'reservation') return null;
    return reservationOf(form.value, state, before, draft().bookingId ?? reservationId);
  });

  const template = useTemplateText(draft, { customer, form, touch });
  const generated = computed(() => {
    const { choice, prepared, agreed, window, reply, content: about } = draft();
    const { slots } = about;
    const made = template.words.value;
    if (made !== null) {
      const said = slots.length > 0 ? slotWords(slots, made.language, window !== null) : '';
      const answer = said || (reply ? replyWords(made.language) : '');
      return [made.body, answer].filter(Boolean).join('\n');
    }
    const { language, agent } = policy.value;
    const company = draft().company ?? policy.value.company;
    if (choice === 'prepared') {
      return [prepared, slotWords(slots, language, window !== null)].filter(Boolean).join('\n');
    }
    return composeText({
      ...{ strategy: choice, language, company, agent, agreed, window, reply, now: outbox.now },
      slots,
      customer: customer.value ?? '',
      reservation: reservation.value,
    });
  });
  const own = computed(() => draft().own[draft().choice] ?? null);
  const body = computed({
    get: () => own.value ?? generated.value,
    set(text: string) {
      composer.change({ own: { ...draft().own, [draft().choice]: text } });
      touch();
    },
  });

  /** Something was done to it; what was read a second time was another text. */
  function touch(): void {
    composer.change({ touched: true, content: { ...draft().content, secondCheckAt: null } });
  }

  const leaveAt = computed(() => Math.max(momentOf(draft().when) ?? 0, outbox.now));
  /** What is practised leaves nothing, and so is not held. */
  const quiet = computed(() =>
    draft().to.practice ? null : quietUntil(policy.value, leaveAt.value),
  );

  /** What has to be known before somebody is written to; no card is read for it. */
  const known = computed(() => {
    const { to } = draft();
    return to.dialled === '' ? null : customers.of(numberKey(to));
  });

  const agreed = computed(() => {
    const { noted, topic, origin } = draft();
    const { callId } = origin;
    const here = callId === null ? null : notes.of(callId);
    const answers = callId === null ? [] : guide.answersIn(callId);
    return agreedIn([here?.text ?? noted, topic, ...answers]);
  });
  /** Of the desk: customers are to read them. */
  const desk = computed(() => {
    const { textGateways, advertising } = settings.settings;
    const senders = textGateways.map((one) => ('from' in one ? one.from : ''));
    return [...senders, advertising.contact, advertising.optOut].filter((one) => /\d/.test(one));
  });

  const content = computed<TextContent>(() => {
    const one = draft();
    return {
      ...one.content,
      strategy: one.choice === 'prepared' ? null : one.choice,
      reservation: reservation.value,
      // Of a waiting text: as long as its words are those that were made from it.
      template: template.made.value ?? (own.value === null ? null : one.content.template),
    };
  });

  /** Times to choose from; in the words of the agent's own they are exchanged where they stand. */
  function offer(slots: TextContent['slots']): void {
    const { own: words, content: now } = draft();
    const { language } = policy.value;
    const own = Object.fromEntries(
      Object.entries(words).map(([key, text]) => [
        key,
        withSlots(text, now.slots, slots, language),
      ]),
    );
    composer.change({ own, content: { ...now, slots } });
    touch();
  }
  const slotFault = computed(() => {
    const { slots } = draft().content;
    if (slots.length === 0) return null;
    const said = saysSlots(body.value, slots, policy.value.language);
    return slotsFault(slots, leaveAt.value) ?? (said ? null : 'words');
  });

  const found = computed(() => {
    const { to, window, content: about } = draft();
    const offered = about.slots.flatMap(({ from, to: end }) => [from, end]);
    const moments = [window?.from, window?.to, reservation.value?.at, ...offered];
    const names = outbox.recent.map(({ name }) => name);
    const theirs = [to.e164, to.dialled].filter((one) => one !== null);
    return review({
      ...{ body: body.value, content: content.value, at: leaveAt.value },
      way: countedBy(wayTo(outbox.ways, to)),
      customer: customer.value,
      others: [...new Set(names)].filter(
        (name): name is string => name !== null && name !== customer.value && name !== to.name,
      ),
      facts: {
        times: moments.filter((at) => at !== undefined),
        amounts: agreed.value.amounts,
        // Without one of the call there is nothing to compare with.
        phones:
          agreed.value.phones.length === 0
            ? []
            : [...agreed.value.phones, ...theirs, ...desk.value],
      },
      numbers: { desk: desk.value, customer: theirs },
      consents: known.value?.consents ?? [],
      advertising: settings.settings.advertising,
      secondCheck: settings.settings.secondCheck,
    });
  });

  const mayGo = computed(
    () => found.value.blocks.length === 0 && faults.value.length === 0 && slotFault.value === null,
  );

  return {
    ...{
      bookings,
      customer,
      template,
      known,
      advice,
      faults,
      own,
      body,
      found,
      mayGo,
      leaveAt,
      quiet,
      touch,
      offer,
      slotFault,
    },
    /** Back to what is filled in. */
    refill(): void {
      const { own: words, choice } = draft();
      composer.change({
        own: Object.fromEntries(Object.entries(words).filter(([key]) => key !== choice)),
      });
      touch();
    },
    letStand(key: string): void {
      const { content: now } = draft();
      const passed = [...now.passed, key].slice(-50);
      composer.change({ touched: true, content: { ...now, passed } });
    },
    readTwice(): void {
      composer.change({ content: { ...draft().content, secondCheckAt: Date.now() } });
    },
    send: () => composer.send(composed(body.value).trim(), content.value, momentOf(draft().when)),
  };
}
