import type { Page } from '@playwright/test';

/**
 * What of a page cannot be read or reached where it stands: controls that begin or end outside the window
 * with nothing to scroll, text that is cut without an ellipsis, and keys of words in the place of words.
 */
export function layoutFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const named = (element: Element): string => {
      const { tagName, className, textContent } = element;
      const id = element.getAttribute('data-testid') ?? String(className);
      return `${tagName.toLowerCase()} ${id} "${textContent.trim().slice(0, 40)}"`;
    };
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    /** One that is there for screen readers alone is one pixel large. */
    const isTiny = ({ clientWidth, clientHeight }: Element): boolean =>
      clientWidth <= 1 || clientHeight <= 1;
    const scrollsSideways = (element: Element): boolean => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) {
          return true;
        }
      }
      return false;
    };

    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    const faults: string[] = [];
    if (scrollWidth > clientWidth)
      faults.push(`the page is ${scrollWidth - clientWidth} px too wide`);
    if (scrollHeight > clientHeight) {
      faults.push(`the page is ${scrollHeight - clientHeight} px too high`);
    }
    for (const element of document.querySelectorAll('button, select, textarea, a[href], input')) {
      if (!isShown(element) || isTiny(element)) continue;
      const { left, right } = element.getBoundingClientRect();
      if ((left < -1 || right > innerWidth + 1) && !scrollsSideways(element)) {
        faults.push(`outside the window: ${named(element)}`);
      }
    }
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const own = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.nodeValue ?? '').trim() !== '',
      );
      if (!own || !isShown(element) || isTiny(element)) continue;
      const style = getComputedStyle(element);
      const cuts = /hidden|clip/.test(style.overflowX) && style.textOverflow !== 'ellipsis';
      if (cuts && element.scrollWidth > element.clientWidth + 1) {
        faults.push(`cut: ${named(element)}`);
      }
      const text = element.textContent.trim();
      if (/^[a-z][A-Za-z]+(?:\.[A-Za-z0-9-]+)+$/.test(text)) faults.push(`a key: ${text}`);
    }
    return [...new Set(faults)];
  });
}
