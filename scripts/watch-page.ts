/** Builds the page again at each change: the renderer's part of electron.vite.config.ts. */
import { resolve } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { build } from 'vite';
import { ROOT } from './lib/root.ts';

const { config } = await resolveConfig({ root: ROOT }, 'build', 'development');
if (!config?.renderer) throw new Error('electron.vite.config.ts has no renderer');
await build({
  ...config.renderer,
  configFile: false,
  base: './',
  mode: 'development',
  build: { ...config.renderer.build, outDir: resolve(ROOT, 'out/renderer'), watch: {} },
});
