import { computed, ref, watch } from 'vue';
import { findsIn } from '#shared/domain/text/finding.ts';
import { useFindStore } from '../../stores/findStore.ts';
import { useCallItems } from './actions/useCallItems.ts';
import { useDeskItems } from './actions/useDeskItems.ts';
import { useScreenItems } from './actions/useScreenItems.ts';
import { PALETTE_GROUPS } from './item.ts';
import type { PaletteGroup, PaletteItem } from './item.ts';
import { recentIds, remember } from './recent.ts';
import { useFoundItems } from './useFoundItems.ts';

/** The lines that what was typed leaves, in their groups, and the one the keys are on. */
export function usePalette(openKeys: () => void, close: () => void) {
  const typed = ref('');
  const cursor = ref(0);
  const find = useFindStore();
  const call = useCallItems();
  const desk = useDeskItems(openKeys);
  const screens = useScreenItems();
  const found = useFoundItems(typed);

  const named = computed(() => [...call.value, ...desk.value, ...screens.value]);
  const recent = computed<readonly PaletteItem[]>(() =>
    recentIds().flatMap((id) => {
      const item = named.value.find((one) => one.id === id);
      return item ? [{ ...item, group: 'recent' as const }] : [];
    }),
  );

  const lines = computed<readonly PaletteItem[]>(() => {
    if (typed.value.trim() === '') {
      const again = new Set(recent.value.map(({ id }) => id));
      const others = named.value.filter(({ id, group }) => !again.has(id) && group !== 'settings');
      return [...recent.value, ...others];
    }
    const fitting = named.value.filter(({ text, second = '', words = '' }) =>
      findsIn(typed.value, [text, second, words]),
    );
    // What is called so stands before what only has to do with it.
    const byName = fitting.filter(({ text }) => findsIn(typed.value, [text]));
    return [...byName, ...fitting.filter((item) => !byName.includes(item)), ...found.value];
  });

  const groups = computed(() => {
    const full = PALETTE_GROUPS.map((group) => ({
      group,
      items: lines.value.filter((line) => line.group === group),
    })).filter(({ items }) => items.length > 0);
    let place = 0;
    return full.map(({ group, items }): { group: PaletteGroup; items: readonly Placed[] } => ({
      group,
      items: items.map((item) => ({ item, place: place++ })),
    }));
  });
  const inOrder = computed(() => groups.value.flatMap(({ items }) => items));

  watch(typed, (text) => {
    cursor.value = 0;
    void find.find(text);
  });
  // Answers come later, in groups between others: the keys stay on a line that there is.
  watch(inOrder, (now) => (cursor.value = Math.max(0, Math.min(cursor.value, now.length - 1))));
  void find.find('');

  function move(by: number): void {
    const { length } = inOrder.value;
    if (length > 0) cursor.value = (cursor.value + by + length) % length;
  }

  function choose(place: number): void {
    const item = inOrder.value[place]?.item;
    if (!item) return;
    remember(item.id);
    close();
    item.run();
  }

  return { typed, cursor, groups, count: computed(() => inOrder.value.length), move, choose };
}

interface Placed {
  readonly item: PaletteItem;
  readonly place: number;
}
