import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  DATABASE_COMPANIONS,
  FOLDERS_THAT_GO_ASIDE,
  FOLDERS_THAT_MOVE,
  MOVED_DATABASE,
  STAYS,
} from '#host/move/dataFolder.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { backupsPart } from '../contract/backupsPart.ts';
import { greetingsPart } from '../contract/greetingsPart.ts';
import { recordingAllowed, recordingsPart } from '../contract/recordingsPart.ts';
import { png } from '../support/pictures.ts';
import { makeTempDir, startHost } from './support.ts';

const ROOT = join(import.meta.dirname, '../..');
const MOVED: readonly string[] = [
  ...[MOVED_DATABASE, ...DATABASE_COMPANIONS, ...FOLDERS_THAT_MOVE, ...FOLDERS_THAT_GO_ASIDE],
];

/** Either goes to a new computer, or stays for a reason that is written down. */
const isKnown = (name: string): boolean =>
  MOVED.includes(name) || STAYS.some((one) => one.name.test(name));

describe('the list of what moves to a new computer', () => {
  it('has everything that the sources put into a data folder', () => {
    const found = globSync('src/{host,main,loopback}/**/*.ts', { cwd: ROOT })
      .filter((path) => !path.endsWith('.test.ts'))
      .flatMap((path) =>
        namesIn(readFileSync(join(ROOT, path), 'utf8')).map((name) => [path, name]),
      );
    expect(found.map(([, name]) => name)).toEqual(
      expect.arrayContaining(['ieum.sqlite', 'recordings', 'greetings', 'pictures', 'exports']),
    );
    expect(found.filter(([, name = '']) => !isKnown(name))).toEqual([]);
  });

  it('has everything that lies in one after a day of work', async () => {
    const dir = makeTempDir();
    const allowed = recordingAllowed();
    const { host, connect } = startHost(dir.path, { provisioningFile: allowed.file });
    const { client } = connect();
    await client.call('pictures.put', { bytes: png({}).toString('base64') });
    await greetingsPart(client);
    await recordingsPart(client);
    await client.call('exports.start', { preset: 'all', format: 'csv', reason: '점검' });
    await client.call('move.pack', { passphrase: 'a passphrase of some length' });
    await backupsPart(client).catch(() => undefined);
    const names = readdirSync(dir.path);
    await host.stop();
    allowed.remove();
    expect(names).toEqual(
      expect.arrayContaining(['ieum.sqlite', 'recordings', 'pictures', 'backups']),
    );
    expect(names.filter((name) => !isKnown(name))).toEqual([]);
    dir.remove();
  });

  it('gives a reason for all that stays', () => {
    expect(STAYS.every(({ why }) => why.length > 5)).toBe(true);
    expect(migrations.length).toBeGreaterThan(29);
  });
});

/** First parts of what is joined to the data folder: a word, or a constant of the same file. */
function namesIn(source: string): string[] {
  const joined = [
    ...source.matchAll(/join\(\s*(?:\w+\.)*dataDir,\s*('[^']+'|`[^`]+`|[A-Z][A-Z_]*)/g),
  ];
  return joined.flatMap(([, what = '']) => {
    if (what.startsWith('`')) return [];
    if (what.startsWith("'")) return [what.slice(1, -1).split('/')[0] ?? ''];
    const value = new RegExp(`const ${what}\\b[^=]*= ['\`]([^'\`$]+)`).exec(source)?.[1];
    return value === undefined ? [] : [value.split('/')[0] ?? ''];
  });
}
