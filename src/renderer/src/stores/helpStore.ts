import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Party } from '#shared/domain/call/call.ts';
import { userOf } from '#shared/domain/account.ts';
import type { MessageRow } from '#shared/domain/message/record.ts';
import { addressOfWritten, threadOf } from '#shared/domain/message/thread.ts';
import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';
import { useHost } from '../api/host.ts';
import { useAccountStore } from './accountStore.ts';
import { useMessageStore } from './messageStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useSettingsStore } from './settingsStore.ts';

/** A message to a colleague or the lead that help is needed, and what became of it. */
export const useHelpStore = defineStore('help', () => {
  const host = useHost();
  const accounts = useAccountStore();
  const messages = useMessageStore();
  const phone = usePhoneStore();
  const settings = useSettingsStore();

  const contact = computed(() => settings.settings.care.helpContact);
  /** Edited by the agent; null while it is as the app puts it. */
  const draft = ref<string | null>(null);
  const sent = shallowRef<MessageRow | null>(null);
  const sending = ref(false);
  let messageId: string | null = null;
  let thread = '';

  /** As colleagues know the agent; empty where nobody has said. */
  const ownName = computed(() => {
    const account = accounts.state?.account;
    if (phone.chosenLine !== 'account' || !account) return '';
    return account.displayName || userOf(account.uri);
  });
  /** Since when the agent is with a customer; null without one. */
  const talkingSince = computed(() => {
    const call = phone.current;
    return call?.answeredAt ?? null;
  });

  function partyOf({ name, number }: { name: string; number: string }): Party {
    const { e164 } = parsePhoneNumber(number);
    const address = addressOfWritten(number, messages.domain);
    return { address, dialled: number, e164, name: name || null, rawName: null };
  }

  async function look(): Promise<void> {
    if (messageId === null) return;
    try {
      const { rows } = await host.call('messages.thread', { thread, limit: 50 });
      sent.value = rows.find(({ id }) => id === messageId) ?? sent.value;
    } catch {
      // The next change asks again: what is shown was true.
    }
  }

  function start(): void {
    host.on('messages.changed', ({ threads }) => {
      if (threads.includes(thread)) void look();
    });
    host.onState((state) => {
      if (state === 'open') void look();
    });
  }

  /** @throws AppError when it could not be stored: then nothing is sent */
  async function send(text: string): Promise<void> {
    if (contact.value === null) return;
    const party = partyOf(contact.value);
    sending.value = true;
    try {
      const id = await messages.send(party, text);
      messageId = id;
      thread = threadOf(party);
      sent.value = null;
      draft.value = null;
      await look();
    } finally {
      sending.value = false;
    }
  }

  /**
   * Anything else that they are to know: it stands in the conversation with them.
   * @throws AppError when it could not be stored: then nothing is sent
   */
  async function tell(text: string): Promise<void> {
    if (contact.value !== null) await messages.send(partyOf(contact.value), text);
  }

  return { contact, draft, sent, sending, ownName, talkingSince, start, send, tell };
});
