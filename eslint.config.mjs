import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import { defineConfig } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import * as jsoncParser from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';

const code = ['**/*.{ts,mts,cts,js,mjs,cjs}'];
const layer = (number) => `layer:${number}`;
const upTo = (number) => [...Array(number + 1).keys()].map(layer);

/** A layer imports from the layers below it only; phases and the libraries of one layer never import each other. */
const layers = [
  { sourceTag: layer(0), onlyDependOnLibsWithTags: [], allowedExternalImports: ['zod'] },
  ...[1, 2, 3, 4, 5, 6].map((number) => ({
    sourceTag: layer(number),
    onlyDependOnLibsWithTags: upTo(number - 1),
  })),
  { sourceTag: 'layer:test', onlyDependOnLibsWithTags: [layer(0)] },
];

/** Only these and the CLI reach the machine; `templates` reads the files of its own package. */
const machineModules = ['fs', 'fs/promises', 'child_process', 'net', 'http', 'https', 'dgram', 'dns', 'worker_threads'];

export default defineConfig([
  { ignores: ['**/dist', '**/out-tsc', '**/coverage', 'examples/**', '.nx/**', '.tools/**', '.scratch/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: code, extends: [js.configs.recommended], languageOptions: { globals: globals.node } },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      // Control characters are looked for on purpose: they are what untrusted text must lose.
      'no-control-regex': 'off',
    },
  },
  {
    files: ['libs/**/src/**/*.ts', 'apps/**/src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only (style.md).' },
        { selector: 'TSEnumDeclaration', message: 'Use a zod enum or a union of literals.' },
      ],
    },
  },
  {
    files: ['libs/**/src/**/*.ts', 'apps/**/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.e2e.ts', '**/src/testing/**'],
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['libs/**/src/**/*.ts'],
    ignores: [
      'libs/workspace/**',
      'libs/fleet/**',
      'libs/durable-runs/**',
      'libs/agent-runtime/**',
      'libs/templates/**',
      'libs/test-kit/**',
      '**/*.spec.ts',
      '**/*.e2e.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: machineModules.flatMap((name) => [
            { name, message: 'Go through a port of contracts.' },
            { name: `node:${name}`, message: 'Go through a port of contracts.' },
          ]),
        },
      ],
    },
  },
  {
    files: code,
    ignores: ['**/*.spec.ts', '**/*.e2e.ts', '**/src/testing/**'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { banTransitiveDependencies: true, allow: ['^.*/eslint\\.config\\.mjs$'], depConstraints: layers },
      ],
    },
  },
  {
    files: ['**/package.json'],
    plugins: { '@nx': nx },
    languageOptions: { parser: jsoncParser },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          ignoredFiles: [
            '{projectRoot}/jest.config.*',
            '{projectRoot}/src/**/*.{spec,e2e}.ts',
            // What specs share, and the programs that they start.
            '{projectRoot}/src/testing/**',
          ],
          // Loaded by createRequire, or types alone.
          ignoredDependencies: ['@balena/dockerignore', '@types/mdast', 'mdast'],
        },
      ],
    },
  },
  prettier,
]);
