import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IeumContract } from '#shared/contract/index.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { query } from '../support/callLog.ts';
import { makeTempDir, SCRIPTS, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const SHORT = readFileSync(join(SCRIPTS, 'short.json'), 'utf8');
const CHANGED = SHORT.replace('감사합니다', '고맙습니다');
const SECOND = CHANGED.replace('"version": 1', '"version": 2');

/** The line, from 1, on which a part of a text stands. */
const lineOf = (text: string, part: string): number =>
  text.slice(0, text.indexOf(part)).split('\n').length;

interface Spoilt {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly fault: { readonly code: string; readonly path: string };
  /** Where the fault stands, unless in the new text itself. */
  readonly at?: string;
  /** Lines above it. */
  readonly above?: number;
}

describe('scripts', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let scriptsDir: string;
  let dataDir: string;
  const running: TestHost[] = [];

  function start(): TestHost {
    const test = startHost(dataDir, { scriptsDir });
    running.push(test);
    return test;
  }
  const stop = async (): Promise<void> => running.pop()?.host.stop();
  const write = (text: string, file = 'short.json'): void =>
    writeFileSync(join(scriptsDir, file), text);
  const list = (test: TestHost): Promise<OutputOf<IeumContract, 'scripts.list'>> =>
    test.connect().client.call('scripts.list', {});
  /** Which version is in use, and what is said of the file. */
  async function state(test: TestHost): Promise<{ version: number | null; codes: string[] }> {
    const { scripts, refused } = await list(test);
    return { version: scripts[0]?.version ?? null, codes: refused.map(({ code }) => code) };
  }

  beforeEach(() => {
    dir = makeTempDir();
    scriptsDir = join(dir.path, 'scripts');
    dataDir = join(dir.path, 'data');
    mkdirSync(scriptsDir);
  });
  afterEach(async () => {
    for (const { host } of running.splice(0)) await host.stop();
    dir.remove();
  });

  it.each<Spoilt>([
    {
      what: 'no JSON any more',
      ...{ from: '"start": "hear",', to: '"start": hear,' },
      fault: { code: 'json', path: '' },
    },
    {
      what: 'a field of its own',
      ...{ from: '"next": null', to: '"nxt": null, "next": null' },
      fault: { code: 'shape', path: 'steps[1].nxt' },
    },
    {
      what: 'a field given twice',
      ...{ from: '"start": "hear"', to: '"start": "hear", "start": "thank"' },
      fault: { code: 'field-twice', path: 'start' },
    },
    {
      what: 'a sentence in one language only',
      ...{ from: ', "en": "Thank you for telling me."', to: '' },
      fault: { code: 'shape', path: 'steps[1].say[0].en' },
      at: '감사합니다',
    },
    {
      what: 'a token that nobody fills',
      ...{ from: '{customer}, 말씀', to: '{custmer}, 말씀' },
      fault: { code: 'unknown-token', path: 'steps[0].say[0].ko' },
    },
    {
      what: 'a way to a step that is not there',
      ...{ from: '"next": "thank"', to: '"next": "thanks"' },
      fault: { code: 'unknown-step', path: 'steps[0].next' },
      at: '"next": "thanks"',
    },
    {
      what: 'a way without an end',
      ...{ from: '"next": null', to: '"next": "hear"' },
      fault: { code: 'dead-end', path: 'steps[0]' },
      at: '"id": "hear"',
      above: 1,
    },
    {
      what: 'another name than its file',
      ...{ from: '"id": "short"', to: '"id": "long"' },
      fault: { code: 'file-name', path: 'id' },
    },
  ])('with $what are refused, by line', async ({ from, to, fault, at = to, above = 0 }) => {
    const spoilt = SHORT.replace(from, to);
    expect(spoilt).not.toBe(SHORT);
    write(spoilt);
    const test = start();
    const line = lineOf(spoilt, at) - above;
    const refusal = { file: 'short.json', line, ...fault };
    expect(await list(test)).toMatchObject({ scripts: [], refused: [refusal] });
    expect(test.lines).toContainEqual({
      level: 'warn',
      message: 'script refused',
      details: { ...refusal, kept: null },
    });
  });

  it('that cannot be read as text are refused as a whole', async () => {
    writeFileSync(join(scriptsDir, 'short.json'), Buffer.from([0x7b, 0xff, 0x7d]));
    mkdirSync(join(scriptsDir, 'folder.json'));
    write(' '.repeat(1_048_577), 'large.json');
    const { refused } = await list(start());
    expect(refused.map(({ file, line, code }) => [file, line, code])).toEqual([
      ['folder.json', null, 'unreadable'],
      ['large.json', null, 'too-large'],
      ['short.json', null, 'encoding'],
    ]);
  });

  it('stay in use in their old version as long as the new one is wrong', async () => {
    write(SHORT);
    const test = start();
    expect(await state(test)).toEqual({ version: 1, codes: [] });
    write(SECOND.replace('{customer}, 말씀', '{custmer}, 말씀'));
    test.tick();
    expect(await state(test)).toEqual({ version: 1, codes: ['unknown-token'] });
    expect(test.lines).toContainEqual(
      expect.objectContaining({
        message: 'script refused',
        details: expect.objectContaining({ kept: 1 }) as unknown,
      }),
    );
    // After a restart too, when only the database knows the old one.
    await stop();
    const next = start();
    expect(await state(next)).toEqual({ version: 1, codes: ['unknown-token'] });
    write(SECOND);
    next.tick();
    expect(await state(next)).toEqual({ version: 2, codes: [] });
    // A file that is as it was is not read again, and nobody is told.
    const told: unknown[] = [];
    next.connect().client.on('scripts.changed', (data) => told.push(data));
    next.tick();
    expect(told).toEqual([]);
  });

  it('are never changed within a version, and never go back to an older one', async () => {
    write(SHORT);
    const test = start();
    write(CHANGED);
    test.tick();
    expect(await state(test)).toEqual({ version: 1, codes: ['changed-without-version'] });
    expect(JSON.stringify(await list(test))).toContain('말씀해 주셔서 감사합니다');
    write(SECOND);
    test.tick();
    expect(await state(test)).toEqual({ version: 2, codes: [] });
    write(SHORT);
    test.tick();
    expect(await state(test)).toEqual({ version: 2, codes: ['older-version'] });
    const { client } = test.connect();
    const old = await client.call('scripts.version', { id: 'short', version: 1 });
    expect(JSON.stringify(old)).toContain('말씀해 주셔서 감사합니다');
    await stop();
    const versions = 'SELECT id, version, source FROM script_versions ORDER BY seq';
    expect(query(dataDir, versions)).toEqual([
      { id: 'short', version: 1, source: 'built-in' },
      { id: 'short', version: 2, source: 'built-in' },
    ]);
  });

  it('that are written the other way round are the same version', async () => {
    write(SHORT);
    const test = start();
    const { kind, ...rest } = JSON.parse(SHORT) as Record<string, unknown>;
    write(JSON.stringify({ ...rest, kind }));
    test.tick();
    expect(await state(test)).toEqual({ version: 1, codes: [] });
  });

  it('go with their file; with their folder they stay', async () => {
    write(SHORT);
    const test = start();
    const elsewhere = `${scriptsDir}-elsewhere`;
    renameSync(scriptsDir, elsewhere);
    test.tick();
    expect(await list(test)).toMatchObject({
      scripts: [{ id: 'short', version: 1 }],
      refused: [{ file: '', line: null, code: 'unreadable' }],
    });
    renameSync(elsewhere, scriptsDir);
    rmSync(join(scriptsDir, 'short.json'));
    test.tick();
    expect(await list(test)).toEqual({ scripts: [], refused: [] });
  });

  it('are in use also while the data folder is not, and are stored when it is', async () => {
    write(SHORT);
    writeFileSync(dataDir, '');
    const test = start();
    expect(await state(test)).toEqual({ version: 1, codes: [] });
    rmSync(dataDir);
    test.tick();
    expect(test.host.storage).toMatchObject({ state: 'ok' });
    await stop();
    expect(query(dataDir, 'SELECT id, version FROM script_versions')).toEqual([
      { id: 'short', version: 1 },
    ]);
  });
});
