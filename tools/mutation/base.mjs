/** Names of the folders of the risk layer that can be mutated, and whose specs have to notice. */
const SPECS_OF = {
  margin: ['margin', 'liquidation'],
  liquidation: ['margin', 'liquidation'],
  limits: ['limits', 'approve'],
};

/**
 * How one folder of the risk layer is broken on purpose, one small change at a time, with its specs run against each change that
 * they reach. What nobody notices is a hole in the tests; below the `break` threshold the run fails.
 *
 * @param {keyof typeof SPECS_OF} folder
 * @returns {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export function mutationOf(folder) {
  return {
    testRunner: 'jest',
    coverageAnalysis: 'perTest',
    jest: {
      configFile: 'packages/risk/jest.config.cjs',
      // One file with all specs of the folders: a file of tests is loaded anew, with all that it imports, for every change.
      config: { testMatch: ['<rootDir>/mutation/all-specs.cjs'], globals: { SPEC_FOLDERS: SPECS_OF[folder] } },
      enableFindRelatedTests: false,
    },
    mutate: [`packages/risk/src/${folder}/**/*.ts`, '!packages/risk/src/**/*.spec.ts'],
    // Only what the specs of risk read; the other packages come in through node_modules.
    ignorePatterns: [
      '**',
      '!/package.json',
      '!/jest.preset.js',
      '!/tsconfig*.json',
      '!/tools/jest.*.cjs',
      '!/packages/risk/**',
    ],
    tempDirName: `tmp/mutation-${folder}`,
    reporters: ['clear-text', 'progress-append-only', 'json'],
    jsonReporter: { fileName: `tmp/mutation-${folder}.json` },
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, allowEmojis: false },
    thresholds: { high: 95, low: 90, break: 85 },
  };
}
