/** Milliseconds. A page that is reloaded, or whose line broke, is back well before this. */
export const WINDOW_GRACE_MS = 15_000;

/**
 * Ends the host some time after the last page has gone: whoever closes the window has closed the
 * app. Before the first page it waits as long as it takes.
 * @returns to be told how many pages there are
 */
export function endWithWindow(end: () => void, graceMs = WINDOW_GRACE_MS): (pages: number) => void {
  let timer: NodeJS.Timeout | undefined;
  let seen = false;
  return (pages) => {
    clearTimeout(timer);
    if (pages > 0) seen = true;
    // Not a reason to stay: a host that is told to end does not wait for it.
    else if (seen) timer = setTimeout(end, graceMs).unref();
  };
}
