import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

it.each(['ko', 'en'])('every action that the access log may hold has words in %s', (language) => {
  const words = JSON.parse(
    readFileSync(join(ROOT, `src/renderer/src/locales/later.${language}.json`), 'utf8'),
  ) as { privacy: { actions: Record<string, string> } };
  const actions = globSync('src/host/**/*.ts', { cwd: ROOT }).flatMap((path) =>
    [...readFileSync(join(ROOT, path), 'utf8').matchAll(/action: '([a-z.-]+)'/g)].map(
      ([, action = '']) => action,
    ),
  );
  expect(actions.length).toBeGreaterThan(15);
  const missing = actions.filter((action) => !(action.replace('.', '-') in words.privacy.actions));
  expect(missing).toEqual([]);
});
