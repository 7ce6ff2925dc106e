/**
 * A stand-in for Electron in tests: it records what the shell asks for and lets a test play the
 * part of Chromium. vitest.config.ts puts it in the place of `electron`, whose runtime is not a
 * Node module. It proves what our code asks of Electron, never what Electron does with it.
 */
import { EventEmitter } from 'node:events';
import type {
  BrowserWindowConstructorOptions,
  MenuItemConstructorOptions,
  NotificationConstructorOptions,
} from 'electron';

type Handler = (...parts: never[]) => unknown;

export class FakeFrame {
  detached = false;
  url: string;
  constructor(url: string) {
    this.url = url;
  }
}

export class FakeWebContents extends EventEmitter {
  readonly sent: { channel: string; message: unknown }[] = [];
  mainFrame: FakeFrame;
  destroyed = false;
  reloads = 0;
  windowOpenHandler: ((details: { url: string }) => { action: string }) | null = null;

  constructor(url = '') {
    super();
    this.mainFrame = new FakeFrame(url);
    app.emit('web-contents-created', {}, this);
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler;
  }

  /** As over Electron's own line: by structured clone, later, and only to a page still there. */
  send(channel: string, message: unknown): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
    const copy: unknown = structuredClone(message);
    this.sent.push({ channel, message: copy });
    queueMicrotask(() => this.emit('fake:to-page', channel, copy));
  }

  /** A page of this contents, or another frame in it, sends to main. */
  speak(channel: string, message: unknown, frame: FakeFrame | null = this.mainFrame): void {
    const copy: unknown = structuredClone(message);
    ipcMain.emit(channel, { sender: this, senderFrame: frame }, copy);
  }

  /** The main frame commits another load, or the same page again. */
  load(url: string): void {
    this.mainFrame.detached = true;
    this.mainFrame = new FakeFrame(url);
    this.emit('did-navigate', {}, url);
  }

  zoomFactor = 1;
  setZoomFactor(factor: number): void {
    this.zoomFactor = factor;
  }

  reload(): void {
    this.reloads += 1;
    this.load(this.mainFrame.url);
  }

  destroy(): void {
    this.destroyed = true;
    this.emit('destroyed');
  }
}

interface FakeRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export class BrowserWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new FakeWebContents();
  readonly loaded: string[] = [];
  readonly calls: string[] = [];
  minimized = false;
  maximized = false;
  fullScreen = false;
  visible: boolean;
  destroyed = false;
  bounds: FakeRect;
  focused = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    this.visible = options.show ?? true;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    recorded.windows.push(this);
  }

  loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    this.webContents.load(url);
    return Promise.resolve();
  }

  show(): void {
    this.calls.push('show');
    const was = this.visible;
    this.visible = true;
    if (!was) this.emit('show');
  }
  hide(): void {
    this.calls.push('hide');
    this.visible = false;
    this.emit('hide');
  }
  focus(): void {
    this.calls.push('focus');
    this.focused = true;
    this.emit('focus');
  }
  /** Another program gets the focus. */
  blur(): void {
    this.focused = false;
    this.emit('blur');
  }
  showInactive(): void {
    this.calls.push('showInactive');
    this.visible = true;
  }
  isFocused(): boolean {
    return this.focused;
  }
  setAlwaysOnTop(on: boolean, level: string): void {
    this.calls.push(`setAlwaysOnTop ${on} ${level}`);
  }
  setVisibleOnAllWorkspaces(on: boolean): void {
    this.calls.push(`setVisibleOnAllWorkspaces ${on}`);
  }
  destroy(): void {
    this.calls.push('destroy');
    this.visible = false;
    this.destroyed = true;
    this.webContents.destroy();
    this.emit('closed');
  }
  restore(): void {
    this.calls.push('restore');
    this.minimized = false;
  }
  minimize(): void {
    this.calls.push('minimize');
    this.minimized = true;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  maximize(): void {
    this.calls.push('maximize');
    this.maximized = true;
    this.emit('maximize');
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isFullScreen(): boolean {
    return this.fullScreen;
  }
  isVisible(): boolean {
    return this.visible;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  getBounds(): FakeRect {
    return this.bounds;
  }
  getNormalBounds(): FakeRect {
    return this.bounds;
  }
  setBounds(bounds: Partial<FakeRect>): void {
    this.bounds = { ...this.bounds, ...bounds };
    this.emit('move');
  }
  /** A person, or the app, closes it. It stays where a listener prevents that. */
  close(): void {
    if (this.destroyed) return;
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (prevented) return;
    this.destroyed = true;
    this.webContents.destroy();
    this.emit('closed');
    const allClosed = recorded.windows.every(({ destroyed }) => destroyed);
    if (allClosed && !app.quitting) app.emit('window-all-closed');
  }
}

interface FakeDisplay {
  readonly id: number;
  readonly bounds: FakeRect;
  readonly workArea: FakeRect;
}

/** The first of `displays` is the main one. */
class FakeScreen extends EventEmitter {
  displays: readonly FakeDisplay[] = [
    {
      id: 1,
      bounds: { x: 0, y: 0, width: 1920, height: 1080 },
      workArea: { x: 0, y: 0, width: 1920, height: 1040 },
    },
  ];

  getPrimaryDisplay(): FakeDisplay {
    if (!app.calls.includes('whenReady')) throw new Error('too early: the app is not ready');
    const [first] = this.displays;
    if (!first) throw new Error('a test took every display away');
    return first;
  }
  cursor = { x: 100, y: 100 };
  getCursorScreenPoint(): { readonly x: number; readonly y: number } {
    return this.cursor;
  }
  getAllDisplays(): readonly FakeDisplay[] {
    return this.displays;
  }
}

class FakeApp extends EventEmitter {
  isPackaged = true;
  hasLock = true;
  name = 'Ieum';
  readonly paths = new Map<string, string>();
  readonly calls: string[] = [];
  readonly commandLine = {
    switches: [] as string[],
    appendSwitch(name: string): void {
      this.switches.push(name);
    },
  };

  /** For which schemes the system opens us, each with the arguments it was asked with. */
  readonly protocolClients = new Map<string, readonly string[]>();
  /** A system that does not listen, as Linux without a desktop entry. */
  refusesProtocols = false;
  sentToFirst: unknown = undefined;

  requestSingleInstanceLock(sent?: unknown): boolean {
    this.calls.push('requestSingleInstanceLock');
    this.sentToFirst = sent;
    return this.hasLock;
  }
  getAppPath(): string {
    return '/app';
  }
  setAsDefaultProtocolClient(scheme: string, _path: string, args: readonly string[]): boolean {
    if (this.refusesProtocols) return false;
    this.protocolClients.set(scheme, args);
    return true;
  }
  removeAsDefaultProtocolClient(scheme: string): boolean {
    return this.protocolClients.delete(scheme);
  }
  isDefaultProtocolClient(scheme: string): boolean {
    return this.protocolClients.has(scheme);
  }
  whenReady(): Promise<void> {
    this.calls.push('whenReady');
    return Promise.resolve();
  }
  getPath(name: string): string {
    return this.paths.get(name) ?? `/nowhere/${name}`;
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }
  getVersion(): string {
    return '0.0.0';
  }
  setAppUserModelId(id: string): void {
    this.calls.push(`setAppUserModelId ${id}`);
  }
  quitting = false;
  /** As Electron: asked first, then the windows, each of which may still prevent it. */
  quit(): void {
    this.calls.push('quit');
    let prevented = false;
    this.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (prevented) return;
    this.quitting = true;
    for (const window of [...recorded.windows]) window.close();
    this.quitting = recorded.windows.every(({ destroyed }) => destroyed);
  }
  /** What the system starts when the person logs in; null: not us. */
  loginItem: { readonly args: readonly string[] } | null = null;
  /** The person has switched it off in the system. */
  loginItemRefused = false;
  openedAtLogin = false;
  setLoginItemSettings({ openAtLogin, args }: { openAtLogin: boolean; args: string[] }): void {
    this.loginItem = openAtLogin ? { args } : null;
    this.loginItemRefused = false;
  }
  getLoginItemSettings({ args = [] }: { args?: readonly string[] } = {}): object {
    const same = JSON.stringify(this.loginItem?.args) === JSON.stringify(args);
    const openAtLogin = this.loginItem !== null && (same || process.platform === 'darwin');
    return {
      ...{ openAtLogin, wasOpenedAtLogin: this.openedAtLogin, launchItems: [] },
      executableWillLaunchAtLogin: this.loginItem !== null && !this.loginItemRefused,
      status: this.loginItemRefused ? 'requires-approval' : openAtLogin ? 'enabled' : 'not-found',
    };
  }
  exit(code: number): void {
    this.calls.push(`exit ${code}`);
  }
}

export class FakeSession extends EventEmitter {
  permissionRequest: Handler | null = null;
  permissionCheck: Handler | null = null;
  devicePermission: ((details: object) => boolean) | null = null;
  displayMedia: Handler | null | undefined = undefined;
  certificateVerify: Handler | null = null;

  setCertificateVerifyProc(handler: Handler | null): void {
    this.certificateVerify = handler;
  }
  setPermissionRequestHandler(handler: Handler): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: Handler): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: (details: object) => boolean): void {
    this.devicePermission = handler;
  }
  setDisplayMediaRequestHandler(handler: Handler | null): void {
    this.displayMedia = handler;
  }
}

export const recorded = {
  windows: [] as BrowserWindow[],
  opened: [] as string[],
  errorBoxes: [] as string[],
  messageBoxes: [] as FakeMessageBox[],
  trays: [] as Tray[],
  schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  exposed: new Map<string, unknown>(),
  /** The app's menu as it was drawn last, and those before it. */
  menus: [] as FakeMenu[],
};

export const app = new FakeApp();
export const ipcMain = new EventEmitter();
export const screen = new FakeScreen();
export const autoUpdater = new EventEmitter();
export const session = { defaultSession: new FakeSession() };

/** Hotkeys as the system gives them out: one that another program has is refused. */
class FakeGlobalShortcut {
  readonly registered = new Map<string, () => void>();
  /** Accelerators of other programs. */
  readonly taken = new Set<string>();
  suspended = false;

  register(accelerator: string, pressed: () => void): boolean {
    if (!app.calls.includes('whenReady')) throw new Error('too early: the app is not ready');
    if (this.suspended || this.taken.has(accelerator)) return false;
    this.registered.set(accelerator, pressed);
    return true;
  }
  unregister(accelerator: string): void {
    this.registered.delete(accelerator);
  }
  setSuspended(suspended: boolean): void {
    this.suspended = suspended;
  }
  /** A person presses it in another program. */
  press(accelerator: string): void {
    if (!this.suspended) this.registered.get(accelerator)?.();
  }
}

export const globalShortcut = new FakeGlobalShortcut();

export class Notification extends EventEmitter {
  static supported = true;
  static readonly shown: Notification[] = [];
  static isSupported(): boolean {
    return Notification.supported;
  }
  readonly options: NotificationConstructorOptions;
  closed = false;

  constructor(options: NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  show(): void {
    Notification.shown.push(this);
  }
  close(): void {
    this.closed = true;
    this.emit('close');
  }
}

/** Sleep, lock and keys of the computer; a test emits what the system would tell. */
class FakePowerMonitor extends EventEmitter {
  idleSeconds = 0;
  getSystemIdleTime(): number {
    return this.idleSeconds;
  }
}
export const powerMonitor = new FakePowerMonitor();

export const powerSaveBlocker = {
  running: new Map<number, string>(),
  next: 0,
  start(type: string): number {
    this.running.set((this.next += 1), type);
    return this.next;
  },
  stop(id: number): boolean {
    return this.running.delete(id);
  },
};

export const protocol = {
  registerSchemesAsPrivileged(schemes: typeof recorded.schemes): void {
    // Electron refuses it after ready.
    if (app.calls.includes('whenReady')) throw new Error('too late: the app is ready');
    recorded.schemes.push(...schemes);
  },
  handle(scheme: string, handler: (request: Request) => Promise<Response>): void {
    recorded.handlers.set(scheme, handler);
  },
};

export const shell = {
  openExternal(url: string): Promise<void> {
    recorded.opened.push(url);
    return Promise.resolve();
  },
};

interface FakeMessageBox {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly defaultId: number;
  readonly cancelId: number;
  /** A person presses a button. */
  press(label: string): void;
}

export const dialog = {
  showMessageBox(
    options: Omit<FakeMessageBox, 'press'>,
  ): Promise<{ response: number; checkboxChecked: boolean }> {
    return new Promise((resolve) => {
      recorded.messageBoxes.push({
        ...options,
        press(label) {
          const response = options.buttons.indexOf(label);
          if (response < 0) throw new Error(`no such button: ${label}`);
          resolve({ response, checkboxChecked: false });
        },
      });
    });
  },
  showErrorBox(title: string, content: string): void {
    recorded.errorBoxes.push(`${title}\n${content}`);
  },
};

export const clipboard = {
  text: '',
  readText(): Promise<string> {
    return Promise.resolve(this.text);
  },
};

export class FakeMenu {
  readonly items: readonly MenuItemConstructorOptions[];
  constructor(items: readonly MenuItemConstructorOptions[]) {
    this.items = items;
  }
  /** Every item, those of submenus among them. */
  get all(): readonly MenuItemConstructorOptions[] {
    const below = ({ submenu }: MenuItemConstructorOptions): typeof this.items =>
      Array.isArray(submenu) ? new FakeMenu(submenu).all : [];
    return this.items.flatMap((item) => [item, ...below(item)]);
  }
  get labels(): readonly string[] {
    return this.all.flatMap(({ label }) => (label === undefined ? [] : [label]));
  }
  /** A person chooses it. */
  choose(label: string): void {
    const item = this.all.find((one) => one.label === label);
    if (!item || item.enabled === false) throw new Error(`no such item: ${label}`);
    (item.click as (() => void) | undefined)?.();
  }
}

export const Menu = {
  buildFromTemplate: (items: readonly MenuItemConstructorOptions[]): FakeMenu =>
    new FakeMenu(items),
  setApplicationMenu(menu: FakeMenu): void {
    recorded.menus.push(menu);
  },
};

class FakeImage {
  readonly path: string;
  template = false;
  constructor(path: string) {
    this.path = path;
  }
  setTemplateImage(template: boolean): void {
    this.template = template;
  }
}

export const nativeImage = {
  createFromPath: (path: string): FakeImage => new FakeImage(path),
};

export class Tray extends EventEmitter {
  image: FakeImage;
  tooltip = '';
  menu: FakeMenu | null = null;
  /** How often a menu was set: one that is open closes with that. */
  drawn = 0;

  constructor(image: FakeImage) {
    super();
    if (!app.calls.includes('whenReady')) throw new Error('too early: the app is not ready');
    this.image = image;
    recorded.trays.push(this);
  }
  setImage(image: FakeImage): void {
    this.image = image;
  }
  setToolTip(tooltip: string): void {
    this.tooltip = tooltip;
  }
  setContextMenu(menu: FakeMenu): void {
    this.menu = menu;
    this.drawn += 1;
  }
}

/** Reversible and recognisable, not secret. */
export class FakeSafeStorage {
  available = true;
  backend = 'gnome_libsecret';

  isEncryptionAvailable(): boolean {
    return this.available;
  }
  getSelectedStorageBackend(): string {
    return this.backend;
  }
  encryptString(text: string): Buffer {
    return Buffer.from(`sealed:${[...text].reverse().join('')}`);
  }
  decryptString(sealed: Buffer): string {
    const text = sealed.toString();
    if (!text.startsWith('sealed:')) throw new Error('Error while decrypting the ciphertext');
    return [...text.slice('sealed:'.length)].reverse().join('');
  }
}

export const safeStorage = new FakeSafeStorage();

export const contextBridge = {
  exposeInMainWorld(name: string, api: unknown): void {
    recorded.exposed.set(name, api);
  },
};

class FakeIpcRenderer extends EventEmitter {
  readonly sent: { channel: string; message: unknown }[] = [];
  /** Where messages of this page go; set by a test that joins it to a web contents. */
  toMain: ((channel: string, message: unknown) => void) | null = null;

  send(channel: string, message: unknown): void {
    this.sent.push({ channel, message });
    this.toMain?.(channel, message);
  }
}

export const ipcRenderer = new FakeIpcRenderer();
