import { readLayout } from '#shared/domain/headset/layout.ts';
import type { HeadsetButton } from '#shared/domain/headset/layout.ts';
import { cleanDisplayName } from '#shared/domain/text/displayName.ts';
import { Headset } from './headset.ts';
import type { HeadsetDeps } from './headset.ts';
import { TELEPHONY_FILTERS } from './webHid.ts';
import type { Hid, HidConnectionEvent, HidDevice } from './webHid.ts';

/** A headset as the settings show it. */
export interface KnownHeadset {
  readonly name: string;
  /** `silent`: it has no button a phone could use. */
  readonly state: 'ready' | 'silent' | 'failed';
  readonly buttons: readonly HeadsetButton[];
}

export interface HeadsetsDeps extends HeadsetDeps {
  readonly hid: Hid;
  readonly onList: (headsets: readonly KnownHeadset[]) => void;
  readonly onGone: (name: string) => void;
  /** Plugged in. @param again it was there before, and pulled out */
  readonly onPluggedIn: (name: string, again: boolean) => void;
}

export interface Headsets {
  /** Opens every headset this page was given, now and when one is plugged in. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Lets the agent choose one; only in answer to a click. @returns whether one was chosen */
  ask(): Promise<boolean>;
  /** The calls have changed. */
  follow(): void;
}

interface Entry extends KnownHeadset {
  readonly headset: Headset | null;
}

/** All headsets of this page. Each says what its agent does, all show the same calls. */
export function createHeadsets(deps: HeadsetsDeps): Headsets {
  const { hid, log } = deps;
  const entries = new Map<HidDevice, Entry>();
  const opening = new Set<HidDevice>();
  /** By name: the same headset is another device after it was out. */
  const gone = new Set<string>();
  let running = false;

  function changed(): void {
    deps.onList(
      [...entries.values()].map(({ name, state, buttons }) => ({ name, state, buttons })),
    );
  }

  async function add(device: HidDevice): Promise<void> {
    if (entries.has(device) || opening.has(device)) return;
    opening.add(device);
    const name = cleanDisplayName(device.productName);
    const layout = readLayout(device.collections);
    const entry = async (): Promise<Entry> => {
      if (!layout) return { name, state: 'silent', buttons: [], headset: null };
      try {
        if (!device.opened) await device.open();
        const buttons = [...new Set(layout.buttons.map(({ button }) => button))];
        return { name, state: 'ready', buttons, headset: new Headset(device, layout, deps) };
      } catch (error) {
        log(`The headset ${name} could not be opened: ${String(error)}`);
        return { name, state: 'failed', buttons: [], headset: null };
      }
    };
    const made = await entry();
    // Pulled out, or not wanted any more, before it was open.
    if (!opening.delete(device) || !running) {
      await made.headset?.close();
      return;
    }
    entries.set(device, made);
    changed();
  }

  const onConnect = (event: Event): void => {
    const { device } = event as HidConnectionEvent;
    void add(device).then(() => {
      const entry = entries.get(device);
      if (entry?.state === 'ready') deps.onPluggedIn(entry.name, gone.delete(entry.name));
    });
  };

  const onDisconnect = (event: Event): void => {
    const { device } = event as HidConnectionEvent;
    opening.delete(device);
    const entry = entries.get(device);
    if (!entry) return;
    entry.headset?.stop();
    entries.delete(device);
    changed();
    if (entry.state !== 'ready') return;
    gone.add(entry.name);
    deps.onGone(entry.name);
  };

  return {
    async start() {
      if (running) return;
      running = true;
      hid.addEventListener('connect', onConnect);
      hid.addEventListener('disconnect', onDisconnect);
      await Promise.all((await hid.getDevices()).map(add));
    },
    async stop() {
      running = false;
      hid.removeEventListener('connect', onConnect);
      hid.removeEventListener('disconnect', onDisconnect);
      const open = [...entries.values()];
      entries.clear();
      changed();
      await Promise.all(open.map(async ({ headset }) => headset?.close()));
    },
    async ask() {
      const chosen = await hid.requestDevice({ filters: TELEPHONY_FILTERS });
      await Promise.all(chosen.map(add));
      return chosen.length > 0;
    },
    follow() {
      for (const { headset } of entries.values()) headset?.follow();
    },
  };
}
