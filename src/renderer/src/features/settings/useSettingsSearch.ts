import { nextTick, onScopeDispose, ref, watch } from 'vue';
import type { Ref } from 'vue';
import { finder } from '#shared/domain/text/finding.ts';

/** The name of the marks in the page's styles: `::highlight(found-setting)`. */
const MARKS = 'found-setting';

/**
 * Looks for what was typed in everything that a part of the settings says, its switches and lists
 * included: whoever looks for 보호휴식 does not know in which panel it is. Where it stands is marked
 * without touching what the parts have drawn (CSS Custom Highlight API), and parts that say nothing
 * of it are left out.
 * @param root what the parts stand in, each with `data-setting-part`
 * @returns the ids of the parts that are shown; null for all
 */
export function useSettingsSearch(typed: Ref<string>, root: Ref<HTMLElement | null>) {
  const found = ref<ReadonlySet<string> | null>(null);

  function look(): void {
    CSS.highlights.delete(MARKS);
    const words = finder(typed.value);
    if (words.length === 0 || !root.value) {
      found.value = null;
      return;
    }
    const ids = new Set<string>();
    const ranges: Range[] = [];
    for (const part of root.value.querySelectorAll<HTMLElement>('[data-setting-part]')) {
      const texts = textsOf(part);
      const everyWord = words.every((places) => texts.some(({ data }) => places(data).length > 0));
      if (!everyWord) continue;
      ids.add(part.dataset['settingPart'] ?? '');
      for (const text of texts) {
        for (const places of words)
          for (const { from, to } of places(text.data)) ranges.push(rangeOf(text, from, to));
      }
    }
    found.value = ids;
    CSS.highlights.set(MARKS, new Highlight(...ranges));
  }

  watch(typed, () => void nextTick(look));
  onScopeDispose(() => CSS.highlights.delete(MARKS));
  return { found };
}

function textsOf(part: HTMLElement): readonly Text[] {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node instanceof Text && node.data.trim() !== '') texts.push(node);
  }
  return texts;
}

function rangeOf(text: Text, from: number, to: number): Range {
  const range = new Range();
  range.setStart(text, from);
  range.setEnd(text, to);
  return range;
}
