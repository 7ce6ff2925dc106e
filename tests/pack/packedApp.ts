/**
 * Starts the main script of a packed tree in plain Node, with the stand-in of `electron` in the place of
 * the real one, and prints what came of it: `node packedApp.ts TREE [arguments of the app]`.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

type Stub = typeof import('../electron/stub/electron.ts');

const [, , tree = '', ...args] = process.argv;
const stubUrl = new URL('../electron/stub/electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: stubUrl, shortCircuit: true } : next(specifier, context),
});
process.argv = ['ieum', ...args];
const stub = (await import(stubUrl)) as Stub;
const exited = (): number | undefined => {
  const call = stub.app.calls.find((one) => one.startsWith('exit '));
  return call === undefined ? undefined : Number(call.slice(5));
};
await import(pathToFileURL(join(tree, 'out/main/index.js')).href);

if (args[0] === 'export') {
  while (exited() === undefined) await pause(5);
  process.exitCode = exited();
} else {
  while ((stub.recorded.windows[0]?.loaded.length ?? 0) === 0 && exited() === undefined) {
    await pause(5);
  }
  const serve = stub.recorded.handlers.get('app');
  const page = await serve?.(new Request('app://ieum/index.html'));
  const html = (await page?.text()) ?? '';
  const script = /src="\.?\/?(assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
  const asset = await serve?.(new Request(`app://ieum/${script}`));
  const outside = await serve?.(new Request('app://ieum/..%2f..%2fpackage.json'));
  console.log(
    JSON.stringify({
      loaded: stub.recorded.windows[0]?.loaded,
      errors: stub.recorded.errorBoxes,
      page: page?.status,
      csp: page?.headers.get('Content-Security-Policy'),
      script: asset?.status,
      outside: outside?.status,
      preload: stub.recorded.windows[0]?.options.webPreferences?.preload,
    }),
  );
  stub.app.emit('will-quit');
}
