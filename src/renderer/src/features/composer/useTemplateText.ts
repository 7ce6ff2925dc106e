import { computed, shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import { LONGEST_SUBJECT } from '#shared/domain/outbox/content.ts';
import type { MessageTemplate, TemplateVersion } from '#shared/domain/outbox/messageTemplate.ts';
import { askedTokens, fillMessage } from '#shared/domain/outbox/messageTemplateFill.ts';
import type { TemplateFacts } from '#shared/domain/outbox/messageTemplateFill.ts';
import type { OfferAbout } from '#shared/domain/outbox/messageTemplateOffer.ts';
import type { ReservationForm } from '#shared/domain/outbox/reservation.ts';
import type { Token } from '#shared/domain/outbox/template.ts';
import { reasonWords } from '#shared/domain/outbox/reasonWords.ts';
import { useComposerStore } from '../../stores/composerStore.ts';
import type { Draft } from '../../stores/composerStore.ts';
import { useDispositionStore } from '../../stores/dispositionStore.ts';
import { useOutboxStore } from '../../stores/outboxStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { useTemplateStore } from '../../stores/templateStore.ts';
import type { CallFacts } from '../../stores/templateStore.ts';
import { numberText } from '../calls/partyWords.ts';

interface Known {
  readonly customer: Ref<string | null>;
  readonly form: Ref<ReservationForm>;
  /** The words are other ones. */
  readonly touch: () => void;
}

/** A draft's template: filled with what is known of its call, and with what the agent says. */
export function useTemplateText(draft: () => Draft, { customer, form, touch }: Known) {
  const composer = useComposerStore();
  const dispositions = useDispositionStore();
  const outbox = useOutboxStore();
  const settings = useSettingsStore();
  const templates = useTemplateStore();

  const policy = computed(() => settings.settings.missedTexts);
  const call = shallowRef<CallFacts | null>(null);
  watch(
    () => draft().origin.callId,
    async (callId) => (call.value = callId === null ? null : await templates.callFacts(callId)),
    { immediate: true },
  );
  const path = computed(() => {
    const { callId } = draft().origin;
    const chosen = callId === null ? null : dispositions.chosenFor(callId);
    return (chosen ?? call.value?.row.disposition)?.path ?? [];
  });
  /** Of a call that nobody answered. */
  const absence = computed(() => {
    const row = call.value?.row;
    return row?.answeredAt === null ? row.treated : null;
  });

  /** The one that the words are made from now; another strategy has words of its own. */
  const active = computed(() => {
    const { template, choice } = draft();
    return template !== null && (template.strategy ?? choice) === choice ? template : null;
  });
  const language = computed(() => active.value?.language ?? policy.value.language);

  const facts = computed<TemplateFacts>(() => {
    const { agreed, window, choice, company } = draft();
    const name = path.value.at(-1)?.name;
    const topic = (language.value === 'en' && name?.en) || name?.ko || '';
    const sender = settings.settings.textGateways.flatMap((one) =>
      one.on && 'from' in one && one.from !== '' ? [one.from] : [],
    )[0];
    return {
      company: company ?? policy.value.company,
      agent: policy.value.agent,
      customer: customer.value ?? '',
      topic,
      // What is filled in by itself is the topic: it is not said twice.
      agreed: agreed.split('\n').filter((line) => line.trim() !== '' && line.trim() !== topic),
      product: call.value?.product ?? '',
      callback: sender ? numberText({ dialled: sender, e164: null, name: null }) : '',
      window,
      reservation: choice === 'reservation' ? form.value : null,
      reason: absence.value
        ? reasonWords(
            { id: absence.value.reasonId, name: absence.value.reasonName },
            language.value,
          )
        : '',
      back: absence.value?.until ?? null,
      alternate: '',
      now: outbox.now,
    };
  });

  const words = computed(() => {
    const one = active.value;
    return one && { ...fillMessage(one, facts.value, draft().said), language: one.language };
  });
  const asked = computed(() => (active.value ? askedTokens(active.value, facts.value) : []));

  const about = computed<OfferAbout>(() => {
    const { choice, company, state } = draft();
    return {
      company: company ?? policy.value.company,
      language: policy.value.language,
      types: path.value.map(({ id }) => id),
      reasonId: absence.value?.reasonId ?? null,
      strategy: choice === 'prepared' ? null : choice,
      notice: state,
    };
  });

  /** @returns what stood there before, to be given to `composer.change` again */
  function choose({ template, version }: TemplateVersion): Partial<Draft> {
    const now = draft();
    const usual = now.choice === 'prepared' ? 'confirmation' : now.choice;
    const choice = template.strategy ?? usual;
    const { id, name, language: of, strategy, body, subject, category } = template;
    // It speaks for one alone, and nobody has said for whom else this text does.
    const [only = '', another] = template.companies;
    const company = about.value.company === '' && another === undefined ? only : '';
    const own = Object.fromEntries(Object.entries(now.own).filter(([key]) => key !== choice));
    composer.change({
      ...{ choice, own, said: {}, content: { ...now.content, category } },
      ...(company !== '' && { company }),
      template: { id, version, name, language: of, strategy, body, subject },
    });
    takeSubject();
    touch();
    const { choice: before, own: words, said, content, template: last, company: whose } = now;
    return { choice: before, own: words, said, content, template: last, company: whose };
  }

  function takeSubject(): void {
    const subject = (words.value?.subject ?? '').slice(0, LONGEST_SUBJECT);
    composer.change({ content: { ...draft().content, subject } });
  }

  function say(token: Token, value: string): void {
    const before = words.value?.subject.slice(0, LONGEST_SUBJECT);
    composer.change({ said: { ...draft().said, [token]: value } });
    // What the agent has written there is theirs.
    if (draft().content.subject === before) takeSubject();
    touch();
  }

  function leave(): void {
    composer.change({ template: null, said: {} });
    touch();
  }

  return {
    ...{ active, words, asked, about, choose, say, leave },
    /** How one that is not chosen yet would read. */
    preview: (one: MessageTemplate): string => fillMessage(one, facts.value).body,
    /** What the text was made from. */
    made: computed(() => active.value && { id: active.value.id, version: active.value.version }),
  };
}

export type TemplateText = ReturnType<typeof useTemplateText>;
