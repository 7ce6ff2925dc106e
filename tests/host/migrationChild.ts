import { openMemory } from '#host/db/database.ts';
import { backUpBeside, migrate } from '#host/db/migrate.ts';
import { migrations } from '#host/db/migrations/index.ts';

/*
 * Brings a database to today in a process of its own, which kills itself before its nth statement; with
 * `count` it says at its end how many there were.
 */
const [path = '', nth = ''] = process.argv.slice(2);
const last = nth === 'count' ? Infinity : Number(nth);

// The same library as the app's, with an ear to each statement.
const memory = openMemory();
const Database = memory.constructor as new (
  path: string,
  options: { verbose: () => void },
) => ReturnType<typeof openMemory>;
memory.close();

let statements = 0;
const db = new Database(path, {
  verbose: () => {
    if (statements === last) process.kill(process.pid, 'SIGKILL');
    statements += 1;
  },
});
db.pragma('synchronous = FULL');
db.pragma('journal_mode = WAL');
db.pragma('foreign_keys = ON');
db.pragma('recursive_triggers = ON');
db.pragma('secure_delete = ON');
migrate(db, migrations, (version) => backUpBeside(db, path, version, 1_000));
db.close();
process.stdout.write(`${statements}\n`);
