/** Feeds files that break each layer rule, in a project of their own, and sees the rule fire. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import type { ICruiseResult, IConfiguration } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const config = require('../../.dependency-cruiser.cjs') as IConfiguration;
const R = 'src/renderer/src';

/** What a file imports, and the rule it breaks by that; `null` is a file that breaks none. */
const FILES: Readonly<Record<string, readonly [imports: string, rule: string | null]>> = {
  'src/shared/ok.ts': [`import 'zod'; import 'libphonenumber-js';`, null],
  'src/shared/node.ts': [`import 'node:fs';`, 'shared-is-pure'],
  'src/shared/package.ts': [`import 'ws';`, 'shared-is-pure'],
  'src/shared/host.ts': [`import '../host/ok.ts';`, 'shared-is-pure'],
  'src/host/ok.ts': [`import 'node:fs'; import 'ws'; import '#shared/ok.ts';`, null],
  'src/host/main.ts': [`import '../main/ok.ts';`, 'host-knows-only-shared'],
  'src/host/page.ts': [`import '../renderer/src/api/ok.ts';`, 'host-knows-only-shared'],
  'src/host/sqlite.ts': [`import 'better-sqlite3-multiple-ciphers';`, 'sqlite-stays-in-host-db'],
  'src/host/electron.ts': [`import 'electron';`, 'electron-stays-in-its-shell'],
  'src/host/db/ok.ts': [`import 'better-sqlite3-multiple-ciphers';`, null],
  'src/main/ok.ts': [`import 'electron'; import '#host/ok.ts'; import '#shared/ok.ts';`, null],
  'src/main/loopback.ts': [`import '../loopback/ok.ts';`, 'main-knows-host-and-shared'],
  'src/main/preload.ts': [`import '../preload/ok.ts';`, 'main-knows-host-and-shared'],
  'src/main/test.ts': [`import './ok.test.ts';`, 'no-test-in-the-app'],
  'src/main/ok.test.ts': [`import 'vitest'; import './ok.ts';`, null],
  'src/loopback/ok.ts': [`import '#host/ok.ts'; import 'ws';`, null],
  'src/loopback/main.ts': [`import '../main/ok.ts';`, 'loopback-knows-host-and-shared'],
  'src/preload/ok.ts': [`import 'electron'; import type { x } from '#shared/ok.ts';`, null],
  'src/preload/value.ts': [`import { x } from '#shared/ok.ts';`, 'preload-takes-types-of-shared'],
  'src/preload/node.ts': [`import 'node:fs';`, 'preload-is-alone'],
  'src/preload/main.ts': [`import type { x } from '../main/ok.ts';`, 'preload-is-alone'],
  [`${R}/api/ok.ts`]: [`import '#shared/ok.ts';`, null],
  [`${R}/api/store.ts`]: [`import '../stores/ok.ts';`, 'api-and-phone-know-no-screen'],
  [`${R}/host.ts`]: [`import '#host/ok.ts';`, 'renderer-knows-only-shared'],
  [`${R}/hostType.ts`]: [`import type { x } from '#host/ok.ts';`, 'renderer-knows-only-shared'],
  [`${R}/node.ts`]: [`import 'node:fs';`, 'renderer-has-no-node'],
  [`${R}/sip.ts`]: [`import 'sip.js';`, 'sip.js-stays-behind-the-port'],
  [`${R}/phone/port.ts`]: [`import '#shared/ok.ts';`, null],
  [`${R}/phone/sipjs/ok.ts`]: [`import 'sip.js'; import '../port.ts';`, null],
  [`${R}/phone/practice/ok.ts`]: [`import 'sip.js'; import '../port.ts';`, null],
  [`${R}/stores/ok.ts`]: [`import '../phone/port.ts'; import '../api/ok.ts';`, null],
  [`${R}/stores/sip.ts`]: [`import '../phone/sipjs/ok.ts';`, 'stores-see-api-and-phone-port'],
  [`${R}/stores/ui.ts`]: [`import '../ui/ok.ts';`, 'stores-see-api-and-phone-port'],
  [`${R}/stores/vue.ts`]: [`import '../App.vue';`, 'stores-see-api-and-phone-port'],
  [`${R}/ui/ok.ts`]: [`import '#shared/ok.ts';`, null],
  [`${R}/ui/store.ts`]: [`import '../stores/ok.ts';`, 'ui-is-only-look'],
  [`${R}/features/calls/ok.ts`]: [
    `import '../../stores/ok.ts'; import '../../ui/ok.ts'; import type { x } from '../../api/ok.ts';`,
    null,
  ],
  [`${R}/features/calls/api.ts`]: [`import '../../api/ok.ts';`, 'features-see-stores-and-ui'],
  [`${R}/features/calls/phone.ts`]: [`import '../../phone/port.ts';`, 'features-see-stores-and-ui'],
  [`${R}/features/calls/sip.ts`]: [
    `import type { x } from '../../phone/sipjs/ok.ts';`,
    'features-see-no-adapter',
  ],
  [`${R}/features/history/other.ts`]: [`import '../calls/ok.ts';`, null],
  [`${R}/features/history/View.vue`]: [
    `<script setup lang="ts">\nimport '../../api/ok.ts';\n</script>`,
    'features-see-stores-and-ui',
  ],
  [`${R}/App.vue`]: [`<script setup lang="ts">\nimport './features/calls/ok.ts';\n</script>`, null],
  'src/host/circleA.ts': [`import './circleB.ts';`, 'no-cycle'],
  // Each cycle is told once.
  'src/host/circleB.ts': [`import './circleA.ts';`, null],
  'src/host/alone.ts': [``, 'no-orphan'],
  'src/host/missing.ts': [`import './nowhere.ts';`, 'no-missing'],
};

const PACKAGES = [
  'zod',
  'libphonenumber-js',
  'ws',
  'better-sqlite3-multiple-ciphers',
  'electron',
  'sip.js',
  'vitest',
];

let folder: string;
const fired = new Map<string, Set<string>>();

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ieum-layers-')));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const { imports } = require('../../package.json') as { imports: Record<string, string> };
  write('package.json', JSON.stringify({ name: 'layers', type: 'module', imports }));
  write('tsconfig.base.json', '{}');
  for (const name of PACKAGES) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  for (const [path, [imports]] of Object.entries(FILES)) write(path, `${imports}\n`);

  const { forbidden, options } = config;
  const result = await cruise(
    ['src'],
    { ...options, baseDir: folder, ruleSet: { forbidden: forbidden ?? [] }, validate: true },
    { ...options?.enhancedResolveOptions },
  );
  const { summary } = result.output as ICruiseResult;
  for (const { from, rule } of summary.violations) {
    const rules = fired.get(from) ?? new Set();
    fired.set(from, rules.add(rule.name));
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the layer rules', () => {
  it.each(Object.entries(FILES))('%s', (path, [, rule]) => {
    expect([...(fired.get(path) ?? [])]).toEqual(rule === null ? [] : [rule]);
  });

  it('have each been seen to fire', () => {
    const names = (config.forbidden ?? []).map(({ name }) => name);
    const seen = new Set([...fired.values()].flatMap((rules) => [...rules]));
    expect(names.filter((name) => name !== undefined && !seen.has(name))).toEqual([]);
  });
});
