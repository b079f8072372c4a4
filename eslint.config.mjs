import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import rxjsX from 'eslint-plugin-rxjs-x';
import jsonc from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';
import { depConstraints } from './tools/boundaries/layers.mjs';

const clock = 'time is an input: take a Clock';
const scheduler = 'time is an input: take a SchedulerLike';

/** Where the outside begins: sockets, files and servers may use timers, and own what they subscribe to. */
const edges = ['packages/local-exchange/src/**/*.ts'];

const noAmbient = {
  'no-restricted-globals': [
    'error',
    { name: 'setTimeout', message: scheduler },
    { name: 'setInterval', message: scheduler },
    { name: 'setImmediate', message: scheduler },
    { name: 'performance', message: clock },
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: clock },
    { object: 'Math', property: 'random', message: 'take a generator of random numbers' },
    { object: 'process', property: 'hrtime', message: clock },
  ],
};

const newDate = { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clock };
const mintsApproval = {
  selector: "TSAsExpression TSTypeReference[typeName.name='RiskApproved']",
  message: 'only the risk layer approves orders',
};
const subscribesOutsideOperator = {
  selector:
    "CallExpression[callee.property.name='subscribe']:not(NewExpression[callee.name='Observable'] CallExpression)",
  message: 'layers return Observables and only the app subscribes (building one with new Observable is fine)',
};

export default [
  {
    ignores: [
      '**/dist',
      '**/coverage',
      '**/jest.config.cjs',
      '**/tmp',
      'tools/boundaries/fixtures',
      'tools/*.config.ts',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: true, allow: [], banTransitiveDependencies: true, depConstraints },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    plugins: { 'rxjs-x': rxjsX },
    rules: {
      ...rxjsX.configs.strict.rules,
      'rxjs-x/no-subject-value': 'error',
      'rxjs-x/no-ignored-subscription': 'error',
      'rxjs-x/finnish': [
        'error',
        { functions: false, methods: false, parameters: true, properties: true, variables: true },
      ],
      'rxjs-x/ban-operators': ['error', { groupBy: 'use mapWithMarketState', shareReplay: 'use share({ connector })' }],
      'no-restricted-imports': ['error', { paths: [{ name: '@perpstream/testing', message: 'for specs alone' }] }],
      ...noAmbient,
      'no-restricted-syntax': ['error', newDate, mintsApproval, subscribesOutsideOperator],
    },
  },
  {
    files: ['packages/risk/src/approve/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', newDate, subscribesOutsideOperator] },
  },
  {
    files: edges,
    rules: { 'no-restricted-globals': 'off', 'no-restricted-syntax': ['error', mintsApproval] },
  },
  {
    files: ['**/*.spec.ts', 'packages/testing/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  {
    files: ['packages/*/package.json'],
    languageOptions: { parser: jsonc },
    plugins: { '@nx': nx },
    rules: {
      '@nx/dependency-checks': [
        'error',
        { ignoredFiles: ['{projectRoot}/**/*.spec.ts', '{projectRoot}/fixtures/**', '{projectRoot}/jest.config.cjs'] },
      ],
    },
  },
  prettier,
];
