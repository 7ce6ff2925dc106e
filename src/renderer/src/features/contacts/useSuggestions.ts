import { computed, ref, shallowRef, useId } from 'vue';
import { contactTitle } from '#shared/domain/contact/contact.ts';
import type { Contact, NumberLabel } from '#shared/domain/contact/contact.ts';
import { useContactsStore } from '../../stores/contactsStore.ts';

export interface Suggestion {
  /** Of its element. */
  readonly id: string;
  readonly contactId: string;
  readonly name: string;
  readonly organisation: string;
  readonly label: NumberLabel;
  readonly number: string;
}

const SHOWN = 6;

/**
 * Contacts under a box a number is typed into. Nothing is chosen until an arrow says so: Enter goes
 * on meaning what is typed.
 */
export function useSuggestions(pick: (suggestion: Suggestion) => void) {
  const contacts = useContactsStore();
  const listId = useId();
  const found = shallowRef<readonly Suggestion[]>([]);
  const active = ref(-1);
  const focused = ref(false);
  const closed = ref(false);
  let text = '';
  let asked = 0;

  const open = computed(() => focused.value && !closed.value && found.value.length > 0);
  const activeId = computed(() => (open.value ? found.value[active.value]?.id : undefined));

  async function type(typed: string): Promise<void> {
    if (typed === text) return;
    text = typed;
    closed.value = false;
    active.value = -1;
    const question = ++asked;
    if (typed.trim() === '') {
      found.value = [];
      return;
    }
    try {
      const people = await contacts.suggest(typed, SHOWN);
      if (question === asked) found.value = suggestionsFrom(people, typed, listId);
    } catch {
      // Typing goes on without them.
      if (question === asked) found.value = [];
    }
  }

  function choose(suggestion: Suggestion): void {
    text = suggestion.number;
    asked += 1;
    closed.value = true;
    active.value = -1;
    pick(suggestion);
  }

  /** @returns whether the key was for the list */
  function onKey(event: KeyboardEvent): boolean {
    // The keys of a syllable that is being written belong to it.
    if (!open.value || event.isComposing) return false;
    const last = found.value.length - 1;
    if (event.key === 'ArrowDown') active.value = active.value >= last ? -1 : active.value + 1;
    else if (event.key === 'ArrowUp') active.value = active.value < 0 ? last : active.value - 1;
    else if (event.key === 'Escape') closed.value = true;
    else if (event.key === 'Enter') {
      const chosen = found.value[active.value];
      if (!chosen) return false;
      choose(chosen);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return {
    listId,
    found,
    active,
    open,
    activeId,
    type,
    choose,
    onKey,
    /** The text as it stands, with the syllable that is still being written. */
    onInput: (event: Event) => void type((event.target as HTMLInputElement).value),
    onFocus: () => (focused.value = true),
    onBlur: () => (focused.value = false),
  };
}

function suggestionsFrom(people: readonly Contact[], typed: string, listId: string): Suggestion[] {
  const digits = /^[+\d\s\-.()]+$/.test(typed) ? typed.replace(/\D/g, '') : '';
  return people
    .flatMap((contact) =>
      contact.numbers
        .filter(
          ({ number, e164 }) =>
            digits === '' ||
            number.replace(/\D/g, '').includes(digits) ||
            (e164 ?? '').includes(digits),
        )
        .map(({ label, number }) => ({
          contactId: contact.id,
          name: contactTitle(contact),
          organisation: contact.name === '' ? '' : contact.organisation,
          label,
          number,
        })),
    )
    .slice(0, SHOWN)
    .map((suggestion, index) => ({ ...suggestion, id: `${listId}-${index}` }));
}
