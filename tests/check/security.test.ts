import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

it('docs/security.md names no file and no test that is not there', () => {
  const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
  const there = new Set(
    globSync('{src,tests,scripts}/**/*.ts', { cwd: ROOT }).map((path) => basename(path)),
  );
  const named = [...text.matchAll(/`([^`\s]+\.ts)`/g)].flatMap(([, path = '']) =>
    // `shared/domain/text/{cleanText,displayName}.ts` is two files.
    (/\{([^}]+)\}/.exec(path)?.[1]?.split(',') ?? ['']).map((name) =>
      basename(path.replace(/\{[^}]+\}/, name)),
    ),
  );
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter((name) => !there.has(name))).toEqual([]);
});
