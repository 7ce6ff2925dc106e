import { newId } from '#host/newId.ts';
import { startHost } from './support.ts';

/*
 * A host in a process of its own that destroys what is too old until it is killed. It says `going` once
 * the run has been acknowledged, `gone <count>` as it comes on, and `over` when there is nothing left to do.
 */
const [dataDir = '', mode] = process.argv.slice(2);
const { client } = startHost(dataDir, {
  later: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
}).connect();
if (mode === 'begin') {
  const plan = await client.call('privacy.dryRun', {});
  await client.call('privacy.run', { plan: plan.id, who: newId() });
}
process.stdout.write('going\n');
let before = 0;
for (;;) {
  const { runs } = await client.call('privacy.retention', {});
  const gone = runs[0]?.gone.reduce((sum, { count }) => sum + count, 0) ?? 0;
  if (gone > before) process.stdout.write(`gone ${gone}\n`);
  before = Math.max(before, gone);
  if (runs[0]?.endedAt !== null && runs[0] !== undefined) break;
  await new Promise((resolve) => setTimeout(resolve, 5));
}
process.stdout.write('over\n');
process.exit(0);
