/**
 * `npm run start:web -- …`: builds the page when needed and starts the loopback host with the given
 * arguments. stdout has exactly the host's one line of JSON.
 */
import { ensureBuilt } from './build/ensureBuilt.ts';
import { endWithParent } from './lib/endWithParent.ts';

endWithParent();
await ensureBuilt();
// It reads process.argv, which scripts/launch.cjs left as if it had been started itself.
await import('../src/loopback/cli.ts');
