import { join } from 'node:path';
import usual from '../../jest.config.js';

/** Test files as they run in `npm test`, on the Postgres that the run of mutants has started. */
export default {
  ...usual,
  rootDir: join(import.meta.dirname, '../..'),
  testEnvironment: join(import.meta.dirname, 'environment.js'),
  globalSetup: undefined,
  globalTeardown: undefined,
  reporters: [],
};
