/** Stands in for any file in tests/check/lint.test.ts, which lints other text under its name. */
export const sample = Promise.resolve(1);
