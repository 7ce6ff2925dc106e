/**
 * `npm run export -- --from 2026-11-01 --to 2026-12-01 --format xlsx --out FILE --reason WHY`: writes
 * what the app would export, for a scheduler. docs/admin-guide.md says the rest.
 */
import { exportCommand } from '#host/export/exportCommand.ts';
import { EXPORT_WORKER } from '#host/export/startExport.ts';

process.exitCode = await exportCommand(process.argv.slice(2), {
  name: 'npm run export --',
  env: process.env,
  // The key is in the keystore of the system, which only the app can ask.
  seal: () => Promise.resolve(null),
  worker: EXPORT_WORKER,
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
  progress: process.stderr.isTTY
    ? (rows, total) => void process.stderr.write(`\r${rows}/${total ?? '?'}`)
    : null,
  onCancel(cancel) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, cancel);
  },
});
