module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'bot-e2e',
  testTimeout: 120_000,
  // The command under test runs in processes of its own, which mostly wait for the clock.
  maxWorkers: 3,
  collectCoverage: false,
  coverageThreshold: undefined,
};
