import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { query } from '../support/callLog.ts';
import { runStarted } from './runFacts.ts';
import { makeTempDir, SCRIPTS, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const SHORT = readFileSync(join(SCRIPTS, 'short.json'), 'utf8');
const saying = (words: string, version = 1): string =>
  SHORT.replace('말씀해 주셔서 감사합니다.', words).replace(
    '"version": 1',
    `"version": ${version}`,
  );

describe("a lead's scripts", () => {
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
  const client = (test: TestHost) => test.connect().client;
  const file = (text: string): void => writeFileSync(join(scriptsDir, 'short.json'), text);
  const publish = (test: TestHost, text: string, note = '고침') =>
    client(test).call('scripts.publish', { id: newId(), text, note });
  const use = (test: TestHost, version: number | null) =>
    client(test).call('scripts.use', { id: newId(), scriptId: 'short', version, note: '' });
  const versions = (test: TestHost): Promise<OutputOf<IeumContract, 'scripts.versions'>> =>
    client(test).call('scripts.versions', { id: 'short' });
  /** The version in use and what is said last in it. */
  async function inUse(test: TestHost): Promise<[number, string] | null> {
    const { scripts } = await client(test).call('scripts.list', {});
    const script = scripts.find(({ id }) => id === 'short');
    return script ? [script.version, script.steps.at(-1)?.say[0]?.ko ?? ''] : null;
  }

  beforeEach(() => {
    dir = makeTempDir();
    scriptsDir = join(dir.path, 'scripts');
    dataDir = join(dir.path, 'data');
    mkdirSync(scriptsDir);
    file(SHORT);
  });
  afterEach(async () => {
    for (const { host } of running.splice(0)) await host.stop();
    dir.remove();
  });

  it('are in use under the next number, also after a restart, with what was written about them', async () => {
    const test = start();
    expect(await publish(test, saying('고맙습니다.', 77), '부드럽게')).toEqual({
      scriptId: 'short',
      version: 2,
    });
    expect(await inUse(test)).toEqual([2, '고맙습니다.']);
    await stop();
    const next = start();
    expect(await inUse(next)).toEqual([2, '고맙습니다.']);
    expect(await versions(next)).toMatchObject({
      rows: [
        { version: 2, source: 'own', note: '부드럽게', again: null },
        { version: 1, source: 'built-in', note: '' },
      ],
      newer: false,
    });
  });

  it('are published once, however often the page asks', async () => {
    const test = start();
    const input = { id: newId(), text: saying('고맙습니다.'), note: '고침' };
    const first = await client(test).call('scripts.publish', input);
    expect(await client(test).call('scripts.publish', input)).toEqual(first);
    expect((await versions(test)).rows).toHaveLength(2);
  });

  it('that are wrong are refused with everything that is wrong, and change nothing', async () => {
    const test = start();
    await publish(test, saying('고맙습니다.'));
    const wrong = saying('{nmae}님 감사합니다.').replace('"next": "thank"', '"next": "thanks"');
    const refused = publish(test, wrong);
    const line = (part: string): number => wrong.slice(0, wrong.indexOf(part)).split('\n').length;
    await expect(refused).rejects.toMatchObject({
      code: 'script.refused',
      details: {
        faults: expect.arrayContaining([
          { code: 'unknown-token', line: line('{nmae}'), path: 'steps[1].say[0].ko' },
          { code: 'unknown-step', line: line('"thanks"'), path: 'steps[0].next' },
        ]) as unknown,
      },
    });
    expect(await inUse(test)).toEqual([2, '고맙습니다.']);
    expect((await versions(test)).rows).toHaveLength(2);
  });

  it('are not replaced by what an update of the app brings, which is told of', async () => {
    const test = start();
    await publish(test, saying('고맙습니다.'));
    file(saying('정말 감사합니다.', 2));
    test.tick();
    expect(await inUse(test)).toEqual([2, '고맙습니다.']);
    expect(await versions(test)).toMatchObject({ newer: true, builtIn: { version: 2 } });
    await stop();
    const next = start();
    expect(await inUse(next)).toEqual([2, '고맙습니다.']);
    // Also one that is wrong, and one that is not there any more.
    file(saying('{nmae}', 3));
    next.tick();
    expect(await inUse(next)).toEqual([2, '고맙습니다.']);
    rmSync(join(scriptsDir, 'short.json'));
    next.tick();
    expect(await inUse(next)).toEqual([2, '고맙습니다.']);
  });

  it('give way to what comes with the app when the lead says so, which then follows updates', async () => {
    const test = start();
    await publish(test, saying('고맙습니다.'));
    file(saying('정말 감사합니다.', 2));
    test.tick();
    expect(await use(test, null)).toEqual({ scriptId: 'short', version: 3 });
    expect(await inUse(test)).toEqual([3, '정말 감사합니다.']);
    expect(await versions(test)).toMatchObject({
      newer: false,
      rows: [{ source: 'built-in' }, {}, {}],
    });
    await stop();
    const next = start();
    expect(await inUse(next)).toEqual([3, '정말 감사합니다.']);
    file(saying('대단히 감사합니다.', 3));
    next.tick();
    // Its own number stands for other words by now.
    expect(await inUse(next)).toEqual([4, '대단히 감사합니다.']);
    file(saying('또 감사합니다.', 3));
    next.tick();
    expect(await inUse(next)).toEqual([4, '대단히 감사합니다.']);
    const { refused } = await client(next).call('scripts.list', {});
    expect(refused).toMatchObject([{ code: 'changed-without-version' }]);
  });

  it('come back under a new number, and forward again', async () => {
    const test = start();
    await publish(test, saying('둘.'));
    await publish(test, saying('셋.'));
    await use(test, 2);
    expect(await inUse(test)).toEqual([4, '둘.']);
    await use(test, 3);
    expect(await inUse(test)).toEqual([5, '셋.']);
    // Just what the app has: it follows the app again.
    await use(test, 1);
    expect(await inUse(test)).toEqual([6, '말씀해 주셔서 감사합니다.']);
    const { rows } = await versions(test);
    expect(rows.map(({ version, source, again }) => [version, source, again])).toEqual([
      [6, 'built-in', 1],
      [5, 'own', 3],
      [4, 'own', 2],
      [3, 'own', null],
      [2, 'own', null],
      [1, 'built-in', null],
    ]);
    await expect(use(test, 9)).rejects.toMatchObject({ code: 'script.unknown' });
  });

  it('may be of no file of the app', async () => {
    const test = start();
    const text = SHORT.replace('"id": "short"', '"id": "team-own"');
    await publish(test, text);
    const { scripts } = await client(test).call('scripts.list', {});
    expect(scripts).toMatchObject([{ id: 'short' }, { id: 'team-own', version: 1 }]);
    const unknown = client(test).call('scripts.versions', { id: 'nobody' });
    await expect(unknown).rejects.toMatchObject({ code: 'script.unknown' });
  });

  it('made while the data folder was not there keep their words, and their runs find them', async () => {
    const before = start();
    await publish(before, saying('둘.'));
    await stop();
    const kept = `${dataDir}-kept`;
    renameSync(dataDir, kept);
    writeFileSync(dataDir, '');
    const test = start();
    await publish(test, saying('그사이.'), '비상');
    expect(await inUse(test)).toEqual([2, '그사이.']);
    const run = runStarted({ callId: null, at: Date.now(), version: 2 });
    await client(test).call('runs.append', { facts: [run] });
    rmSync(dataDir);
    renameSync(kept, dataDir);
    test.tick();
    expect(test.host.storage).toMatchObject({ state: 'ok' });
    expect(await inUse(test)).toEqual([3, '그사이.']);
    const { rows } = await client(test).call('runs.open', {});
    expect(rows).toMatchObject([{ id: run.runId, version: 3 }]);
    await stop();
    const stored = 'SELECT version, source, note FROM script_versions ORDER BY seq';
    expect(query(dataDir, stored)).toEqual([
      { version: 1, source: 'built-in', note: '' },
      { version: 2, source: 'own', note: '고침' },
      { version: 3, source: 'own', note: '비상' },
    ]);
  });
});
