const preset = require('../../jest.preset.js');

module.exports = {
  ...preset,
  displayName: 'bot',
  // The entry reads its own place as a module, which these tests are not; bot-e2e runs it.
  collectCoverageFrom: [...preset.collectCoverageFrom, '!<rootDir>/src/main.ts'],
};
