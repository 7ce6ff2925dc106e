import type { Capabilities, StorageHealth } from '#shared/contract/app.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { CertificatePins } from '#shared/domain/certificate/pins.ts';
import type { RpcPort, Unsubscribe } from '#shared/rpc/port.ts';
import type { Later } from './later.ts';
import type { Log } from './log.ts';
import type { MediaFile } from './media.ts';
import type { GatewayWay, PhoneWay } from './outbox/ways.ts';
import type { Environment } from './provisioning/readProvisioning.ts';
import type { SecretStore } from './secrets.ts';
import type { DesktopActions, DesktopShell } from './services/desktop.ts';
import type { GlobalKeys } from './services/hotkeys.ts';
import type { CardWindow } from './services/callCard.ts';
import type { NoticeShell } from './services/notices.ts';
import type { PowerShell } from './services/power.ts';
import type { Desktop } from './services/links.ts';
import type { Fetch } from './services/screenPop.ts';
import type { Updater } from './services/updates.ts';
import type { Ticker } from './ticker.ts';

export interface HostOptions {
  readonly paths: { readonly dataDir: string };
  /** The folder of the scripts that come with the app (docs/scripts.md). */
  readonly scriptsDir: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Milliseconds of a clock that nobody sets; the process's own where left out. */
  readonly uptime?: () => number;
  readonly log: Log;
  readonly secrets: SecretStore;
  readonly version: string;
  readonly capabilities: Pick<Capabilities, 'shell' | 'keystore'>;
  /** Left out where the shell has none. */
  readonly globalKeys?: GlobalKeys;
  /** What a desktop shell renews the app with. */
  readonly updater?: Updater;
  readonly cardWindow?: CardWindow;
  readonly noticeShell?: NoticeShell;
  readonly powerShell?: PowerShell;
  /** What a desktop shell can do for links and the clipboard. */
  readonly desktop?: Desktop;
  /** Tray, menu and start at login; left out where the shell has none. */
  readonly desktopShell?: DesktopShell;
  readonly fetch?: Fetch;
  /** UUIDv7. */
  readonly newId?: () => string;
  /** The administrator's file (docs/provisioning.md). */
  readonly provisioningFile?: string;
  /** Where `passwordFrom.env` looks. */
  readonly env?: Environment;
  readonly ticker?: Ticker;
  /** The threads of backups, of exports and of reading, where they do not lie beside their sources. */
  readonly exportWorker?: URL;
  readonly readerWorker?: URL;
  readonly backupWorker?: URL;
  readonly later?: Later;
  /** In place of the gateways of the settings. */
  readonly textWays?: () => readonly (GatewayWay | PhoneWay)[];
}

export interface Host {
  /** Answers a page until its port closes, or until what is returned is called. */
  connect(port: RpcPort): Unsubscribe;
  /** The sound behind a ticket of `recordings.listen`, for the shell to send to its own page. */
  media(ticket: string): MediaFile | null;
  readonly storage: StorageHealth;
  readonly settings: Settings;
  /** The certificates that the administrator's file pins. */
  readonly pins: CertificatePins;
  /** A link that the system, or a second start, handed to the shell. */
  openLink(link: string): void;
  /** What a person asks for outside the page. */
  readonly desktop: DesktopActions;
  /** For the shell's own words and windows; pages are told by the contract's events. */
  onSettings(listener: (settings: Settings) => void): Unsubscribe;
  /** Leaves the data folder in order and free for another host. */
  stop(): Promise<void>;
}
