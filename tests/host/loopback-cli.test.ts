import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import { makeTempDir } from './support.ts';

const CLI = join(import.meta.dirname, '../../src/loopback/cli.ts');

interface Run {
  readonly child: ChildProcess;
  stdout: string;
  stderr: string;
  readonly ended: Promise<number | null>;
}

describe('the loopback command', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  const runs: Run[] = [];

  beforeEach(() => {
    dir = makeTempDir();
    dataDir = join(dir.path, 'data');
    mkdirSync(join(dir.path, 'renderer'));
    writeFileSync(join(dir.path, 'renderer', 'index.html'), '<!doctype html>');
  });
  afterEach(async () => {
    for (const { child, ended } of runs.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
    dir.remove();
  });

  function start(...args: string[]): Run {
    const renderer = ['--renderer', join(dir.path, 'renderer')];
    const child = spawn(process.execPath, [CLI, ...renderer, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: '' },
    });
    const ended = once(child, 'close').then(([code]) => code as number | null);
    const run: Run = { child, stdout: '', stderr: '', ended };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (run.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (run.stderr += text));
    runs.push(run);
    return run;
  }

  async function ready(run: Run): Promise<{ url: string; port: number }> {
    await expect.poll(() => run.stdout, { timeout: 10_000 }).toContain('\n');
    return JSON.parse(run.stdout) as { url: string; port: number };
  }

  it('says in one line where it is, and keeps the token out of everything else', async () => {
    const run = start('--data-dir', dataDir, '--no-open');
    const { url, port } = await ready(run);
    expect(JSON.parse(run.stdout)).toEqual({
      ieum: 'ready',
      url,
      port,
      dataDir,
      storage: { state: 'ok', code: null, since: expect.any(Number) as number },
    });
    const [, token = ''] = /^http:\/\/127\.0\.0\.1:\d+\/#token=([\w-]{43})$/.exec(url) ?? [];
    expect(token).not.toBe('');
    await fetch(`http://127.0.0.1:${port}/`);
    await fetch(`http://127.0.0.1:${port}/session`);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(run.stderr).not.toContain(token);
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
    // An orderly end: the next start need not look behind it.
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    const clean = db.prepare("SELECT value FROM meta WHERE key = 'closed_cleanly'").pluck().get();
    db.close();
    expect(clean).toBe('1');
  });

  it('prints the address where no window can be opened', async () => {
    const run = start('--data-dir', dataDir);
    const { url } = await ready(run);
    await expect.poll(() => run.stderr).toContain(url);
    expect(run.stderr).toContain('크롬이나 엣지에서 여세요');
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
  });

  it('hands a link to the host that already has the folder, and ends', async () => {
    const first = start('--data-dir', dataDir, '--no-open', 'tel:02-123-4567');
    await ready(first);
    const door = join(dataDir, 'hand-over.json');
    expect(statSync(door).mode & 0o777).toBe(0o600);
    const second = start('--data-dir', dataDir, '--no-open', 'tel:010-1234-5678');
    expect(await second.ended).toBe(0);
    expect(JSON.parse(second.stdout)).toEqual({ ieum: 'handed-over', dataDir });
    expect(second.stderr).toContain('전화는 걸지 않았습니다');
    // Its own link and the one handed over; neither number is in the log.
    await expect.poll(() => first.stderr.match(/"message":"link"/g)).toHaveLength(2);
    expect(first.stderr).not.toMatch(/1234/);
    first.child.kill('SIGTERM');
    await first.ended;
    expect(existsSync(door)).toBe(false);
  });

  it('does not take a door for open that a killed host left behind', async () => {
    const first = start('--data-dir', dataDir, '--no-open');
    await ready(first);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = start('--data-dir', dataDir, '--no-open', 'tel:010-1234-5678');
    const { port } = await ready(second);
    const text = readFileSync(join(dataDir, 'hand-over.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ port });
  });

  it.each<[string, () => Promise<string[]> | string[], string]>([
    [
      'a port in use',
      async () => {
        const { port } = await ready(start('--data-dir', `${dataDir}-other`, '--no-open'));
        return ['--data-dir', dataDir, '--no-open', '--port', String(port)];
      },
      'port.taken',
    ],
    [
      'a data folder in use',
      async () => {
        await ready(start('--data-dir', dataDir, '--no-open'));
        return ['--data-dir', dataDir, '--no-open'];
      },
      'storage.in-use',
    ],
    [
      'a page that is not built',
      () => ['--renderer', dir.path, '--data-dir', dataDir],
      'renderer.missing',
    ],
    ['a wrong option', () => ['--prot', '1'], 'arguments.invalid'],
  ])('refuses %s in plain words', async (_name, makeArguments, code) => {
    const args = await makeArguments();
    const run = start(...args);
    expect(await run.ended).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({ ieum: 'error', code });
    expect(run.stderr).toMatch(/[가-힣].*\n/);
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });
});
