import type { AvailableDevice } from '#shared/domain/audio/devices.ts';

/** The sound devices there are; none where the browser does not tell. */
export async function listDevices(): Promise<readonly AvailableDevice[]> {
  try {
    const all = await navigator.mediaDevices.enumerateDevices();
    return all.flatMap(({ kind, deviceId, label, groupId }) =>
      kind === 'audioinput' || kind === 'audiooutput' ? [{ kind, deviceId, label, groupId }] : [],
    );
  } catch {
    return [];
  }
}

/** Something was plugged in or out. The page listens as long as it lives. */
export function onDevicesChanged(listener: () => void): void {
  navigator.mediaDevices.addEventListener('devicechange', listener);
}
