/** What one file may bring: bytes, and people. Apart from the reading, which only a worker loads. */
export const LARGEST_FILE = 10 * 1_024 * 1_024;
export const MOST_ROWS = 50_000;
