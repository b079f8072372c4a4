module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'bot',
  // What only the built command can show is tested in bot-e2e.
  collectCoverageFrom: ['<rootDir>/src/{compose,config/**,run/**,run-log/**}.ts', '!<rootDir>/src/**/*.spec.ts'],
};
