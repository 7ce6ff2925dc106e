import type { Virtualizer } from '@tanstack/vue-virtual';

/**
 * How tall a row of a virtual list is, for `measureElement`: as it was observed, before that as it
 * was thought. A row that is asked for its height while rows are being added makes the browser lay
 * the page out once for each of them; the observer tells the same once, after the frame's layout.
 */
export function observedHeight(
  element: Element,
  entry: ResizeObserverEntry | undefined,
  virtualizer: Virtualizer<HTMLElement, Element>,
): number {
  const box = entry?.borderBoxSize[0];
  if (box) return Math.round(box.blockSize);
  const index = virtualizer.indexFromElement(element);
  const key = virtualizer.options.getItemKey(index);
  return virtualizer.itemSizeCache.get(key) ?? virtualizer.options.estimateSize(index);
}
