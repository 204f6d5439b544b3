export default {
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  // Nothing is compiled here: `npm test` has built the tests, and Node loads them (see the runner).
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: '<rootDir>/tests/support/native/environment.js',
  testRunner: '<rootDir>/tests/support/native/runner.js',
  globalSetup: '<rootDir>/tests/support/global-setup.js',
  globalTeardown: '<rootDir>/tests/support/global-teardown.js',
  reporters: ['default', '<rootDir>/tests/support/closing-line.js'],
  maxWorkers: 2,
  testTimeout: 60_000,
};
