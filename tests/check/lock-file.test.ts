import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface LockedPackage {
  readonly resolved?: string;
  readonly gypfile?: boolean;
  readonly hasInstallScript?: boolean;
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

it('records no download addresses: every machine uses its own registry', () => {
  const addressed = Object.entries(lock.packages).filter(([, { resolved }]) =>
    resolved?.startsWith('http'),
  );
  expect(addressed.map(([name]) => name)).toEqual([]);
});

/*
 * better-sqlite3-multiple-ciphers brings its binaries and says `gypfile: false`. npm forgets that when it writes the
 * lock file, and `npm ci` would then run node-gyp, which fails on a machine without Python and
 * make. npm reads the field back, so it is kept there by hand:
 * add `"gypfile": false` to the entry after an `npm install` that dropped it.
 */
it('needs no compiler: node-gyp is not run for better-sqlite3-multiple-ciphers', () => {
  expect(lock.packages['node_modules/better-sqlite3-multiple-ciphers']?.gypfile).toBe(false);
});

it('lets nothing run at install but what fetches Node 24', () => {
  const running = Object.entries(lock.packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([name]) => name.replace('node_modules/', ''));
  // Squirrel packages are not made here; its script only picks a 7-Zip binary.
  expect(running.sort()).toEqual(['electron-winstaller', 'node']);
});

it('locks every package that another locked one may bring for some platform', () => {
  const missing = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter(
      (name) => !Object.keys(lock.packages).some((path) => path.endsWith(`node_modules/${name}`)),
    ),
  );
  // `npm ci` refuses a lock file in which they are missing.
  expect(missing).toEqual([]);
});
