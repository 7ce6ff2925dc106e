import { binOf } from '../lib/bin.ts';

/** One start of a test runner. */
export interface Run {
  readonly runner: 'vitest' | 'playwright';
  /** The project of vitest.config.ts or playwright.config.ts. */
  readonly project: string;
  /** Where its tests are and how their names end: a run without any is left out. */
  readonly files: { readonly folders: readonly string[]; readonly suffix: string };
  /** Far above what it takes: a test that spins cannot be ended by its own time limit. */
  readonly limitMinutes: number;
}

/** What a tier cannot do without, beyond `npm ci`. */
export type Need = 'build' | 'chromium' | 'laboratory';

export interface Tier {
  readonly name: TierName;
  readonly needs: readonly Need[];
  readonly runs: readonly Run[];
}

export const TIER_NAMES = ['unit', 'contract', 'e2e', 'lab', 'soak'] as const;
export type TierName = (typeof TIER_NAMES)[number];

export function isTierName(name: string): name is TierName {
  return (TIER_NAMES as readonly string[]).includes(name);
}

/** In the order they run: cheapest first. */
export const TIERS: readonly Tier[] = [
  {
    name: 'unit',
    needs: [],
    runs: [
      {
        runner: 'vitest',
        project: 'unit',
        files: {
          folders: ['src', 'tests/host', 'tests/electron', 'tests/check'],
          suffix: '.test.ts',
        },
        limitMinutes: 10,
      },
    ],
  },
  {
    name: 'contract',
    needs: [],
    runs: [
      {
        runner: 'vitest',
        project: 'contract',
        files: { folders: ['tests/contract'], suffix: '.test.ts' },
        limitMinutes: 10,
      },
    ],
  },
  {
    name: 'e2e',
    needs: ['build', 'chromium'],
    runs: [
      {
        runner: 'vitest',
        project: 'pack',
        files: { folders: ['tests/pack'], suffix: '.test.ts' },
        limitMinutes: 10,
      },
      {
        runner: 'vitest',
        project: 'browser',
        files: { folders: ['src'], suffix: '.browser.test.ts' },
        limitMinutes: 10,
      },
      {
        runner: 'playwright',
        project: 'e2e',
        files: { folders: ['tests/e2e'], suffix: '.spec.ts' },
        limitMinutes: 55,
      },
    ],
  },
  {
    name: 'lab',
    needs: ['build', 'chromium', 'laboratory'],
    runs: [
      // The laboratory's own test comes first: when it is broken, so is everything in it.
      {
        runner: 'vitest',
        project: 'lab',
        files: { folders: ['tests/lab'], suffix: '.test.ts' },
        limitMinutes: 15,
      },
      {
        runner: 'playwright',
        project: 'lab',
        files: { folders: ['tests/lab'], suffix: '.spec.ts' },
        limitMinutes: 55,
      },
    ],
  },
  {
    // `npm run soak -- --short`; what it measures in full is a command of its own, scripts/soak.ts.
    name: 'soak',
    needs: ['build', 'chromium', 'laboratory'],
    runs: [
      {
        runner: 'playwright',
        project: 'soak',
        files: { folders: ['tests/soak'], suffix: '.spec.ts' },
        limitMinutes: 25,
      },
    ],
  },
];

/** The arguments for this Node that start the run, its JSON report written to `report`. */
export function commandOf(
  { runner, project }: Run,
  report: string,
  filters: readonly string[],
): { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> } {
  if (runner === 'vitest') {
    return {
      args: [
        binOf('vitest'),
        'run',
        '--project',
        project,
        '--passWithNoTests',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...filters,
      ],
      env: {},
    };
  }
  return {
    args: [
      binOf('@playwright/test', 'playwright'),
      'test',
      '--project',
      project,
      '--pass-with-no-tests',
      '--reporter=list,json',
      ...filters,
    ],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  };
}
