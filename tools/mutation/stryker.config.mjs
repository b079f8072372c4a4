/**
 * Breaks the margin maths and the limits on purpose, one small change at a time, and runs the specs that reach the changed
 * line against each: what nobody notices is a hole in the tests. Ends with an error below the `break` threshold.
 *
 *   npm run mutation                                              all of it, some twenty minutes on two cores
 *   npm run mutation -- --mutate 'packages/risk/src/margin/*.ts'  one folder
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  testRunner: 'jest',
  coverageAnalysis: 'perTest',
  jest: { configFile: 'packages/risk/jest.config.cjs', enableFindRelatedTests: true },
  mutate: [
    'packages/risk/src/{margin,limits,liquidation}/**/*.ts',
    '!packages/risk/src/**/*.spec.ts',
  ],
  // Only what the specs of risk read; the other packages come in through node_modules.
  ignorePatterns: [
    '**',
    '!/package.json',
    '!/jest.preset.js',
    '!/tsconfig*.json',
    '!/tools/jest.setup.cjs',
    '!/packages/risk/**',
  ],
  tempDirName: 'tmp/mutation',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: 'tmp/mutation-report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, allowEmojis: false },
  thresholds: { high: 95, low: 90, break: 85 },
};
