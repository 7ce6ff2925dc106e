import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { countUncaught } from './uncaught.ts';

/** How a page bears what it is sent. */
export interface PageHealth {
  /** What it threw uncaught or wrote to the console as an error. */
  readonly uncaught: readonly string[];
  readonly crashed: boolean;
  /** Milliseconds of the longest task since it was last asked; 0 when none was above 50. */
  longestTask(): Promise<number>;
  /** The same of what our own code did in it; 0 when no frame took 50. */
  longestScript(): Promise<number>;
  /** Milliseconds from the slowest press until its effect was painted; 0 when none took 16. */
  slowestClick(): Promise<number>;
}

interface Watched {
  longestTask: number;
  longestScript: number;
  slowestClick: number;
}

/** Once the page is open; anew after a reload. */
export async function watchHealth(page: Page): Promise<PageHealth> {
  const uncaught = countUncaught(page);
  let crashed = false;
  page.on('crash', () => (crashed = true));
  await page.evaluate(() => {
    const watched: Watched = { longestTask: 0, longestScript: 0, slowestClick: 0 };
    Object.assign(globalThis, { watched });
    const observe = (type: string, see: (entry: PerformanceEntry) => void): void => {
      const options = { type, durationThreshold: 16 };
      new PerformanceObserver((list) => list.getEntries().forEach(see)).observe(options);
    };
    observe('longtask', ({ duration }) => {
      watched.longestTask = Math.max(watched.longestTask, duration);
    });
    // https://w3c.github.io/long-animation-frames/, which TypeScript's own library does not know.
    observe('long-animation-frame', (entry) => {
      const { scripts } = entry as PerformanceEntry & { scripts: readonly PerformanceEntry[] };
      const longest = Math.max(0, ...scripts.map(({ duration }) => duration));
      watched.longestScript = Math.max(watched.longestScript, longest);
    });
    // From the press until what it changed is on the screen.
    observe('event', ({ name, duration }) => {
      if (name === 'click') watched.slowestClick = Math.max(watched.slowestClick, duration);
    });
  });
  const taken = (what: keyof Watched): Promise<number> =>
    page.evaluate((key) => {
      const { watched } = globalThis as unknown as { watched: Watched };
      const worst = watched[key];
      watched[key] = 0;
      return Math.round(worst);
    }, what);
  return {
    uncaught,
    get crashed() {
      return crashed;
    },
    longestTask: () => taken('longestTask'),
    longestScript: () => taken('longestScript'),
    slowestClick: () => taken('slowestClick'),
  };
}

/** Goes to the call log and back, with the mouse. */
export async function clickThrough(page: Page): Promise<void> {
  for (const place of ['history', 'phone']) {
    await page.getByTestId(`nav-${place}`).click();
    await expect(page.getByTestId(`nav-${place}`)).toHaveAttribute('aria-current', 'page');
  }
}
