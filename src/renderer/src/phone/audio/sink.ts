/** An audio element or an AudioContext; TypeScript knows only the first. Web Audio API §1.1.2. */
interface Sinkable {
  setSinkId(deviceId: string): Promise<void>;
}

function isSinkable(target: object): target is Sinkable {
  return 'setSinkId' in target;
}

/**
 * Sends sound to a device; an empty id is the system's choice. What cannot be sent there goes to
 * the system's: heard in the wrong place is better than not heard.
 */
export function sendSound(target: HTMLMediaElement | AudioContext, deviceId: string): void {
  if (!isSinkable(target)) return;
  target.setSinkId(deviceId).catch(() => {
    if (deviceId !== '') target.setSinkId('').catch(() => undefined);
  });
}
