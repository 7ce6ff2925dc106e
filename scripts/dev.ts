/**
 * `npm run dev`: the app, built again at each change. In Electron with its runtime; otherwise the
 * page is built again and the loopback host, started again at each change of its own, serves it:
 * reload the page to see a change.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { binOf } from './lib/bin.ts';
import { ROOT } from './lib/root.ts';
import { ensureBuilt } from './build/ensureBuilt.ts';
import { findElectron } from './start/electronRuntime.ts';

const args = process.argv.slice(2);

function run(...command: readonly string[]) {
  return spawn(process.execPath, command, { cwd: ROOT, stdio: 'inherit' });
}

if (findElectron() !== null) {
  const [code] = (await once(run(binOf('electron-vite'), 'dev', '--watch'), 'exit')) as [number];
  process.exitCode = code;
} else {
  await ensureBuilt();
  const page = run('scripts/watch-page.ts');
  const host = run('--watch', '--watch-preserve-output', 'src/loopback/cli.ts', ...args);
  await once(host, 'exit');
  page.kill();
}
