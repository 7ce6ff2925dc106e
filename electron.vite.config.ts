import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';
import { createPackageList } from './scripts/build/bundledPackages.ts';
import { cspMeta } from './scripts/build/cspMeta.ts';
import { softwareBill } from './scripts/build/softwareBill.ts';

const root = import.meta.dirname;
/** Main and preload are built before the page, into whose folder the list goes. */
const list = createPackageList(root);

/**
 * One build for both shells: Electron loads `out/main`, the loopback host serves the same
 * `out/renderer` to an ordinary browser.
 */
export default defineConfig(({ command }) => ({
  main: {
    plugins: [list.collect()],
    build: {
      // The Node inside Electron 45; electron-vite's own table ends at Electron 44.
      target: 'node24.18',
      outDir: resolve(root, 'out/main'),
      sourcemap: command === 'serve',
      rolldownOptions: {
        input: {
          index: resolve(root, 'src/main/index.ts'),
          // Threads of their own: see `HostOptions`.
          backupWorker: resolve(root, 'src/host/backup/backupWorker.ts'),
          exportWorker: resolve(root, 'src/host/export/exportWorker.ts'),
          readerWorker: resolve(root, 'src/host/reader/readerWorker.ts'),
        },
      },
    },
  },
  preload: {
    plugins: [list.collect()],
    build: {
      target: 'node24.18',
      outDir: resolve(root, 'out/preload'),
      sourcemap: false,
      // A sandboxed preload may only require `electron`: everything else goes into the one file.
      externalizeDeps: false,
      lib: {
        entry: resolve(root, 'src/preload/index.ts'),
        // Sandboxed preloads cannot be ES modules
        // (https://www.electronjs.org/docs/latest/tutorial/esm#preload-scripts).
        formats: ['cjs'],
        fileName: () => 'index.cjs',
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    plugins: [vue(), cspMeta(), list.collect(), softwareBill(list.packages, root)],
    worker: { plugins: () => [list.collect()] },
    // Guidance, practice customers and sounds live beside `src`, in `resources`.
    server: { fs: { allow: [root] } },
    define: {
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __INTLIFY_JIT_COMPILATION__: 'true',
      __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
    },
    build: {
      // Electron 45 is newer than this; a person's own Chrome or Edge may be a little older.
      target: 'chrome140',
      outDir: resolve(root, 'out/renderer'),
      // The content security policy refuses `data:` for media, fonts and scripts.
      assetsInlineLimit: 0,
      sourcemap: false,
      minify: 'oxc',
      cssMinify: true,
      rolldownOptions: {
        input: {
          index: resolve(root, 'src/renderer/index.html'),
          // The window over all others that says who calls.
          card: resolve(root, 'src/renderer/card.html'),
        },
      },
    },
  },
}));
