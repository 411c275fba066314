import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const capabilities = [
  'apiclients',
  'audit',
  'backup',
  'deployments',
  'gateway',
  'keys',
  'localapi',
  'mailboxes',
  'messages',
  'notifications',
  'operator',
  'outgoing',
  'overview',
  'people',
  'rehearsal',
  'settings',
  'signin',
  'templates',
];

// The walls of the house. Imports point down only:
// shell > capabilities > account, push, importing, template > proof > form > ui > text; bridge stands beside them and
// is the only one who knows the generated bindings.
const walls = [
  { target: './src/!(bridge)/**/*', from: './wailsjs', message: 'Only bridge knows wailsjs.' },
  { target: './src/ui', from: './src/bridge', message: 'ui knows no bridge.' },
  {
    target: './src/ui',
    from: [
      './src/form',
      './src/proof',
      './src/account',
      './src/push',
      './src/importing',
      './src/template',
      './src/capabilities',
      './src/shell',
      './src/route',
    ],
  },
  {
    target: './src/form',
    from: [
      './src/proof',
      './src/account',
      './src/push',
      './src/importing',
      './src/template',
      './src/capabilities',
      './src/shell',
    ],
  },
  {
    target: './src/proof',
    from: [
      './src/account',
      './src/push',
      './src/importing',
      './src/template',
      './src/capabilities',
      './src/shell',
    ],
  },
  ...['account', 'push', 'importing', 'template'].map((name, _, rooms) => ({
    target: `./src/${name}`,
    from: [...rooms.filter((room) => room !== name), 'capabilities', 'shell'].map(
      (room) => `./src/${room}`,
    ),
  })),
  { target: './src/capabilities', from: './src/shell' },
  {
    target: './src/bridge',
    from: [
      './src/ui',
      './src/form',
      './src/proof',
      './src/account',
      './src/push',
      './src/importing',
      './src/template',
      './src/capabilities',
      './src/shell',
    ],
  },
  ...[
    'bridge',
    'ui',
    'form',
    'proof',
    'account',
    'push',
    'importing',
    'template',
    'capabilities',
    'shell',
    'route',
  ].map((from) => ({
    target: './src/text',
    from: `./src/${from}`,
    message: 'text knows nobody.',
  })),
  ...capabilities.map((name) => ({
    target: `./src/capabilities/${name}`,
    from: './src/capabilities',
    except: [`./${name}`],
    message: 'A capability never imports another one.',
  })),
];

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'wailsjs/', 'test-results/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.js', '.svelte'],
      'import-x/parsers': {
        '@typescript-eslint/parser': ['.ts'],
        'svelte-eslint-parser': ['.svelte'],
      },
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })],
    },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones: walls }],
      'import-x/order': ['error', { alphabetize: { order: 'asc' } }],
      'max-lines': ['error', { max: 260, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-inline-styles': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-target-blank': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.svelte'],
        parser: ts.parser,
        svelteConfig,
      },
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.svelte'],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        // For the components that no-cycle reads behind an import.
        parser: ts.parser,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Addresses inside the pages are hashes made by route; there is no SvelteKit.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
);
