module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'bot-e2e',
  testTimeout: 120_000,
  // The command under test runs in processes of its own.
  collectCoverage: false,
  coverageThreshold: undefined,
};
