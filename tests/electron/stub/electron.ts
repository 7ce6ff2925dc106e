/**
 * A stand-in for Electron in tests: it records what the shell asks for and lets a test play the
 * part of Chromium. vitest.config.ts puts it in the place of `electron`, whose runtime is not a
 * Node module. It proves what our code asks of Electron, never what Electron does with it.
 */
import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions } from 'electron';

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

  reload(): void {
    this.reloads += 1;
    this.load(this.mainFrame.url);
  }

  destroy(): void {
    this.destroyed = true;
    this.emit('destroyed');
  }
}

export class BrowserWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new FakeWebContents();
  readonly loaded: string[] = [];
  readonly calls: string[] = [];
  minimized = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    recorded.windows.push(this);
  }

  loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    this.webContents.load(url);
    return Promise.resolve();
  }

  show(): void {
    this.calls.push('show');
  }
  focus(): void {
    this.calls.push('focus');
  }
  restore(): void {
    this.calls.push('restore');
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  isDestroyed(): boolean {
    return false;
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
  quit(): void {
    this.calls.push('quit');
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
  schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  exposed: new Map<string, unknown>(),
  menus: [] as unknown[],
};

export const app = new FakeApp();
export const ipcMain = new EventEmitter();
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

export const dialog = {
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

export const Menu = {
  setApplicationMenu(menu: unknown): void {
    recorded.menus.push(menu);
  },
};

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
