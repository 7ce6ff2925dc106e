import { CONSENT_KINDS, customerNumberKey } from './customer.ts';
import type { AddressKind, Consent, ConsentKind, CustomerRow, UnitedCustomer } from './customer.ts';

/**
 * Puts a card together. Nothing is copied between the rows, so that taking a merge back gives the
 * two cards as they were. What the first one says goes before what the others say; of consents the
 * last word counts, whoever's row it is in.
 * @param others those merged into the first, by any number of steps
 */
export function unite(first: CustomerRow, others: readonly CustomerRow[]): UnitedCustomer {
  const rows = [first, ...others.toSorted((a, b) => (a.id < b.id ? -1 : 1))];
  const { merged: _merged, ...said } = first;
  const numbers = new Map<string, UnitedCustomer['numbers'][number]>();
  for (const { id: customerId, numbers: own } of rows) {
    for (const number of own) {
      const key = customerNumberKey(number);
      if (!numbers.has(key)) numbers.set(key, { ...number, customerId });
    }
  }
  return {
    ...said,
    changedAt: Math.max(...rows.map(({ changedAt }) => changedAt)),
    name: rows.find(({ name }) => name !== '')?.name ?? '',
    numbers: [...numbers.values()],
    preferences: rows.find(({ preferences }) => preferences !== null)?.preferences ?? null,
    addresses: {
      mail: addressOf(rows, 'mail'),
      messenger: addressOf(rows, 'messenger'),
      newsletter: addressOf(rows, 'newsletter'),
    },
    consents: rows
      .flatMap(({ consents }) => consents)
      .sort((a, b) => a.on - b.on || a.at - b.at || (a.id < b.id ? -1 : 1)),
    notes: rows.flatMap(({ notes }) => notes).sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)),
    absorbed: rows
      .slice(1)
      .flatMap(({ id, name, numbers: had, merged }) =>
        merged ? [{ id, name, numbers: had, fact: merged.fact, at: merged.at }] : [],
      ),
  };
}

function addressOf(rows: readonly CustomerRow[], kind: AddressKind): string {
  return rows.find(({ addresses }) => addresses[kind] !== '')?.addresses[kind] ?? '';
}

/** What counts now of each kind that was ever said. */
export function standing(consents: readonly Consent[]): Partial<Record<ConsentKind, Consent>> {
  const last: Partial<Record<ConsentKind, Consent>> = {};
  for (const consent of consents) last[consent.kind] = consent;
  return last;
}

/** Not even such as inform them; without a word of theirs they are welcome. */
export function refusesTexts(consents: readonly Consent[]): boolean {
  return standing(consents).informational?.given === false;
}

/**
 * Where the newsletter may be sent: nowhere without their consent.
 * @returns null when they have not agreed, or nothing is known to send it to
 */
export function newsletterTo({
  addresses,
  consents,
}: Pick<CustomerRow, 'addresses' | 'consents'>): string | null {
  if (standing(consents).newsletter?.given !== true) return null;
  return addresses.newsletter || addresses.mail || null;
}

/** In the order in which the card shows them. */
export function consentMarks(
  consents: readonly Consent[],
): { readonly kind: ConsentKind; readonly consent: Consent | null }[] {
  const last = standing(consents);
  return CONSENT_KINDS.map((kind) => ({ kind, consent: last[kind] ?? null }));
}
