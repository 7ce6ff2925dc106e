/** How a run ended, in tests. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

export function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

/** The line every run ends with. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name?: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly errors: readonly unknown[];
  readonly suites?: readonly PlaywrightSuite[];
}

interface PlaywrightSuite {
  readonly title: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly ok: boolean;
    readonly file: string;
    readonly line: number;
  }[];
}

export function countVitest(report: VitestReport): Counts {
  // A file that cannot even be loaded has no tests to count.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export function countPlaywright({ stats, errors }: PlaywrightReport): Counts {
  return {
    passed: stats.expected,
    // A test that only passes when it is tried again has failed.
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * Counts a run by its report and its exit code. A run that fails in a way the report does not
 * know (a crash, an unhandled rejection, no report at all) is one failure.
 */
export function countRun(
  runner: 'vitest' | 'playwright',
  report: string | null,
  exitCode: number,
): Counts {
  let counts = NOTHING;
  try {
    if (report !== null) {
      const parsed: unknown = JSON.parse(report);
      counts =
        runner === 'vitest'
          ? countVitest(parsed as VitestReport)
          : countPlaywright(parsed as PlaywrightReport);
    }
  } catch {
    return { ...NOTHING, failed: 1 };
  }
  if (exitCode !== 0 && counts.failed === 0) return { ...counts, failed: 1 };
  return counts;
}

/**
 * What failed, one line each, for whoever sees only the end of a log.
 * @returns nothing where there is no report, or none that can be read: its run says so itself
 */
export function failuresIn(runner: 'vitest' | 'playwright', report: string | null): string[] {
  try {
    const parsed: unknown = JSON.parse(report ?? '');
    return runner === 'vitest'
      ? failuresOfVitest(parsed as VitestReport)
      : failuresOfSuites((parsed as PlaywrightReport).suites ?? []);
  } catch {
    return [];
  }
}

function failuresOfVitest({ testResults }: VitestReport): string[] {
  return testResults.flatMap(({ name = '', status, assertionResults }) =>
    assertionResults.length === 0
      ? status === 'failed'
        ? [`${name} could not be loaded`]
        : []
      : assertionResults
          .filter((one) => one.status === 'failed')
          .map(({ fullName }) => `${name} › ${fullName}`),
  );
}

function failuresOfSuites(suites: readonly PlaywrightSuite[]): string[] {
  return suites.flatMap(({ suites: inner = [], specs = [] }) => [
    ...specs.filter(({ ok }) => !ok).map(({ title, file, line }) => `${file}:${line} › ${title}`),
    ...failuresOfSuites(inner),
  ]);
}
