import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** One package of others that is in the app. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX. */
  readonly license: string;
  /** As its authors wrote it; empty where the package brings none. */
  readonly licenseText: string;
}

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

/** Loaded at run time, so no bundler sees it; and the runtime that the installers bring. */
const BESIDE = ['better-sqlite3-multiple-ciphers', 'electron'];

const MODULES = '/node_modules/';

/**
 * The folder of the package that a module or a file is of, within the project; null for our own.
 * @param id as bundlers name it: absolute, or from some folder of the project
 */
function packageFolder(id: string): string | null {
  const path = id.replace(/^\0/, '').replaceAll('\\', '/').split('?')[0] ?? '';
  const first = path.indexOf(MODULES);
  const last = path.lastIndexOf(MODULES);
  if (first < 0) return null;
  const [scope = '', name = ''] = path.slice(last + MODULES.length).split('/');
  const inside = path.slice(first + 1, last + MODULES.length);
  return inside + (scope.startsWith('@') ? `${scope}/${name}` : scope);
}

function read(folder: string): BundledPackage | null {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return null;
  const { name, version, license } = JSON.parse(readFileSync(file, 'utf8')) as PackageJson;
  if (name === undefined || version === undefined) return null;
  const text = readdirSync(folder).find((one) => /^(licen[cs]e|copying)(\.|-|$)/i.test(one));
  return {
    ...{ name, version, license: license ?? 'UNKNOWN' },
    licenseText: text === undefined ? '' : readFileSync(join(folder, text), 'utf8').trim(),
  };
}

/**
 * Remembers whose code each bundle is made of, as the bundler itself found it: what only the development
 * needs is not among it, and neither is a package whose every line was left out.
 * @param root the project's folder
 */
export function createPackageList(root: string): {
  /** For each bundle, and for those of workers. */
  readonly collect: () => Plugin;
  /** What was collected, by name. */
  readonly packages: () => readonly BundledPackage[];
} {
  const folders = new Set(BESIDE.map((name) => `node_modules/${name}`));
  return {
    collect: () => ({
      name: 'ieum:bundled-packages',
      apply: 'build',
      generateBundle(_options, bundle) {
        const rendered = Object.values(bundle).flatMap((file) =>
          file.type === 'chunk' ? Object.keys(file.modules) : file.originalFileNames,
        );
        // A style is no part of a chunk any more; what it is of is in the app all the same.
        const styles = [...this.getModuleIds()].filter((id) => /\.css(\?|$)/.test(id));
        for (const id of [...rendered, ...styles]) {
          const folder = packageFolder(id);
          if (folder !== null) folders.add(folder);
        }
      },
    }),
    packages: () =>
      [...folders]
        .map((folder) => read(join(root, folder)))
        .filter((one) => one !== null)
        .toSorted((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1)),
  };
}
