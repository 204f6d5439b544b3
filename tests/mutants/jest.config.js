import { join } from 'node:path';
import usual from '../../jest.config.js';
import { areas } from './areas.mjs';

/** The tests of one area, as they run in `npm test`, on the Postgres that the run has started. */
export default {
  ...usual,
  rootDir: '../..',
  testMatch: areas[process.env.MUTATED_AREA].tests.map((path) => `<rootDir>/${path}`),
  testEnvironment: join(import.meta.dirname, 'environment.js') /* Stryker loads it itself */,
  testRunner: '<rootDir>/tests/mutants/jest-circus.js',
  globalSetup: undefined,
  globalTeardown: undefined,
  reporters: [],
};
