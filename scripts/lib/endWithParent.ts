/**
 * Ends this process in order when the one that started it is gone. A SIGTERM to `npm start` reaches
 * npm and its shell only: without this the host would go on unseen and keep the data folder.
 * (On Windows the parent's number does not change; there a closed console ends all of them.)
 */
export function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}
