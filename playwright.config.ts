import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/debian-packages.ts';

/** Debian's Chromium: Playwright's own builds are not downloaded. */
const chromium = findChromium();

export default defineConfig({
  outputDir: 'test-results/browser',
  tsconfig: './tsconfig.playwright.json',
  forbidOnly: true,
  retries: 0,
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    permissions: ['microphone'],
    viewport: { width: 1280, height: 800 },
    // A recorder of everything on the screen costs a third of the time: `--trace on` when wanted.
    trace: 'off',
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: [
        // Debian's Chromium asks for a graphics card; one made of software is slower than none.
        '--disable-gpu',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
        // As src/main/switches.ts does: the practice exchange and the laboratory are on loopback.
        '--allow-loopback-in-peer-connection',
      ],
    },
  },
  projects: [
    { name: 'e2e', testDir: 'tests/e2e', testMatch: '**/*.spec.ts' },
    { name: 'lab', testDir: 'tests/lab', testMatch: '**/*.spec.ts' },
    // Long runs and many: `npm run soak`, which is none of `npm test`.
    { name: 'soak', testDir: 'tests/soak', testMatch: '**/*.spec.ts' },
  ],
});
