/**
 * `npm run lead-passphrase`: asks for a passphrase, without showing it, and prints what the
 * administrator's file holds as `policy.lead.passphrase` (docs/provisioning.md). From a pipe it takes
 * the first line.
 */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { hashPassphrase } from '#host/roles/passphrase.ts';
import {
  LONGEST_PASSPHRASE,
  preparedPassphrase,
  SHORTEST_PASSPHRASE,
} from '#shared/domain/roles/passphraseHash.ts';

/** sysexits.h. */
const USAGE = 64;
const asked = process.stdin.isTTY;

/** Whoever looks over the shoulder sees nothing. */
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
const lines = createInterface({ input: process.stdin, output: nowhere, terminal: asked });
const typed = lines[Symbol.asyncIterator]();

async function ask(question: string): Promise<string> {
  if (asked) process.stderr.write(question);
  const { value = '' } = await typed.next();
  if (asked) process.stderr.write('\n');
  return preparedPassphrase(value);
}

async function run(): Promise<number> {
  const passphrase = await ask(`Passphrase (${SHORTEST_PASSPHRASE} characters or more): `);
  const { length } = [...passphrase];
  if (length < SHORTEST_PASSPHRASE || passphrase.length > LONGEST_PASSPHRASE) {
    console.error(`A passphrase has ${SHORTEST_PASSPHRASE} to ${LONGEST_PASSPHRASE} characters.`);
    return USAGE;
  }
  if (asked && (await ask('Once more: ')) !== passphrase) {
    console.error('These are two different passphrases.');
    return USAGE;
  }
  console.log(await hashPassphrase(passphrase));
  return 0;
}

process.exitCode = await run();
lines.close();
