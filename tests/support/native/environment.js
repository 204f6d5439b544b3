import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/** Where `jest.setTimeout` notes a file's limit, and Jest's runner looks for it. */
const LIMIT = Symbol.for('TEST_TIMEOUT_SYMBOL');

/**
 * The surroundings of a test file: Node itself, where Jest's own environment is a context with copies of its
 * globals, into which every test file would load the whole program anew (see runner.js).
 */
export default class NativeEnvironment {
  /** Jest's: it replaces `console` and `process.exit` here for each file, which must not pile up on Node's own. */
  global = Object.create(globalThis, {
    process: { value: Object.create(process), writable: true },
    [LIMIT]: {
      set(milliseconds) {
        globalThis[LIMIT] = milliseconds;
      },
    },
  });
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimersModern;

  constructor({ projectConfig }) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {}

  async teardown() {
    delete globalThis[LIMIT]; // the next file has its own
    this.fakeTimersModern.dispose();
  }

  getVmContext() {
    return null;
  }
}
