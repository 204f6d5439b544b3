import NativeEnvironment from '../support/native/environment.js';

/** Which mutant is active is told by a global of the test file; what Node has loaded looks at its own. */
export default class MutantEnvironment extends NativeEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.defineProperty(this.global, '__stryker__', {
      get: () => globalThis.__stryker__,
      set(told) {
        globalThis.__stryker__ = told;
      },
    });
  }
}
