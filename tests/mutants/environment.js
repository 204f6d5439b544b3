import NativeEnvironment from '../support/native/environment.js';

/** What instrumented code looks at, and where it notes what was run. */
globalThis.__stryker__ ??= {};
export const watched = globalThis.__stryker__;

/** Notes what a file's tests and their hooks run, apart from what loading does; after a failure nothing more of it is run. */
export default class MutantEnvironment extends NativeEnvironment {
  failed = false;

  constructor(config, context) {
    super(config, context);
    this.file = context.testPath;
  }

  handleTestEvent({ name, test, describeBlock }, { unhandledErrors }) {
    if (name === 'run_start') watched.currentTestId = this.file;
    if (name === 'run_finish') watched.currentTestId = undefined;
    if (name === 'test_fn_failure' || name === 'hook_failure' || unhandledErrors.length > 0)
      this.failed = true;
    if (!this.failed) return;
    if (name === 'test_start') test.mode = 'skip';
    if (name === 'run_describe_start') describeBlock.mode = 'skip';
  }
}
