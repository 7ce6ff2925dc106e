import type { Page } from '@playwright/test';

/** Collects what a page throws uncaught or refuses under its security policy. */
export function countUncaught(page: Page): string[] {
  const seen: string[] = [];
  page.on('pageerror', (error) => seen.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') seen.push(message.text());
  });
  return seen;
}
