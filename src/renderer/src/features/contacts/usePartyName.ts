import { useI18n } from 'vue-i18n';
import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import { isSameName } from '#shared/domain/contact/merge.ts';
import { useContactNameStore } from '../../stores/contactNameStore.ts';
import { useCustomerStore } from '../../stores/customerStore.ts';
import { nameText, numberText } from '../calls/partyWords.ts';

export interface Someone {
  readonly name: string | null;
  readonly dialled: string;
  readonly e164: string | null;
}

/**
 * Who somebody is: by the name the network gives, else by the one on their card, else by whose
 * number it is in the contacts.
 */
export function usePartyName() {
  const { t } = useI18n();
  const names = useContactNameStore();
  const customers = useCustomerStore();

  /** Several people on one line are not told apart by their number. */
  function contactText(someone: Someone): string | null {
    const found = names.of(numberKey(someone));
    const [first] = found?.people ?? [];
    if (!found || !first) return null;
    const name = first.name || first.organisation;
    return found.total === 1 ? name : t('contacts.others', { name, n: found.total - 1 });
  }

  function cardText(someone: Someone): string | null {
    return customers.of(numberKey(someone))?.name || null;
  }

  function nameOf(someone: Someone): string | null {
    return nameText(someone) ?? cardText(someone) ?? contactText(someone);
  }

  /**
   * What the contacts add to the name that is shown: where it is from, or that they know another.
   * @returns null when there is nothing to add
   */
  function contactNote(someone: Someone): string | null {
    const contact = contactText(someone);
    if (contact === null) return null;
    const network = nameText(someone);
    const person = names.of(numberKey(someone))?.people[0];
    const organisation = person?.name ? person.organisation : '';
    if (network !== null && !isSameName(network, contact)) {
      return t('contacts.knownAs', { name: contact });
    }
    return organisation === '' ? t('contacts.fromContacts') : organisation;
  }

  return {
    nameOf,
    contactNote,
    /** As a notice outside the window has it. */
    aboutOf: (someone: Someone) => ({ name: nameOf(someone), number: numberText(someone) }),
  };
}
