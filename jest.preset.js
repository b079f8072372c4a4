module.exports = {
  testEnvironment: 'node',
  // A bound on hanging, not on speed: machines are slow at times.
  testTimeout: 60_000,
  globalSetup: __dirname + '/tools/jest.temporary-files.cjs',
  globalTeardown: __dirname + '/tools/jest.remove-temporary-files.cjs',
  setupFiles: [__dirname + '/tools/jest.setup.cjs'],
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  testEnvironmentOptions: { customExportConditions: ['@perpstream/source', 'node', 'node-addons'] },
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: __dirname + '/tsconfig.jest.json' }] },
  // v8 would count files that hold types alone as not covered.
  coverageProvider: 'babel',
  coverageDirectory: '<rootDir>/coverage',
  coverageReporters: ['text-summary', 'json-summary'],
  collectCoverageFrom: ['<rootDir>/src/**/*.ts', '!<rootDir>/src/**/*.spec.ts', '!<rootDir>/src/index.ts'],
  coverageThreshold: { global: { statements: 90 } },
};
