import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLogFile } from './logFile.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-log-'));
  path = join(folder, 'deep/ieum.log');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('the log file', () => {
  it('is appended to, also after a restart, for the user only', () => {
    openLogFile(path)('one\n');
    openLogFile(path)('two\n');
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps one before it when it grows too long', () => {
    const write = openLogFile(path, 10);
    for (const line of ['first line\n', 'second line\n', 'third line\n']) write(line);
    expect(readFileSync(path, 'utf8')).toBe('third line\n');
    expect(readFileSync(`${path}.1`, 'utf8')).toBe('second line\n');
  });

  it('never stops the phone', () => {
    openLogFile(join(folder, '\0'))('lost\n');
  });
});
