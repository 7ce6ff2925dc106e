/** Over other windows, where the person has allowed it. */
export function notify(text: string, body: string, tag: string): void {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
  if (document.visibilityState === 'visible' && document.hasFocus()) return;
  try {
    new Notification(text, { body, tag });
  } catch {
    // Some systems allow it and have nowhere to show it: the banner has said it.
  }
}
