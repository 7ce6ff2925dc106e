/** Feeds text that breaks each lint rule that guards something, and sees the rule fire. */
import { resolve } from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Without type information: quick, and any file name will do. */
const untyped = new ESLint({
  cwd: root,
  overrideConfig: [
    {
      ...ts.configs.disableTypeChecked,
      languageOptions: { parserOptions: { project: false, projectService: false } },
    },
  ],
});

/** With the types of one small file. */
const typed = new ESLint({
  cwd: root,
  overrideConfig: [
    { languageOptions: { parserOptions: { project: './tests/check/typed/tsconfig.json' } } },
  ],
});

async function rulesBroken(eslint: ESLint, filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: resolve(root, filePath) });
  if (!result) throw new Error(`${filePath} is not linted at all`);
  return [...new Set(result.messages.map(({ ruleId, message }) => ruleId ?? message))];
}

const vue = (template: string): string =>
  `<script setup lang="ts">\nconst text = 'x';\n</script>\n\n<template>\n  ${template}\n</template>\n`;

describe('remote text never becomes HTML', () => {
  it.each([
    [`document.body.innerHTML = 'x';`, 'no-restricted-properties'],
    [`document.body['innerHTML'] = 'x';`, 'no-restricted-properties'],
    [`document.body.outerHTML = 'x';`, 'no-restricted-properties'],
    [`document.body.insertAdjacentHTML('beforeend', 'x');`, 'no-restricted-properties'],
    [`frame.srcdoc = 'x';`, 'no-restricted-properties'],
    [`document.write('x');`, 'no-restricted-syntax'],
    [`h('div', { innerHTML: 'x' });`, 'no-restricted-syntax'],
    [`h('div', { 'innerHTML': 'x' });`, 'no-restricted-syntax'],
    [`eval('x');`, 'no-eval'],
    [`void new Function('x');`, 'no-new-func'],
  ])('%s', async (code, rule) => {
    expect(await rulesBroken(untyped, 'src/renderer/src/ui/sample.ts', `${code}\n`)).toContain(
      rule,
    );
  });

  it.each([
    ['<p v-html="text" />', 'vue/no-v-html'],
    ['<p :innerHTML="text" />', 'vue/no-restricted-v-bind'],
    ['<p :innerHTML.prop="text" />', 'vue/no-restricted-v-bind'],
    ['<iframe srcdoc="x" />', 'vue/no-restricted-static-attribute'],
    ['<p style="color: red">{{ text }}</p>', 'vue/no-restricted-static-attribute'],
  ])('%s', async (template, rule) => {
    const path = 'src/renderer/src/ui/Sample.vue';
    expect(await rulesBroken(untyped, path, vue(template))).toContain(rule);
  });

  it('leaves text alone', async () => {
    const path = 'src/renderer/src/ui/Sample.vue';
    expect(await rulesBroken(untyped, path, vue('<p>{{ text }}</p>'))).toEqual([]);
  });
});

describe('no rule is switched off in silence', () => {
  it.each([
    ['// eslint-disable-next-line no-eval\neval("x");\n', 'ieum/require-reason'],
    ['/* eslint-disable */\neval("x");\n', 'ieum/require-reason'],
    ['/* eslint-disable -- because */\neval("x");\n', 'ieum/require-reason'],
    [
      '// eslint-disable-next-line no-eval -- nothing to disable here\nexport const x = 1;\n',
      "Unused eslint-disable directive (no problems were reported from 'no-eval').",
    ],
    ['// @ts-ignore\nexport const x = 1;\n', '@typescript-eslint/ban-ts-comment'],
    ['// @ts-expect-error\nexport const x = 1;\n', '@typescript-eslint/ban-ts-comment'],
  ])('%j', async (code, rule) => {
    expect(await rulesBroken(untyped, 'src/shared/sample.ts', code)).toContain(rule);
  });

  it('accepts a named rule with a reason', async () => {
    const code =
      '// eslint-disable-next-line no-eval -- to see that this is accepted\neval("x");\n';
    expect(await rulesBroken(untyped, 'src/shared/sample.ts', code)).toEqual([]);
  });
});

describe('no test is left out', () => {
  it.each([
    `it.only('x', () => {});`,
    `it.skip('x', () => {});`,
    `test.describe.only('x', () => {});`,
    `test.fixme('x', () => {});`,
    `describe.skip('x', () => {});`,
    `describe.todo('x');`,
    `it.skipIf(true)('x', () => {});`,
    `it.concurrent.skip('x', () => {});`,
    `test.skip(true, 'x');`,
    `xit('x', () => {});`,
  ])('%s', async (code) => {
    for (const path of ['tests/e2e/sample.spec.ts', 'src/host/sample.test.ts']) {
      expect(await rulesBroken(untyped, path, `${code}\n`)).toContain('no-restricted-syntax');
    }
  });

  it('leaves `it.each` alone', async () => {
    const code = `it.each([1])('x', () => {});\n`;
    expect(await rulesBroken(untyped, 'src/host/sample.test.ts', code)).toEqual([]);
  });
});

describe('layers', () => {
  it('leaves the bridge to the api folder', async () => {
    const code = 'window.ieumBridge?.send(1);\n';
    const broken = (path: string) => rulesBroken(untyped, path, code);
    expect(await broken('src/renderer/src/stores/sample.ts')).toContain('no-restricted-properties');
    expect(await broken('src/renderer/src/api/sample.ts')).toEqual([]);
  });

  it('has no console in what ships', async () => {
    const code = `console.log('x');\n`;
    expect(await rulesBroken(untyped, 'src/host/sample.ts', code)).toEqual(['no-console']);
    expect(await rulesBroken(untyped, 'src/loopback/sample.ts', code)).toEqual([]);
  });
});

describe('types', () => {
  it.each([
    ['export const x: any = 1;\n', '@typescript-eslint/no-explicit-any'],
    ['Promise.resolve(1);\n', '@typescript-eslint/no-floating-promises'],
    ['const unused = 1;\n', '@typescript-eslint/no-unused-vars'],
    ['export const x = [1].forEach(async () => {});\n', '@typescript-eslint/no-misused-promises'],
  ])('%j', async (code, rule) => {
    expect(await rulesBroken(typed, 'tests/check/typed/sample.ts', code)).toContain(rule);
  });
});
