/**
 * What `npm run pack` puts into the app, looked at in a tree that was packed with a stand-in for
 * Electron's runtime. What only the real one can show is in docs/release-checklist.md.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { extractAll } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databasePath } from '#host/db/files.ts';
import { readPackageNote } from '../../src/main/packageNote.ts';
import { binOf } from '../../scripts/lib/bin.ts';
import { ROOT } from '../../scripts/lib/root.ts';
import { readFuses, writeStandIn } from './standIn.ts';

interface Started {
  readonly loaded: readonly string[];
  readonly errors: readonly string[];
  readonly page: number;
  readonly csp: string;
  readonly script: number;
  readonly outside: number;
  readonly preload: string;
}

/** Whoever builds a release says where newer ones will be (docs/admin-guide.md). */
const UPDATES = 'https://updates.example.com/ieum';

let folder: string;
/** The program's folder, as an installer would lay it down. */
let packed: string;
/** The app in it, taken out of its archive, with what lies beside the archive. */
let tree: string;
let files: readonly string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-pack-'));
  const standIn = join(folder, 'electron');
  writeStandIn(standIn);
  execFileSync(
    process.execPath,
    [
      ...[binOf('electron-builder'), '--linux', 'dir', '--x64', '--publish', 'never'],
      ...[`-c.electronDist=${standIn}`, `-c.directories.output=${join(folder, 'release')}`],
      ...['-c.publish.provider=generic', `-c.publish.url=${UPDATES}`],
    ],
    { cwd: ROOT, stdio: 'pipe' },
  );
  packed = join(folder, 'release/linux-unpacked');
  tree = join(folder, 'tree');
  extractAll(join(packed, 'resources/app.asar'), tree);
  files = listed(tree);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function listed(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const start = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, 'packedApp.ts'), tree, ...args], {
    encoding: 'utf8',
  });

describe('what is packed', () => {
  it('is what runs, and nothing else', () => {
    const places = new Set(files.map((file) => file.split('/').slice(0, 2).join('/')));
    expect([...places].sort()).toEqual([
      ...[
        'LICENSE',
        'node_modules/better-sqlite3-multiple-ciphers',
        'out/main',
        'out/preload',
        'out/renderer',
      ],
      ...['package.json', 'resources/scripts', 'resources/tray'],
    ]);
    expect(files.filter((file) => /\.(map|ts|mts|cts|vue|md|c|h|gyp|gypi)$/.test(file))).toEqual(
      [],
    );
  });

  it('has the one binary of its system, outside the archive', () => {
    const binaries = files.filter((file) => file.endsWith('.node'));
    expect(binaries).toEqual([
      'node_modules/better-sqlite3-multiple-ciphers/prebuilds/linux-x64.node',
    ]);
    const unpacked = join(packed, 'resources/app.asar.unpacked');
    expect(listed(unpacked).filter((file) => file.endsWith('.node'))).toEqual(binaries);
  });

  it('holds no secret, no address of a source map and no path of the computer that packed it', () => {
    const texts = files.filter((file) => /\.(js|cjs|json|html|css)$/.test(file));
    for (const file of texts) {
      const text = readFileSync(join(tree, file), 'utf8');
      expect(text.includes(ROOT), file).toBe(false);
      expect(text, file).not.toMatch(/sourceMappingURL=|BEGIN [A-Z ]*PRIVATE KEY/);
    }
    expect(files.filter((file) => /(^|\/)\.(env|npmrc|git)/.test(file))).toEqual([]);
  });

  it('tells nothing of how it was made in its package.json', () => {
    const kept = JSON.parse(readFileSync(join(tree, 'package.json'), 'utf8')) as object;
    expect(Object.keys(kept)).not.toEqual(expect.arrayContaining(['devDependencies']));
    expect(Object.keys(kept)).not.toEqual(expect.arrayContaining(['scripts']));
  });

  it('is at most 24 MB without Electron', () => {
    const bytes = files.reduce((sum, file) => sum + statSync(join(tree, file)).size, 0);
    expect(bytes).toBeLessThan(24_000_000);
  });

  it('has its fuses blown: no Node mode, no inspection, no code beside its archive', () => {
    expect(readFuses(readFileSync(join(packed, 'ieum')))).toMatchObject({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });
});

/** Whose terms allow that their work is in an app of ours, with the notice that comes with it. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
].concat(
  // The font; and ical.js, whose own files stay under its licence, unchanged.
  ...['OFL-1.1', 'MPL-2.0'],
);

describe('what others wrote of it', () => {
  interface Component {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly hashes: readonly { readonly content: string }[];
    readonly licenses: readonly { readonly license: { readonly id: string } }[];
  }
  const components = (): readonly Component[] => {
    const bill = JSON.parse(readFileSync(join(tree, 'out/renderer/sbom.cdx.json'), 'utf8')) as {
      readonly specVersion: string;
      readonly components: readonly Component[];
    };
    expect(bill.specVersion).toBe('1.6');
    return bill.components;
  };

  it('is listed as CycloneDX: each package in its locked version, with the hash it was fetched by', () => {
    const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
    const names = components().map(({ name }) => name);
    // Of the page, of a worker, of main, of a style, loaded at run time, and the runtime itself.
    expect(names).toEqual(expect.arrayContaining(['sip.js', 'csv-parse', 'electron-updater']));
    expect(names).toEqual(
      expect.arrayContaining(['pretendard', 'better-sqlite3-multiple-ciphers', 'electron']),
    );
    // What only the development needs is not in the app.
    expect(names).not.toEqual(expect.arrayContaining(['vite']));
    for (const { name, purl, hashes } of components()) {
      expect(hashes, purl).toHaveLength(1);
      const integrity = Buffer.from(hashes[0]?.content ?? '', 'hex').toString('base64');
      expect(lock.includes(`"integrity": "sha512-${integrity}"`), name).toBe(true);
    }
  });

  it('is there on terms that allow it', () => {
    const refused = components().filter(
      ({ licenses }) => !licenses.every(({ license }) => ALLOWED.includes(license.id)),
    );
    expect(refused.map(({ name, licenses }) => [name, licenses])).toEqual([]);
  });

  it('is named, with its notices, in a list that the app can show', () => {
    const list = readFileSync(join(tree, 'out/renderer/licences.txt'), 'utf8');
    for (const { name, version } of components()) expect(list).toContain(`${name} ${version} (`);
    expect(list).toContain('Permission is hereby granted, free of charge');
  });
});

describe('installers', () => {
  const settings = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8');

  it('say where newer versions are when the one who builds them does, and else nowhere', () => {
    expect(readPackageNote(join(packed, 'resources'))).toMatchObject({ address: UPDATES });
    expect(settings).not.toMatch(/^publish:/m);
  });

  it('for Windows refuse an update of another publisher, and leave the records when taken away', () => {
    expect(settings).toMatch(/^ {2}verifyUpdateCodeSignature: true$/m);
    expect(settings).toMatch(/^ {2}deleteAppDataOnUninstall: false$/m);
    expect(settings).toMatch(/^ {2}upgradeCode: '\{6D3B1B0E-0C57-4E0B-9A52-6C0E7B1F2A94\}'$/m);
  });

  it('for macOS may use the microphone and compile as they run, and nothing more', () => {
    const file = /^ {2}entitlements: (\S+)$/m.exec(settings)?.[1] ?? '';
    const entitlements = readFileSync(join(ROOT, file), 'utf8');
    expect(
      [...entitlements.matchAll(/<key>([^<]+)<\/key>\s*<true\/>/g)].map(([, key]) => key),
    ).toEqual([...['com.apple.security.cs.allow-jit', 'com.apple.security.device.audio-input']]);
    expect(settings).toMatch(/^ {2}hardenedRuntime: true$/m);
    expect(settings).toMatch(/NSMicrophoneUsageDescription: .*마이크/);
  });

  it('bring what renews them, in a file that is read only where the app renews itself', () => {
    const updater = files.find(
      (file) =>
        file.startsWith('out/main/chunks/') &&
        readFileSync(join(tree, file), 'utf8').includes('ERR_UPDATER_INVALID_SIGNATURE'),
    );
    const name = basename(updater ?? 'none');
    const index = readFileSync(join(tree, 'out/main/index.js'), 'utf8');
    expect(index).toContain(`import("./chunks/${name}")`);
    expect(index).not.toContain(`from "./chunks/${name}"`);
  });
});

describe('the packed app', { timeout: 30_000 }, () => {
  it('starts on its own files: database, window, page and content security policy', () => {
    const dataDir = join(folder, 'data');
    const { stdout, stderr } = start('--data-dir', dataDir);
    const started = JSON.parse(stdout || `{"stderr":${JSON.stringify(stderr)}}`) as Started;
    expect(started).toMatchObject({
      ...{ loaded: ['app://ieum/index.html'], errors: [], page: 200, script: 200, outside: 404 },
    });
    expect(started.csp).toContain("default-src 'none'");
    expect(existsSync(started.preload)).toBe(true);
    expect(existsSync(databasePath(dataDir))).toBe(true);
  });

  it('exports without a window, with the thread it was packed with', () => {
    const out = join(folder, 'calls.csv');
    const { status, stdout, stderr } = start(
      ...[
        'export',
        '--data-dir',
        join(folder, 'data'),
        '--from',
        '2026-01-01',
        '--to',
        '2027-01-01',
      ],
      ...['--format', 'csv', '--out', out, '--reason', '시험'],
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ file: out, rows: 0 });
    expect([...readFileSync(out).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });
});
