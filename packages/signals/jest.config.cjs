const preset = require('../../jest.preset.js');

// Published as ES modules alone; it is the oracle of the specs of the formulas.
const oracle = '/node_modules/trading-signals/';

module.exports = {
  ...preset,
  displayName: 'signals',
  transform: {
    ...preset.transform,
    [`${oracle}.+\\.js$`]: [
      'ts-jest',
      {
        tsconfig: { allowJs: true, target: 'es2022', module: 'commonjs', ignoreDeprecations: '6.0' },
        diagnostics: false,
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!trading-signals/)`],
};
