import { defineStore } from 'pinia';
import { computed, markRaw, ref, shallowRef, watch } from 'vue';
import type { Settings } from '#shared/contract/settings.ts';
import {
  choosable,
  chooseDevice,
  DEVICE_ROLES,
  isSameDevice,
  remembered,
} from '#shared/domain/audio/devices.ts';
import type {
  AvailableDevice,
  DeviceChoice,
  DeviceRole,
  RememberedDevice,
} from '#shared/domain/audio/devices.ts';
import { listDevices, onDevicesChanged } from '../phone/audio/deviceList.ts';
import { measure } from '../phone/audio/meter.ts';
import { openTrack } from '../phone/audio/microphone.ts';
import { createMicrophones } from '../phone/audio/microphones.ts';
import type { MicrophoneTrouble } from '../phone/audio/microphones.ts';
import { createRemoteAudio } from '../phone/audio/remoteAudio.ts';
import { createSignals } from '../phone/audio/signals.ts';
import { useSettingsStore } from './settingsStore.ts';

/** A device that is missed: the chosen one is gone, or there is none at all. */
export interface MissingDevice {
  readonly role: DeviceRole;
  readonly how: 'gone' | 'none';
  /** What the agent had chosen; empty where there is none at all. */
  readonly label: string;
}

export interface ReturnedDevice {
  readonly role: DeviceRole;
  readonly label: string;
}

const SETTING = {
  microphone: 'microphoneDevice',
  speaker: 'speakerDevice',
  ringer: 'ringerDevice',
} as const satisfies Record<DeviceRole, keyof Settings>;

/** Microphone, speaker and ringer of this desk: which serve now, and how loud it is on them. */
export const useAudioStore = defineStore('audio', () => {
  const settings = useSettingsStore();

  const available = shallowRef<readonly AvailableDevice[]>([]);
  /** Until the browser has listed the devices once, nothing is said about them. */
  const listed = ref(false);
  const trouble = shallowRef<MicrophoneTrouble | null>(null);
  /** What came back last, together; a new list each time. */
  const returned = shallowRef<readonly ReturnedDevice[]>([]);
  const dismissed = ref<readonly DeviceRole[]>([]);

  function wanted(role: DeviceRole): RememberedDevice | null {
    return settings.settings[SETTING[role]];
  }
  function choose(role: DeviceRole): DeviceChoice {
    return chooseDevice(wanted(role), available.value, role);
  }
  const choices = computed<Readonly<Record<DeviceRole, DeviceChoice>>>(() => ({
    microphone: choose('microphone'),
    speaker: choose('speaker'),
    ringer: choose('ringer'),
  }));
  function deviceId(role: DeviceRole): string {
    const choice = choices.value[role];
    if (choice.how !== 'none') return choice.device.deviceId;
    // Not listed yet is not the same as not there.
    return listed.value ? '' : (wanted(role)?.deviceId ?? '');
  }

  const processing = computed(() => {
    const { echoCancellation, noiseSuppression, autoGainControl } = settings.settings;
    return { echoCancellation, noiseSuppression, autoGainControl };
  });

  const microphones = createMicrophones({
    wish: () => ({ ...processing.value, deviceId: deviceId('microphone') }),
    openTrack,
    newStream: (track) => new MediaStream([track]),
    onTrouble: (now) => (trouble.value = now),
    onOpened: () => void refresh(),
  });
  const remoteAudio = createRemoteAudio();
  const signals = createSignals(() => settings.settings.ringVolume);

  /** Of two looks at once the later one counts. */
  let looks = 0;
  async function refresh(): Promise<void> {
    const mine = ++looks;
    const now = await listDevices();
    if (mine !== looks) return;
    available.value = now;
    listed.value = true;
  }

  function start(): void {
    onDevicesChanged(() => {
      void refresh().then(() => microphones.revive());
    });
    watch(
      choices,
      () => {
        remoteAudio.sendTo(deviceId('speaker'));
        signals.sendTo('ear', deviceId('speaker'));
        signals.sendTo('ringer', deviceId('ringer'));
      },
      { immediate: true },
    );
    watch(choices, (now, before) => {
      if (!isSameDevice(now.microphone, before.microphone)) microphones.renew();
      for (const role of DEVICE_ROLES) notice(role, now[role], before[role]);
      const back = DEVICE_ROLES.flatMap((role) => {
        const choice = now[role];
        return choice.how === 'chosen' && before[role].how === 'gone'
          ? [{ role, label: choice.device.label }]
          : [];
      });
      if (back.length > 0) returned.value = back;
    });
    watch(processing, (now, before) => {
      const same =
        now.echoCancellation === before.echoCancellation &&
        now.noiseSuppression === before.noiseSuppression &&
        now.autoGainControl === before.autoGainControl;
      if (!same) microphones.renew();
    });
    void refresh();
  }

  function notice(role: DeviceRole, now: DeviceChoice, before: DeviceChoice): void {
    if (now.how !== before.how) dismissed.value = dismissed.value.filter((one) => one !== role);
    if (now.how !== 'chosen') return;
    const known = wanted(role);
    // Known by its name under a new id: from now on by that. What fails is tried the next time.
    if (known && known.deviceId !== now.device.deviceId) {
      settings.update({ [SETTING[role]]: now.device }).catch(() => undefined);
    }
  }

  const missing = computed<readonly MissingDevice[]>(() => {
    if (!listed.value) return [];
    return DEVICE_ROLES.filter((role) => !dismissed.value.includes(role)).flatMap(
      (role): MissingDevice[] => {
        const choice = choices.value[role];
        if (choice.how === 'gone') return [{ role, how: 'gone', label: choice.wanted.label }];
        // Without any speaker there is no ringer either: said once.
        if (choice.how === 'none' && role !== 'ringer') return [{ role, how: 'none', label: '' }];
        return [];
      },
    );
  });

  function dismissMissing(): void {
    dismissed.value = [...dismissed.value, ...missing.value.map(({ role }) => role)];
  }

  return {
    choices,
    trouble,
    returned,
    missing,
    start,
    dismissMissing,
    dismissTrouble: () => (trouble.value = null),
    devices: (role: DeviceRole) => choosable(available.value, role),
    wanted,
    /** The patch that remembers a device, or leaves it to the system. */
    patchFor: (role: DeviceRole, device: RememberedDevice | null): Partial<Settings> => ({
      [SETTING[role]]: device && remembered(device),
    }),
    deviceId,
    openMicrophone: microphones.open,
    remoteAudio: markRaw(remoteAudio),
    signals: markRaw(signals),
    /** Both tell a level from 0 to 1 until they are stopped. */
    measureMicrophone: (tell: (level: number, db: number) => void) =>
      measure(microphones.current, tell),
    measureCall: (callId: string, tell: (level: number) => void) =>
      measure(() => remoteAudio.track(callId), tell),
  };
});
