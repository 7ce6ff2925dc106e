import { defineStore } from 'pinia';
import { ref } from 'vue';
import { usePhoneStore } from './phoneStore.ts';

/** Milliseconds without a key until what was typed is stored. */
const PAUSE_MS = 700;

export interface Draft {
  text: string;
  /** What the host has said it stored last. */
  stored: string;
  state: 'saved' | 'typing' | 'saving';
}

/**
 * Notes while they are written. They live here and not in a screen, so that changing the screen
 * or the call in the middle of a word loses nothing; each is offered to the host until it is kept.
 */
export const useNoteStore = defineStore('note', () => {
  const phone = usePhoneStore();
  const drafts = ref(new Map<string, Draft>());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** Takes over what is stored, unless something newer is being written here. */
  function know(callId: string, stored: string): void {
    const draft = drafts.value.get(callId);
    if (!draft) drafts.value.set(callId, { text: stored, stored, state: 'saved' });
    else if (draft.state === 'saved') Object.assign(draft, { text: stored, stored });
  }

  function edit(callId: string, text: string): void {
    const draft = drafts.value.get(callId);
    if (draft) Object.assign(draft, { text, state: 'typing' });
    else drafts.value.set(callId, { text, stored: '', state: 'typing' });
    later(callId, PAUSE_MS);
  }

  function later(callId: string, ms: number): void {
    clearTimeout(timers.get(callId));
    timers.set(
      callId,
      setTimeout(() => void save(callId), ms),
    );
  }

  /** Stores now what is not stored yet: the field was left, or the page is going. */
  async function save(callId: string): Promise<void> {
    clearTimeout(timers.get(callId));
    const draft = drafts.value.get(callId);
    if (!draft || draft.state === 'saved' || draft.state === 'saving') return;
    const { text } = draft;
    if (text === draft.stored) {
      draft.state = 'saved';
      return;
    }
    draft.state = 'saving';
    await phone.note(callId, text);
    draft.stored = text;
    if (draft.text === text) draft.state = 'saved';
    // Typed on while it was being stored.
    else later(callId, PAUSE_MS);
  }

  return { of: (callId: string) => drafts.value.get(callId) ?? null, know, edit, save };
});
