import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { endWithWindow, WINDOW_GRACE_MS } from './endWithWindow.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('waits for the first page, outlives a reload, and ends after the last page', () => {
  const end = vi.fn();
  const pages = endWithWindow(end);
  pages(0);
  vi.advanceTimersByTime(10 * WINDOW_GRACE_MS);
  pages(1);
  pages(0);
  vi.advanceTimersByTime(WINDOW_GRACE_MS - 1);
  pages(1);
  vi.advanceTimersByTime(10 * WINDOW_GRACE_MS);
  expect(end).not.toHaveBeenCalled();
  pages(0);
  vi.advanceTimersByTime(WINDOW_GRACE_MS);
  expect(end).toHaveBeenCalledOnce();
});
