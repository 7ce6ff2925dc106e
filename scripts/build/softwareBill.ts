import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import type { BundledPackage } from './bundledPackages.ts';

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly integrity?: string }>
  >;
}

/** Package URL (purl-spec, type npm). */
const purlOf = ({ name, version }: BundledPackage): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`;

function sha512Of({ name, version }: BundledPackage, lock: Lock): readonly object[] {
  const entry = Object.entries(lock.packages).find(
    ([path, { version: locked }]) => path.endsWith(`node_modules/${name}`) && locked === version,
  )?.[1];
  const base64 = /^sha512-(.+)$/.exec(entry?.integrity ?? '')?.[1];
  return base64 === undefined
    ? []
    : [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }];
}

/**
 * What is in the app, as CycloneDX 1.6 (ECMA-424). Without a moment or a random serial number: the same
 * sources make the same bill.
 */
export function billOf(packages: readonly BundledPackage[], root: string): string {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license: string;
  };
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const bill = {
    ...{ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 },
    metadata: {
      component: {
        ...{ type: 'application', name: own.name, version: own.version },
        licenses: [{ license: { id: own.license } }],
      },
    },
    components: packages.map((one) => ({
      type: one.name === 'electron' ? 'framework' : 'library',
      'bom-ref': purlOf(one),
      ...{ name: one.name, version: one.version, purl: purlOf(one) },
      hashes: sha512Of(one, lock),
      licenses: [
        /\s/.test(one.license) ? { expression: one.license } : { license: { id: one.license } },
      ],
    })),
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

/** The licences as a person reads them. */
export function licencesOf(packages: readonly BundledPackage[]): string {
  const rule = '-'.repeat(80);
  return packages
    .map(({ name, version, license, licenseText }) =>
      [`${name} ${version} (${license})`, licenseText].filter(Boolean).join('\n\n'),
    )
    .join(`\n\n${rule}\n\n`)
    .concat('\n');
}

/** Puts both beside the page, whose build is the last one. */
export function softwareBill(packages: () => readonly BundledPackage[], root: string): Plugin {
  return {
    name: 'ieum:software-bill',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler() {
        const all = packages();
        this.emitFile({ type: 'asset', fileName: 'licences.txt', source: licencesOf(all) });
        this.emitFile({ type: 'asset', fileName: 'sbom.cdx.json', source: billOf(all, root) });
      },
    },
  };
}
