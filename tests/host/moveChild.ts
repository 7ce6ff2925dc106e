import { readFileSync } from 'node:fs';
import { open, send } from './moveFolder.ts';
import { startHost } from './support.ts';

/* Takes a move file into a data folder, in a process of its own that a test kills. It says how far it is. */
const [dataDir = '', file = ''] = process.argv.slice(2);
const say = (word: string): void => void process.stdout.write(`${word}\n`);

const { client } = startHost(dataDir).connect();
say('ready');
await send(client, readFileSync(file));
say('sent');
const { step } = await open(client);
say(step);
await client.call('move.replace', {});
say('replaced');
// Until the parent goes.
process.stdin.resume().on('end', () => process.exit(0));
