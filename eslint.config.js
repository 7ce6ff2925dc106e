import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import { requireReason } from './scripts/lint/requireReason.ts';

/**
 * Caller text reaches the screen as text only: every way to have it parsed as HTML is refused, in
 * scripts here and in templates by the vue/ rules below.
 */
const HTML_PROPERTIES = ['innerHTML', 'outerHTML', 'srcdoc'];
const HTML_METHODS = [
  'insertAdjacentHTML',
  'setHTMLUnsafe',
  'parseHTMLUnsafe',
  'createContextualFragment',
];
const HTML_MESSAGE = 'Text from outside is shown as text only; build elements instead.';

const htmlProperties = [...HTML_PROPERTIES, ...HTML_METHODS].map((property) => ({
  property,
  message: HTML_MESSAGE,
}));

const htmlSyntax = [
  {
    // h('div', { innerHTML: … })
    selector: `Property[key.name=/^(${HTML_PROPERTIES.join('|')})$/]`,
    message: HTML_MESSAGE,
  },
  {
    selector: `Property[key.value=/^(${HTML_PROPERTIES.join('|')})$/]`,
    message: HTML_MESSAGE,
  },
  {
    selector: "CallExpression[callee.object.name='document'][callee.property.name=/^write(ln)?$/]",
    message: HTML_MESSAGE,
  },
];

/** The bridge is the api folder's own: everybody else asks the client. */
const bridgeProperty = {
  property: 'ieumBridge',
  message: 'Only src/renderer/src/api touches the bridge; ask the client it makes.',
};

const LEFT_OUT = '/^(only|skip|todo|fixme|skipIf|runIf|fails)$/';
const LEFT_OUT_MESSAGE = 'No test is left out: fix it, or take it away.';
const leftOutTests = [
  {
    selector: `MemberExpression[property.name=${LEFT_OUT}][object.name=/^(it|test|describe|suite|bench)$/]`,
    message: LEFT_OUT_MESSAGE,
  },
  {
    // test.describe.only, it.concurrent.skip
    selector: `MemberExpression[property.name=${LEFT_OUT}] > MemberExpression[object.name=/^(it|test|describe|suite)$/]`,
    message: LEFT_OUT_MESSAGE,
  },
  {
    selector: 'CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]',
    message: LEFT_OUT_MESSAGE,
  },
];

export default defineConfig(
  { ignores: ['out/', 'dist/', 'release/', 'node_modules/', 'coverage/', 'test-results/'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...vue.configs['flat/recommended'],
  prettier,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' },
    plugins: { ieum: { rules: { 'require-reason': requireReason } } },
    rules: {
      'ieum/require-reason': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-properties': ['error', ...htmlProperties, bridgeProperty],
      'no-restricted-syntax': ['error', ...htmlSyntax],
    },
  },
  {
    files: ['**/*.ts', '**/*.vue'],
    languageOptions: {
      parserOptions: {
        // One project for everything, three times as quick as one a layer. What a layer may not
        // use (DOM in the host) is the compiler's business, which checks each layer on its own.
        project: './tsconfig.lint.json',
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
        parser: ts.parser,
      },
    },
    rules: {
      // The compiler knows every name there is, of each layer.
      'no-undef': 'off',
      '@typescript-eslint/no-explicit-any': ['error', { ignoreRestArgs: false }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        // `const { secret: _, ...rest }` and `(_event, message)` leave something out on purpose.
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        {
          'ts-expect-error': 'allow-with-description',
          'ts-ignore': true,
          'ts-nocheck': true,
          minimumDescriptionLength: 10,
        },
      ],
      // `async` without `await` is how a function keeps a promise its interface made.
      '@typescript-eslint/require-await': 'off',
      // The `void` of an arrow function's only expression is clear enough.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: false },
      ],
    },
  },
  {
    files: ['**/*.vue'],
    rules: {
      'vue/no-v-html': 'error',
      'vue/no-v-text-v-html-on-component': 'error',
      'vue/no-restricted-v-bind': ['error', '/^(innerHTML|outerHTML|srcdoc|textContent)$/i'],
      'vue/no-restricted-static-attribute': [
        'error',
        { key: 'srcdoc', message: HTML_MESSAGE },
        {
          key: 'style',
          // Vue writes large static parts as HTML, where the content security policy refuses it.
          message: 'Use a class: the content security policy refuses style attributes.',
        },
      ],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/no-undef-components': [
        'error',
        { ignorePatterns: ['RouterLink', 'RouterView', 'I18nT'] },
      ],
      'vue/no-unused-emit-declarations': 'error',
      'vue/no-unused-properties': 'error',
      'vue/no-unused-refs': 'error',
      'vue/multi-word-component-names': 'off',
    },
  },
  {
    // What ships: its lines go to the log, not to a console nobody sees.
    files: ['src/**/*.ts', 'src/**/*.vue'],
    ignores: ['src/**/*.test.ts', 'src/loopback/**'],
    rules: { 'no-console': 'error' },
  },
  {
    // `const { t } = useI18n()`: vue-i18n declares functions as methods, none of which needs `this`.
    files: ['src/renderer/**'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['src/renderer/src/api/**'],
    rules: { 'no-restricted-properties': ['error', ...htmlProperties] },
  },
  {
    files: ['**/*.test.ts', '**/*.spec.ts', 'tests/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...htmlSyntax, ...leftOutTests],
      // Messages of tests may well say `undefined`.
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    // Read by any Node there is, however old.
    files: ['scripts/launch.cjs'],
    languageOptions: { ecmaVersion: 2020 },
    rules: { 'no-var': 'off' },
  },
);
