import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, dialog, globalShortcut, protocol, safeStorage, session } from 'electron';
import type { BrowserWindow } from 'electron';
import { createHost } from '#host/createHost.ts';
import { handOver } from '#host/handOver.ts';
import { realLater } from '#host/later.ts';
import { createLineLog, describeError } from '#host/log.ts';
import { serveApp } from './appScheme.ts';
import { startedAtLogin } from './autostart.ts';
import { realTicker } from '#host/ticker.ts';
import { createCallCard } from './callCard.ts';
import { guardCertificates } from './certificates.ts';
import { logLostProcesses, recoverPage } from './crashes.ts';
import { createDesktop, quietLook } from './desktop.ts';
import { offerHeadsets } from './headsets.ts';
import { globalKeys } from './hotkeys.ts';
import { listenForPages } from './ipcTransport.ts';
import { openSecrets } from './keystore.ts';
import { desktopOf, followLinkSetting, listenForLinks } from './links.ts';
import { openLogFile } from './logFile.ts';
import { openMemoryFile } from './memoryFile.ts';
import { lockNavigation } from './navigation.ts';
import { systemNotices } from './notices.ts';
import { APP_URL, CARD_URL, ownPageTest } from './ownOrigin.ts';
import { shellPaths } from './paths.ts';
import { guardPermissions } from './permissions.ts';
import { createUpdater } from './updater.ts';
import { systemPower } from './power.ts';
import { createWindow, raise } from './window.ts';
import { firstPlace, keepPlace } from './windowPlace.ts';

export interface ShellOptions {
  readonly dataDir: string;
  readonly provisioningFile: string | null;
  /** The link this start came with. */
  readonly link: string | null;
  /** No window is shown at first. */
  readonly hidden: boolean;
  /** What a start by the system needs to be the same phone. */
  readonly startArguments: readonly string[];
  /** The folder of the built main script. */
  readonly mainDir: string;
}

/**
 * Puts the host and its window together, once Electron is ready. Every guard stands before the
 * first window exists.
 */
export async function runShell({
  dataDir,
  provisioningFile,
  link,
  hidden,
  startArguments,
  mainDir,
}: ShellOptions): Promise<void> {
  let window: BrowserWindow | null = null;
  // Heard from the first moment: a second start may come while this one is still starting.
  const links = listenForLinks(link, () => {
    if (window) raise(window);
  });
  await app.whenReady();

  const paths = shellPaths(mainDir);
  const clock = Date.now;
  const log = createLineLog(clock, openLogFile(paths.log));
  log.info('shell', { version: app.getVersion(), electron: process.versions['electron'] });
  const developmentUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];
  const isOwnPage = ownPageTest(developmentUrl);

  logLostProcesses(log);
  lockNavigation(isOwnPage, log);
  guardPermissions(session.defaultSession, isOwnPage, log);
  offerHeadsets(session.defaultSession, isOwnPage, log);

  const raiseWindow = (): void => {
    if (window) raise(window);
  };
  const card = createCallCard({
    ...{ preload: paths.preload, platform: process.platform, log },
    url: developmentUrl === undefined ? CARD_URL : new URL('card.html', developmentUrl).href,
  });
  const noticeShell = systemNotices(raiseWindow, log);
  const secrets = openSecrets(safeStorage, paths.secrets, log);
  const memory = openMemoryFile(paths.memory, log);
  const desktop = createDesktop({
    ...{ iconsDir: paths.tray, memory, clock, later: realLater, log, startArguments },
  });
  const host = createHost({
    paths: { dataDir },
    scriptsDir: paths.scripts,
    clock,
    log,
    secrets,
    version: app.getVersion(),
    capabilities: { shell: 'electron', keystore: secrets.kept === 'keystore' },
    backupWorker: pathToFileURL(join(mainDir, 'backupWorker.js')),
    exportWorker: pathToFileURL(join(mainDir, 'exportWorker.js')),
    readerWorker: pathToFileURL(join(mainDir, 'readerWorker.js')),
    globalKeys: globalKeys(globalShortcut, raiseWindow),
    cardWindow: card,
    ...(noticeShell === null ? {} : { noticeShell }),
    powerShell: systemPower({ platform: process.platform, clock, log, every: realTicker }),
    desktop: desktopOf(),
    updater: createUpdater(log),
    desktopShell: desktop.shell,
    ...(provisioningFile === null ? {} : { provisioningFile }),
  });
  if (host.storage.code === 'storage.in-use') {
    // A browser window has it, or another user of this computer: two phones would register one
    // account and answer each other's calls.
    await host.stop();
    if (link !== null && (await handOver(dataDir, link))) {
      app.exit(0);
      return;
    }
    dialog.showErrorBox(
      '이음이 이미 실행 중입니다 / Ieum is already running',
      `데이터 폴더 ${dataDir}를 다른 이음이 쓰고 있습니다. 먼저 열린 창을 쓰거나 닫아 주세요.\nAnother Ieum uses the data folder ${dataDir}: use the window that is open, or close it.`,
    );
    app.exit(2);
    return;
  }
  guardCertificates(session.defaultSession, host.pins, clock, log);
  links.deliverTo((text) => host.openLink(text));
  followLinkSetting(host, log);
  serveApp(protocol, paths.renderer, (ticket) => host.media(ticket));
  const stopListening = listenForPages({ isOwnPage, log, onPort: (port) => host.connect(port) });

  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => {
    stopListening();
    host.stop().catch((error: unknown) => log.error('stop', describeError(error)));
  });

  const place = firstPlace(memory);
  const quiet = hidden || (startedAtLogin() && host.settings.desktop.startHidden);
  const look = quiet && link === null ? await quietLook() : 'shown';
  window = createWindow(paths.preload, place, look);
  const changeZoom = keepPlace(window, place, memory, realLater);
  desktop.surround(window, host, changeZoom);
  recoverPage(window, clock, log);
  card.follow(window);
  window.once('closed', () => (window = null));
  await window.loadURL(developmentUrl ?? APP_URL);
}
