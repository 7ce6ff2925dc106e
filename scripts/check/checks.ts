import { resolve } from 'node:path';
import { binOf } from '../lib/bin.ts';
import { NOTES } from '../lib/root.ts';

export interface Check {
  readonly name: string;
  /** For this Node. */
  readonly args: readonly string[];
}

/** What each compiler run knew last time: only changed files are looked at again. */
function remembered(name: string): string[] {
  return ['--incremental', '--tsBuildInfoFile', resolve(NOTES, `${name}.tsbuildinfo`)];
}

function types(layer: string, compiler: 'tsc' | 'vue-tsc' = 'tsc'): Check {
  const program = compiler === 'tsc' ? binOf('typescript', 'tsc') : binOf('vue-tsc');
  return {
    name: `types:${layer}`,
    args: [
      program,
      '--project',
      `tsconfig.${layer}.json`,
      '--pretty',
      'false',
      ...remembered(layer),
    ],
  };
}

/** Longest first, so that the processors finish together. */
export const CHECKS: readonly Check[] = [
  // Two halves of about the same length: each .vue file makes the linter's compiler start over.
  { name: 'lint:screens', args: [binOf('eslint'), 'src/**/*.vue', '--max-warnings', '0'] },
  {
    name: 'lint:code',
    args: [binOf('eslint'), '.', '--ignore-pattern', '**/*.vue', '--max-warnings', '0'],
  },
  types('tests', 'vue-tsc'),
  types('renderer', 'vue-tsc'),
  types('main'),
  types('host'),
  types('shared'),
  {
    name: 'layers',
    args: [
      binOf('dependency-cruiser', 'depcruise'),
      '--config',
      '.dependency-cruiser.cjs',
      'src',
      'scripts',
      'tests',
    ],
  },
  { name: 'unused', args: [binOf('knip'), '--no-progress'] },
  {
    name: 'format',
    args: [
      binOf('prettier'),
      '--check',
      '--log-level',
      'warn',
      '--cache',
      '--cache-location',
      resolve(NOTES, 'prettier.json'),
      '.',
    ],
  },
];
