import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { IeumContract } from '#shared/contract/index.ts';
import { customerNumberKey } from '#shared/domain/customer/customer.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { useHost } from '../api/host.ts';

/** Of each kind; whoever wants more opens the list itself. */
const MOST = 5;
/** A number is looked for from so many digits on: fewer stand in every second one. */
const FEWEST_DIGITS = 3;

export interface Found {
  readonly customers: OutputOf<IeumContract, 'customers.list'>['rows'];
  readonly contacts: OutputOf<IeumContract, 'contacts.list'>['rows'];
  readonly calls: OutputOf<IeumContract, 'calls.list'>['rows'];
}

const NOTHING: Found = { customers: [], contacts: [], calls: [] };

/** Customers, contacts and calls that what was typed means, asked of the host by the lists' own searches. */
export const useFindStore = defineStore('find', () => {
  const host = useHost();
  const found = shallowRef<Found>(NOTHING);
  /** Counts the questions, so that a late answer to an earlier one is not shown. */
  let asked = 0;

  async function find(typed: string): Promise<void> {
    const question = ++asked;
    const text = typed.trim().slice(0, 200);
    if (text === '') {
      found.value = NOTHING;
      return;
    }
    const isNumber = /^[\d\s()+-]+$/.test(text);
    const digits = text.replace(/\D/g, '');
    const [customers, contacts, calls] = await Promise.allSettled([
      host.call('customers.list', { text, limit: MOST }),
      host.call('contacts.list', { filter: { text, favourites: false }, limit: MOST }),
      isNumber && digits.length >= FEWEST_DIGITS
        ? host.call('calls.list', { filter: { text }, limit: MOST })
        : { rows: [] },
    ]);
    if (question !== asked) return;
    // What one list cannot say now keeps nobody from the others.
    const known = customers.status === 'fulfilled' ? customers.value.rows : [];
    const keys = new Set(known.flatMap(({ numbers }) => numbers.map(customerNumberKey)));
    found.value = {
      customers: known,
      // Whoever has a customer's card is in the list once.
      contacts: (contacts.status === 'fulfilled' ? contacts.value.rows : []).filter(
        ({ numbers }) => !numbers.some((one) => keys.has(customerNumberKey(one))),
      ),
      calls: calls.status === 'fulfilled' ? calls.value.rows : [],
    };
  }

  return { found, find };
});
