import { describe, expect, it } from 'vitest';
import { NOTHING, add, countRun, failuresIn, summaryLine } from '../../scripts/test/counts.ts';

const vitest = (more: object): string =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...more,
  });

const playwright = (more: object, errors: unknown[] = []): string =>
  JSON.stringify({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0, ...more }, errors });

describe('a run is counted', () => {
  it.each([
    ['vitest', vitest({}), 0, { passed: 3, failed: 0, skipped: 0 }],
    [
      'vitest',
      vitest({ numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }),
      1,
      { passed: 3, failed: 1, skipped: 3 },
    ],
    // A file that cannot be loaded has no test in it.
    [
      'vitest',
      vitest({ testResults: [{ status: 'failed', assertionResults: [] }] }),
      1,
      { passed: 3, failed: 1, skipped: 0 },
    ],
    // An unhandled rejection: every test passed, yet the run failed.
    ['vitest', vitest({}), 1, { passed: 3, failed: 1, skipped: 0 }],
    ['vitest', null, 1, { passed: 0, failed: 1, skipped: 0 }],
    ['vitest', '{"broken', 0, { passed: 0, failed: 1, skipped: 0 }],
    ['playwright', playwright({}), 0, { passed: 3, failed: 0, skipped: 0 }],
    [
      'playwright',
      playwright({ unexpected: 2, skipped: 1 }),
      1,
      { passed: 3, failed: 2, skipped: 1 },
    ],
    ['playwright', playwright({ flaky: 1 }), 0, { passed: 3, failed: 1, skipped: 0 }],
    ['playwright', playwright({}, [{}]), 1, { passed: 3, failed: 1, skipped: 0 }],
  ] as const)('%s %s exit %i', (runner, report, exitCode, counts) => {
    expect(countRun(runner, report, exitCode)).toEqual(counts);
  });
});

describe('what failed is named', () => {
  it('for tests and for files that cannot be loaded', () => {
    const report = vitest({
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'failed', fullName: 'rings' },
            { status: 'passed', fullName: 'waits' },
          ],
        },
        { name: 'b.test.ts', status: 'failed', assertionResults: [] },
      ],
    });
    expect(failuresIn('vitest', report)).toEqual([
      'a.test.ts › rings',
      'b.test.ts could not be loaded',
    ]);
  });

  it('however deep it is described', () => {
    const spec = { title: 'rings', ok: false, file: 'a.spec.ts', line: 7 };
    const fine = { ...spec, title: 'waits', ok: true };
    const suites = [{ title: 'a.spec.ts', suites: [{ title: 'a call', specs: [spec, fine] }] }];
    const report = JSON.stringify({ stats: {}, errors: [], suites });
    expect(failuresIn('playwright', report)).toEqual(['a.spec.ts:7 › rings']);
  });

  it.each([null, '{"broken'])('not where the report is %s', (report) => {
    expect(failuresIn('playwright', report)).toEqual([]);
  });
});

describe('the last line', () => {
  it('has the words a machine looks for', () => {
    expect(summaryLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(summaryLine({ passed: 12, failed: 1, skipped: 2 })).toBe(
      '12 passed, 1 failed, 2 skipped',
    );
  });

  it('sums the tiers', () => {
    const tiers = [
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ];
    expect(tiers.reduce(add, NOTHING)).toEqual({ passed: 11, failed: 22, skipped: 33 });
  });
});
