import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type { CustomerCard, Whose } from '#shared/contract/customers.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { Kept, UnitedCustomer, WrittenFact } from '#shared/domain/customer/customer.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { newId, useHost } from '../api/host.ts';
import { answersByKey } from './answersByKey.ts';
import { useScreenStore } from './screenStore.ts';

const PAGE = 50;
const LARGEST_PAGE = 200;

type BodyOf<F> = F extends WrittenFact ? Omit<F, 'id' | 'customerId' | 'at'> : never;
/** What is written down of a customer. */
export type Learnt = BodyOf<WrittenFact>;
export type ThreadPage = OutputOf<IeumContract, 'customers.thread'>;
type Known = OutputOf<IeumContract, 'customers.known'>['found'][number];
type Cursor = OutputOf<IeumContract, 'customers.list'>['next'];

/** What an agent says when they erase a customer. */
interface Erasing {
  readonly reason: string;
  readonly contacts: boolean;
  readonly kept?: Kept;
}

/** Customers: the list, whose card is open in their place, and what every card needs of the host. */
export const useCustomerStore = defineStore('customers', () => {
  const host = useHost();
  const screen = useScreenStore();

  /** Counts what may have changed a card or a thread, so that whoever shows one reads again. */
  const version = ref(0);

  /** Which half of the contacts screen is shown. */
  const place = ref<'contacts' | 'customers'>('contacts');
  const whose = shallowRef<Whose | null>(null);
  /** Shows a card from anywhere. */
  function show(wanted: Whose): void {
    whose.value = wanted;
    place.value = 'customers';
    screen.go('contacts');
  }

  const text = ref('');
  const rows = shallowRef<readonly UnitedCustomer[]>([]);
  const next = shallowRef<Cursor>(null);
  const loaded = ref(false);
  const loading = ref(false);
  let asked = 0;

  async function load(after: Cursor, limit: number): Promise<void> {
    const question = ++asked;
    loading.value = true;
    try {
      const query = { text: text.value.slice(0, 200), after, limit };
      const page = await host.call('customers.list', query);
      if (question !== asked) return;
      rows.value = after ? [...rows.value, ...page.rows] : page.rows;
      next.value = page.next;
      loaded.value = true;
    } catch {
      // What was shown stays; the next change asks again.
    } finally {
      if (question === asked) loading.value = false;
    }
  }
  const reload = (): void =>
    void load(null, Math.min(LARGEST_PAGE, Math.max(PAGE, rows.value.length)));

  let listed = false;
  /** Begun by the screen: until it is opened nobody needs the list. */
  function startList(): void {
    if (listed) return;
    listed = true;
    reload();
  }
  // Here, where it lives as long as the store: a watch begun by a screen ends with the screen.
  watch(text, () => void load(null, PAGE));
  watch(version, () => {
    if (listed) reload();
  });

  /** What is known of numbers. */
  const known = answersByKey<Known>(async (keys) => {
    const { found } = await host.call('customers.known', { keys });
    return new Map(found.map((one) => [one.key, one]));
  });

  /** One after the other: what is written at once of somebody new must not make two of them. */
  let writing: Promise<unknown> = Promise.resolve();

  /**
   * Writes something down, of somebody new together with who they are.
   * @param customerId whose facts it is in, where it is not the card's own
   * @returns the fact's id
   * @throws AppError `customer.*`, `storage.*`
   */
  function write(card: CustomerCard, body: Learnt, customerId?: string): Promise<string> {
    const mine = writing.then(() => writeNow(card, body, customerId));
    writing = mine.catch(() => undefined);
    return mine;
  }

  async function writeNow(card: CustomerCard, body: Learnt, wanted?: string): Promise<string> {
    // The card may be of before the word that made it somebody's.
    const { customer, numbers, contacts } =
      card.customer || wanted !== undefined ? card : await cardOfNumbers(card);
    const at = Date.now();
    const customerId = wanted ?? customer?.id ?? newId();
    const fact = (one: Learnt): WrittenFact => ({ ...one, id: newId(), customerId, at });
    const facts = [fact(body)];
    if (!customer) {
      const [person, another] = contacts;
      if (person && !another && body.type !== 'named') {
        facts.unshift(fact({ type: 'named', name: person.title.slice(0, 128) }));
      }
      facts.unshift(fact({ type: 'created', numbers: [...numbers] }));
    }
    await host.call('customers.append', { facts });
    return facts.at(-1)?.id ?? '';
  }

  const cardOfNumbers = ({ numbers }: Pick<CustomerCard, 'numbers'>): Promise<CustomerCard> =>
    host.call('customers.card', { customerId: null, numbers: [...numbers] });

  function start(): void {
    const changed = (): void => void (version.value += 1);
    for (const event of ['calls.changed', 'messages.changed', 'promises.changed'] as const) {
      host.on(event, changed);
    }
    host.on('contacts.changed', changed);
    host.on('customers.changed', () => {
      changed();
      known.refresh();
    });
    host.onState((state) => {
      if (state !== 'open') return;
      changed();
      known.refresh();
    });
  }

  return {
    ...{ version, place, whose, show, start },
    ...{ text, rows, loaded, loading, next, startList },
    loadMore: () => {
      if (!loading.value && next.value) void load(next.value, PAGE);
    },
    of: known.of,
    write,
    newId,
    card: (of: Whose): Promise<CustomerCard> => host.call('customers.card', of),
    thread: (of: Whose, before: ThreadPage['next'], limit: number): Promise<ThreadPage> =>
      host.call('customers.thread', { ...of, before, limit }),
    find: async (typed: string): Promise<readonly UnitedCustomer[]> =>
      (await host.call('customers.list', { text: typed.slice(0, 200), limit: 8 })).rows,
    erase: (customerId: string, said: Erasing) =>
      host.call('customers.erase', { id: newId(), customerId, ...said }),
  };
});
