import { isDeepStrictEqual } from 'node:util';
import { settingsSchema } from '#shared/contract/settings.ts';
import type { Settings, SettingsPatch } from '#shared/contract/settings.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import { readSettings, removeSetting, writeSetting } from '../db/settings.ts';
import type { StoredSetting } from '../db/settings.ts';
import type { Storage } from '../db/storage.ts';
import type { Provisioned } from '../provisioning/readProvisioning.ts';

export interface SettingsServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly provisioned: Provisioned | null;
}

export interface SettingsService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    'settings.get' | 'settings.update' | 'settings.defaults' | 'settings.reset'
  >;
  get(): Settings;
  /** Says what the settings are now, after they came from another place. */
  announce(): void;
}

export function createSettingsService(options: SettingsServiceOptions): SettingsService {
  const { storage, announcer, clock, provisioned } = options;

  function get(): Settings {
    return effectiveSettings(storage.read(readSettings), provisioned);
  }

  function refuseLocked(patch: SettingsPatch): void {
    for (const [key, decided] of Object.entries(provisioned?.policy ?? {})) {
      const wanted = patch[key as keyof SettingsPatch];
      if (wanted !== undefined && !isDeepStrictEqual(wanted, decided)) {
        throw new AppError('settings.locked', 'The administrator decides this setting.', { key });
      }
    }
  }

  function told(): Settings {
    const settings = get();
    announcer.emit('settings.changed', settings);
    return settings;
  }

  return {
    get,
    announce: () => void told(),
    handlers: {
      'settings.get': get,
      'settings.defaults': () => effectiveSettings([], provisioned),
      'settings.reset': ({ name }) => {
        if (Object.hasOwn(provisioned?.policy ?? {}, name)) {
          throw new AppError('settings.locked', 'The administrator decides this setting.', {
            key: name,
          });
        }
        storage.write((db) => removeSetting(db, name));
        return told();
      },
      'settings.update': ({ patch }) => {
        refuseLocked(patch);
        storage.write((db) => {
          for (const [key, value] of Object.entries(patch)) {
            if (value !== undefined) writeSetting(db, key, value, clock());
          }
        });
        return told();
      },
    },
  };
}

/**
 * The administrator's defaults under what is stored, the administrator's policy above it. What is
 * stored but does not fit, from a newer version or a slip, falls back alone.
 */
export function effectiveSettings(
  stored: readonly StoredSetting[],
  provisioned: Pick<Provisioned, 'defaults' | 'policy'> | null,
): Settings {
  const values: Record<string, unknown> = { ...provisioned?.defaults };
  for (const { key, value } of stored) {
    if (!isSettingName(key)) continue;
    if (settingsSchema.shape[key].safeParse(value).success) values[key] = value;
  }
  const policy = provisioned?.policy ?? {};
  return settingsSchema.parse({ ...values, ...policy, locked: Object.keys(policy) });
}

function isSettingName(key: string): key is keyof Settings {
  return Object.hasOwn(settingsSchema.shape, key);
}
