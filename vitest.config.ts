import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

// The agents' own zone, and not UTC: a test that forgets zones must not pass by luck.
process.env.TZ = 'Asia/Seoul';

const root = import.meta.dirname;

/** One project a tier, so that `npm test` can count them apart (scripts/test/tiers.ts). */
export default defineConfig({
  test: {
    // A forgotten `.only` would silently leave out the rest of the tests.
    allowOnly: false,
    passWithNoTests: false,
    projects: [
      {
        plugins: [vue()],
        resolve: {
          // Electron's runtime is no Node module: tests get the recording stand-in.
          alias: [
            { find: /^electron$/, replacement: resolve(root, 'tests/electron/stub/electron.ts') },
          ],
        },
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'tests/host/**/*.test.ts',
            'tests/electron/**/*.test.ts',
            'tests/check/**/*.test.ts',
          ],
          exclude: ['**/*.browser.test.ts'],
        },
      },
      {
        // Parts in a real Chromium, without the app around them: run with the e2e tier.
        plugins: [vue()],
        test: { name: 'browser', include: ['src/**/*.browser.test.ts'] },
      },
      {
        // The packed app: needs what `npm run build` makes, so it runs with the e2e tier.
        test: { name: 'pack', include: ['tests/pack/**/*.test.ts'] },
      },
      {
        resolve: {
          alias: [
            { find: /^electron$/, replacement: resolve(root, 'tests/electron/stub/electron.ts') },
          ],
        },
        test: { name: 'contract', include: ['tests/contract/**/*.test.ts'] },
      },
      {
        // Real SIP servers: one at a time.
        test: {
          name: 'lab',
          include: ['tests/lab/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
