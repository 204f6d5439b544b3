/** Ends the run with one plain line, "Tests: N passed, N failed, N skipped", that any CI can read. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    // A file that did not even load has no tests to count, but it is a failure.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    console.log(
      `Tests: ${results.numPassedTests} passed, ${failed} failed, ${results.numPendingTests} skipped`,
    );
  }
}
