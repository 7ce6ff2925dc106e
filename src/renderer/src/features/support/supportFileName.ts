/** `ieum-support-20261125-1504.json`, in the agent's own time. */
export function supportFileName(at: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  return `ieum-support-${day}-${two(at.getHours())}${two(at.getMinutes())}.json`;
}
