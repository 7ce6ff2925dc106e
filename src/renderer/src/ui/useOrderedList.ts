import { nextTick, ref, shallowRef } from 'vue';
import type { Ref, ShallowRef } from 'vue';

export interface OrderedListOptions<Item extends { readonly id: string }> {
  /** Holds a row `data-row="<id>"` for each item, with buttons `data-do="up|down|edit|remove"`. */
  readonly root: Readonly<ShallowRef<HTMLElement | null>>;
  readonly items: () => readonly Item[];
  /** @returns whether it was taken */
  readonly save: (items: Item[]) => Promise<boolean>;
  readonly words: { readonly moved: (place: number) => string; readonly undone: () => string };
}

export interface OrderedList<Item extends { readonly id: string }> {
  /** For a screen reader: what the last key or button has come to. */
  readonly said: Ref<string>;
  /** What was taken away last, until something else happens to the list. */
  readonly removed: Ref<{ readonly item: Item; readonly place: number } | null>;
  move(place: number, by: -1 | 1): Promise<void>;
  /** Alt with an arrow, pressed anywhere in a row. */
  onKey(event: KeyboardEvent, place: number): void;
  remove(item: Item, place: number): Promise<void>;
  undo(): Promise<void>;
  /** Replaces the item of this id, or puts it at the end. */
  keep(item: Item): Promise<boolean>;
  focusIn(id: string, button: string): Promise<void>;
}

/** A list whose order matters: moved by buttons and keys, and what is removed can come back. */
export function useOrderedList<Item extends { readonly id: string }>(
  options: OrderedListOptions<Item>,
): OrderedList<Item> {
  const { root, items, save, words } = options;
  const said = ref('');
  const removed = shallowRef<{ readonly item: Item; readonly place: number } | null>(null);

  /** A row that moves or comes back has lost the focus: it gets it again. */
  async function focusIn(id: string, button: string): Promise<void> {
    await nextTick();
    const row = root.value?.querySelector(`[data-row="${CSS.escape(id)}"]`);
    const wanted = row?.querySelector<HTMLButtonElement>(`[data-do="${button}"]`);
    const other = row?.querySelector<HTMLButtonElement>('button:not(:disabled)');
    (wanted?.disabled === false ? wanted : other)?.focus();
  }

  async function move(place: number, by: -1 | 1): Promise<void> {
    const next = [...items()];
    const [item] = next.splice(place, 1);
    if (!item || place + by < 0 || place + by > next.length) return;
    next.splice(place + by, 0, item);
    if (!(await save(next))) return;
    removed.value = null;
    said.value = words.moved(place + by + 1);
    await focusIn(item.id, by < 0 ? 'up' : 'down');
  }

  function onKey(event: KeyboardEvent, place: number): void {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    void move(place, event.key === 'ArrowUp' ? -1 : 1);
  }

  async function remove(item: Item, place: number): Promise<void> {
    if (!(await save(items().filter(({ id }) => id !== item.id)))) return;
    removed.value = { item, place };
    // The button that had the focus is gone with its row.
    await nextTick();
    root.value?.querySelector<HTMLElement>('[data-do="undo"]')?.focus();
  }

  async function undo(): Promise<void> {
    if (!removed.value) return;
    const { item, place } = removed.value;
    const next = items().filter(({ id }) => id !== item.id);
    next.splice(place, 0, item);
    if (!(await save(next))) return;
    removed.value = null;
    said.value = words.undone();
    await focusIn(item.id, 'remove');
  }

  async function keep(item: Item): Promise<boolean> {
    const known = items().some(({ id }) => id === item.id);
    const next = known
      ? items().map((one) => (one.id === item.id ? item : one))
      : [...items(), item];
    if (!(await save(next))) return false;
    removed.value = null;
    return true;
  }

  return { said, removed, move, onKey, remove, undo, keep, focusIn };
}
