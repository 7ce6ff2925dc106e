/**
 * Who may import whom: docs/architecture.md as rules. Tests beside the code may import what they
 * test with, so they are left out of the rules about packages.
 */
const TESTS = '\\.(test|spec)\\.ts$';
const RENDERER = '^src/renderer/src';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'shared-is-pure',
      comment:
        'Shared code runs in every layer: no Node, no packages but zod, libphonenumber-js and csv-parse.',
      severity: 'error',
      from: { path: '^src/shared', pathNot: TESTS },
      to: { pathNot: '^src/shared|^node_modules/(zod|libphonenumber-js|csv-parse)/' },
    },
    {
      name: 'host-knows-only-shared',
      comment: 'The host is plain Node: it knows no shell and no page.',
      severity: 'error',
      from: { path: '^src/host' },
      to: { path: '^src/(main|preload|loopback|renderer)' },
    },
    {
      name: 'main-knows-host-and-shared',
      severity: 'error',
      from: { path: '^src/main' },
      to: { path: '^src/(preload|loopback|renderer)' },
    },
    {
      name: 'loopback-knows-host-and-shared',
      severity: 'error',
      from: { path: '^src/loopback' },
      to: { path: '^src/(main|preload|renderer)' },
    },
    {
      name: 'preload-is-alone',
      comment:
        'A sandboxed preload may only require electron; everything else it holds is reachable.',
      severity: 'error',
      from: { path: '^src/preload' },
      to: { pathNot: '^src/(preload|shared)|^node_modules/electron/|^electron$' },
    },
    {
      name: 'preload-takes-types-of-shared',
      severity: 'error',
      from: { path: '^src/preload' },
      to: { path: '^src/shared', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'renderer-knows-only-shared',
      comment: 'The page reaches the host through the contract, never through an import.',
      severity: 'error',
      from: { path: '^src/renderer' },
      to: { path: '^src/(main|preload|host|loopback)' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^src/renderer', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-see-stores-and-ui',
      comment:
        'A screen talks to stores and other features; of api and phone it may know types only.',
      severity: 'error',
      from: { path: `${RENDERER}/features/`, pathNot: TESTS },
      to: {
        path: RENDERER,
        pathNot: `${RENDERER}/(features|stores|ui|locales)/`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'features-see-no-adapter',
      severity: 'error',
      from: { path: `${RENDERER}/(features|ui)/`, pathNot: TESTS },
      to: { path: `${RENDERER}/phone/(sipjs|practice)/` },
    },
    {
      name: 'stores-see-api-and-phone-port',
      comment: 'Stores know the phone by its port, and no screen.',
      severity: 'error',
      from: { path: `${RENDERER}/stores/`, pathNot: TESTS },
      to: {
        path: `${RENDERER}/(features|ui|phone/(sipjs|practice))/|\\.vue$`,
      },
    },
    {
      name: 'ui-is-only-look',
      comment: 'Components get what they show from their parents.',
      severity: 'error',
      from: { path: `${RENDERER}/ui/`, pathNot: TESTS },
      to: { path: `${RENDERER}/(features|stores|api|phone)/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'api-and-phone-know-no-screen',
      severity: 'error',
      from: { path: `${RENDERER}/(api|phone)/`, pathNot: TESTS },
      to: { path: `${RENDERER}/(features|stores|ui)/` },
    },
    {
      name: 'sip.js-stays-behind-the-port',
      severity: 'error',
      from: { path: '^src', pathNot: `${RENDERER}/phone/(sipjs|practice)/` },
      to: { path: '^node_modules/sip\\.js/' },
    },
    {
      name: 'sqlite-stays-in-host-db',
      severity: 'error',
      from: { path: '^src', pathNot: `^src/host/db/|${TESTS}` },
      to: { path: '(^|/)node_modules/better-sqlite3-multiple-ciphers/' },
    },
    {
      name: 'electron-stays-in-its-shell',
      severity: 'error',
      from: { path: '^(src|scripts)', pathNot: '^src/(main|preload)/' },
      to: { path: '^node_modules/electron/|^electron$' },
    },
    {
      name: 'no-test-in-the-app',
      comment: 'What ships must not depend on tests or scripts.',
      severity: 'error',
      from: { path: '^src', pathNot: TESTS },
      to: { path: `^tests/|^scripts/|${TESTS}|^node_modules/(vitest|@playwright)/` },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphan',
      comment:
        'A file nothing imports and that imports nothing is forgotten. knip finds the others.',
      severity: 'error',
      from: { orphan: true, path: '^src', pathNot: `\\.d\\.ts$|${TESTS}` },
      to: {},
    },
    {
      name: 'no-missing',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(node:|virtual:)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/|\\?' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.vue', '.js', '.cjs', '.mjs', '.json', '.d.ts'],
    },
  },
};
