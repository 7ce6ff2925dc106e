import { app } from 'electron';
import type { AppUpdater } from 'electron-updater';
import { UnsignedUpdate } from '#host/services/updates.ts';
import type { Updater } from '#host/services/updates.ts';
import { describeError } from '#host/log.ts';
import type { Log } from '#host/log.ts';
import type { Installation } from '#shared/domain/update/update.ts';
import { readPackageNote } from './packageNote.ts';

/** Of electron-updater and of builder-util-runtime: what came is not what was published. */
const NOT_AS_SIGNED = ['ERR_UPDATER_INVALID_SIGNATURE', 'ERR_CHECKSUM_MISMATCH'];

function installationOf(): Installation {
  const platform =
    process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'mac' : 'linux';
  const note = readPackageNote(process.resourcesPath);
  return { installed: app.isPackaged, platform, ...note };
}

/** electron-updater, which is only read where the app renews itself. */
export function createUpdater(
  log: Log,
  load: () => Promise<AppUpdater> = async () =>
    (await import('electron-updater')).default.autoUpdater,
): Updater {
  let loaded: AppUpdater | null = null;

  async function updaterFor(url: string): Promise<AppUpdater> {
    loaded ??= prepared(await load());
    loaded.setFeedURL({ provider: 'generic', url, channel: 'latest' });
    return loaded;
  }

  function prepared(updater: AppUpdater): AppUpdater {
    updater.logger = null;
    updater.autoDownload = false;
    // When the agent ends the app by themselves, which is never within a call unless asked for.
    updater.autoInstallOnAppQuit = true;
    // An older version, with its known faults, could be offered by whoever holds the address.
    updater.allowDowngrade = false;
    updater.disableWebInstaller = true;
    updater.on('error', (error) => log.warn('updater', describeError(error)));
    return updater;
  }

  return {
    installation: installationOf(),
    async check(url) {
      const updater = await updaterFor(url);
      const found = await updater.checkForUpdates();
      return found?.isUpdateAvailable === true ? found.updateInfo.version : null;
    },
    async fetch() {
      if (!loaded) throw new Error('Nothing was looked for.');
      try {
        await loaded.downloadUpdate();
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : '';
        throw NOT_AS_SIGNED.includes(code) ? new UnsignedUpdate(code, { cause: error }) : error;
      }
    },
    install() {
      // Without questions, and started again.
      loaded?.quitAndInstall(true, true);
    },
  };
}
