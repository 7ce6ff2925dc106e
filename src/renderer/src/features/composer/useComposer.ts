import { computed, ref, watch } from 'vue';
import type { Consent } from '#shared/domain/customer/customer.ts';
import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import { composed } from '#shared/domain/message/charset.ts';
import { composeText } from '#shared/domain/outbox/compose.ts';
import type { TextContent } from '#shared/domain/outbox/content.ts';
import { quietUntil } from '#shared/domain/outbox/quietHours.ts';
import { reservationFaults, reservationOf } from '#shared/domain/outbox/reservation.ts';
import { review } from '#shared/domain/outbox/review.ts';
import { advise } from '#shared/domain/outbox/strategy.ts';
import { useComposerStore } from '../../stores/composerStore.ts';
import type { Draft } from '../../stores/composerStore.ts';
import { useContactNameStore } from '../../stores/contactNameStore.ts';
import { useCustomerStore } from '../../stores/customerStore.ts';
import { useOutboxStore } from '../../stores/outboxStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { nameText } from '../calls/partyWords.ts';
import { usePartyName } from '../contacts/usePartyName.ts';
import { whoseOf } from '../customers/whose.ts';

/** Korean gateways, as long as none says that it counts otherwise. */
const ENCODING = 'cp949';

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
  const settings = useSettingsStore();
  const customers = useCustomerStore();
  const contactNames = useContactNameStore();
  const { nameOf } = usePartyName();

  const policy = computed(() => settings.settings.missedTexts);
  /** Nobody is called by a name that may be somebody else's: a number can be several people's. */
  const customer = computed(() => {
    const { to } = draft();
    const several = (contactNames.of(numberKey(to))?.total ?? 0) > 1;
    return (several ? nameText(to) : nameOf(to)) ?? null;
  });

  const advice = computed(() => {
    const { topic, agreed, window, before } = draft();
    return advise({
      words: `${topic}\n${agreed}`,
      ...{ promise: window !== null, reservation: before !== null, booking: false },
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
    return reservationOf(form.value, state, before, reservationId);
  });

  const generated = computed(() => {
    const { choice, prepared, agreed, window, reply } = draft();
    if (choice === 'prepared') return prepared;
    const { language, company, agent } = policy.value;
    return composeText({
      ...{ strategy: choice, language, company, agent, agreed, window, reply, now: outbox.now },
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

  /** Asked for once somebody says that it advertises: a card that is read is written down. */
  const consents = ref<readonly Consent[]>([]);
  watch(
    () => draft().content.category,
    async (category) => {
      const whose = whoseOf(draft().to);
      if (category !== 'advertising' || whose === null) return;
      try {
        consents.value = (await customers.card(whose)).customer?.consents ?? [];
      } catch {
        // Without an answer nobody has agreed.
      }
    },
    { immediate: true },
  );

  const content = computed<TextContent>(() => {
    const one = draft();
    return {
      ...one.content,
      strategy: one.choice === 'prepared' ? null : one.choice,
      reservation: reservation.value,
    };
  });

  const found = computed(() => {
    const { to, window } = draft();
    const moments = [window?.from, window?.to, reservation.value?.at];
    const names = outbox.recent.map(({ name }) => name);
    return review({
      ...{ body: body.value, encoding: ENCODING, content: content.value, at: leaveAt.value },
      customer: customer.value,
      others: [...new Set(names)].filter(
        (name): name is string => name !== null && name !== customer.value && name !== to.name,
      ),
      facts: {
        times: moments.filter((at) => at !== undefined),
        ...{ amounts: [], phones: [] },
      },
      numbers: { desk: [], customer: [to.e164, to.dialled].filter((one) => one !== null) },
      consents: consents.value,
      advertising: settings.settings.advertising,
      secondCheck: settings.settings.secondCheck,
    });
  });

  const mayGo = computed(() => found.value.blocks.length === 0 && faults.value.length === 0);

  return {
    ...{ customer, advice, faults, own, body, found, mayGo, leaveAt, quiet, touch },
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
