/** What each is for. The ringer is apart: a ring in a headset on the desk is heard by nobody. */
export const DEVICE_ROLES = ['microphone', 'speaker', 'ringer'] as const;
export type DeviceRole = (typeof DEVICE_ROLES)[number];

/** A device as the agent chose it. Its id may change; its name and its group help to know it. */
export interface RememberedDevice {
  readonly deviceId: string;
  readonly label: string;
  readonly groupId: string;
}

/** A device as the browser lists it. W3C Media Capture and Streams §9.2.2, MediaDeviceInfo. */
export interface AvailableDevice extends RememberedDevice {
  readonly kind: 'audioinput' | 'audiooutput';
}

export type DeviceChoice =
  /** The agent leaves it to the system, and there is a device. */
  | { readonly how: 'system'; readonly device: RememberedDevice }
  /** The chosen one is there. `device` is as it is listed now, which may be under a new id. */
  | { readonly how: 'chosen'; readonly device: RememberedDevice }
  /** The chosen one is not there: the system's serves until it is back. */
  | { readonly how: 'gone'; readonly device: RememberedDevice; readonly wanted: RememberedDevice }
  /** The browser names no device before the microphone was allowed once: nothing can be said. */
  | { readonly how: 'unseen'; readonly device: RememberedDevice }
  /** There is no device of this kind at all. */
  | { readonly how: 'none' };

/** Chromium's entries for "whatever the system uses", which stand beside the real devices. */
const ALIASES = new Set(['default', 'communications']);

/** The system's own choice, by the id that getUserMedia and setSinkId know it by. */
export const SYSTEM_DEVICE: RememberedDevice = { deviceId: '', label: '', groupId: '' };

export function kindOf(role: DeviceRole): AvailableDevice['kind'] {
  return role === 'microphone' ? 'audioinput' : 'audiooutput';
}

/** The devices an agent can choose between: real ones, with a name. */
export function choosable(
  available: readonly AvailableDevice[],
  role: DeviceRole,
): readonly AvailableDevice[] {
  return available.filter(
    ({ kind, deviceId, label }) =>
      kind === kindOf(role) && label !== '' && deviceId !== '' && !ALIASES.has(deviceId),
  );
}

/**
 * Which device serves now.
 * @param wanted what the agent chose, null for the system's choice
 * @param available everything the browser lists, of both kinds
 */
export function chooseDevice(
  wanted: RememberedDevice | null,
  available: readonly AvailableDevice[],
  role: DeviceRole,
): DeviceChoice {
  const ofKind = available.filter(({ kind }) => kind === kindOf(role));
  if (ofKind.length === 0) return { how: 'none' };
  const system = systemDevice(ofKind);
  if (wanted === null) return { how: 'system', device: system };
  // Asked for by its id it is found all the same, if it is there.
  if (ofKind.every(({ label }) => label === '')) return { how: 'unseen', device: wanted };

  const real = choosable(ofKind, role);
  const sameName = real.filter(({ label }) => label === wanted.label);
  const found =
    real.find(({ deviceId }) => deviceId === wanted.deviceId) ??
    // Ids change when site data is cleared or a driver is renewed. Of two alike the group decides.
    sameName.find(({ groupId }) => groupId === wanted.groupId) ??
    sameName[0];
  return found
    ? { how: 'chosen', device: remembered(found) }
    : { how: 'gone', device: system, wanted };
}

/**
 * Says which device stands behind the system's choice, so that a change of it is noticed: the
 * alias's group is that of the real device, and its label names it.
 */
function systemDevice(ofKind: readonly AvailableDevice[]): RememberedDevice {
  const alias = ofKind.find(({ deviceId }) => deviceId === 'default');
  return alias ? { ...SYSTEM_DEVICE, label: alias.label, groupId: alias.groupId } : SYSTEM_DEVICE;
}

export function remembered({ deviceId, label, groupId }: RememberedDevice): RememberedDevice {
  return { deviceId, label, groupId };
}

/** Whether both are the same piece of hardware under the same id: nothing has to be opened anew. */
export function isSameDevice(one: DeviceChoice, other: DeviceChoice): boolean {
  if (one.how === 'none' || other.how === 'none') return one.how === other.how;
  const [a, b] = [one.device, other.device];
  if (a.deviceId !== b.deviceId) return false;
  // Names appear with the first permission; a device does not become another by being named.
  const unnamed = a.label === '' || b.label === '';
  return unnamed || (a.label === b.label && a.groupId === b.groupId);
}
