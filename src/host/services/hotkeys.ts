import type { HotkeysState, HotkeyState } from '#shared/contract/hotkeys.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { acceleratorsOf } from '#shared/domain/hotkeys/hotkeys.ts';
import type { HotkeyAction, Hotkeys } from '#shared/domain/hotkeys/hotkeys.ts';
import type { Platform } from '#shared/domain/hotkeys/stroke.ts';
import type { Announcer, Connection, Handlers } from '#shared/rpc/server.ts';
import type { Log } from '../log.ts';

/** Keys outside the app's own window: what only a desktop shell can listen to. */
export interface GlobalKeys {
  readonly platform: Platform;
  /** @returns false when another program, or the system, has it */
  register(accelerator: string, pressed: () => void): boolean;
  unregister(accelerator: string): void;
  /** While suspended no key acts, and each reaches the window as any other. */
  suspend(suspended: boolean): void;
  /** Brings the window in front. */
  raise(): void;
}

export interface HotkeysServiceOptions {
  readonly announcer: Announcer<IeumContract>;
  readonly log: Log;
  /** Null where the shell has none. */
  readonly keys: GlobalKeys | null;
}

/** What of the settings it is about. */
export interface HotkeyWish {
  readonly hotkeysOn: boolean;
  readonly hotkeys: Hotkeys;
}

export interface HotkeysService {
  readonly handlers: Pick<Handlers<IeumContract>, 'hotkeys.state' | 'hotkeys.suspend'>;
  /** What the settings say now. */
  use(wish: HotkeyWish): void;
  gone(connection: Connection): void;
  stop(): void;
}

const ALL_OFF: HotkeysState['keys'] = {
  answer: 'off',
  hangUp: 'off',
  mute: 'off',
  hold: 'off',
  transfer: 'off',
};

/** Keeps the system's hotkeys in step with the settings, and says which of them could be had. */
export function createHotkeysService(options: HotkeysServiceOptions): HotkeysService {
  const { announcer, log, keys } = options;
  const registered = new Map<string, HotkeyAction>();
  /** Pages in which a key is being chosen. */
  const choosing = new Set<string>();
  let states = ALL_OFF;
  /** What was wanted last: a taken key is asked for again with each change, not in between. */
  let last = '';

  function state(): HotkeysState {
    return { available: keys !== null, platform: keys?.platform ?? 'linux', keys: states };
  }

  function press(action: HotkeyAction, shell: GlobalKeys): void {
    // Whom to hand over to is typed: only then does the window come in front.
    if (action === 'transfer') shell.raise();
    announcer.emit('hotkeys.pressed', { action });
  }

  function setSuspended(connection: Connection, suspended: boolean): void {
    const before = choosing.size > 0;
    if (suspended) choosing.add(connection.id);
    else choosing.delete(connection.id);
    const now = choosing.size > 0;
    if (now !== before) keys?.suspend(now);
  }

  function use({ hotkeysOn, hotkeys }: HotkeyWish): void {
    if (!keys) return;
    const wish = JSON.stringify([hotkeysOn, hotkeys]);
    if (wish === last) return;
    last = wish;
    // Nothing can be registered while all are suspended.
    if (choosing.size > 0) keys.suspend(false);
    const wanted = hotkeysOn ? acceleratorsOf(hotkeys, keys.platform) : new Map<never, never>();
    for (const accelerator of registered.keys()) keys.unregister(accelerator);
    registered.clear();
    const next: Record<HotkeyAction, HotkeyState> = { ...ALL_OFF };
    for (const [action, accelerator] of wanted) {
      if (keys.register(accelerator, () => press(action, keys))) {
        registered.set(accelerator, action);
        next[action] = 'on';
      } else {
        next[action] = 'taken';
        log.warn('hotkey taken', { action, accelerator });
      }
    }
    if (choosing.size > 0) keys.suspend(true);
    states = next;
    announcer.emit('hotkeys.changed', state());
  }

  return {
    handlers: {
      'hotkeys.state': state,
      'hotkeys.suspend': ({ suspended }, connection) => {
        setSuspended(connection, suspended);
        return {};
      },
    },
    use,
    gone: (connection) => setSuspended(connection, false),
    stop() {
      for (const accelerator of registered.keys()) keys?.unregister(accelerator);
      registered.clear();
    },
  };
}
