/**
 * Ends the run with one plain line, "Tests: N passed, N failed, N skipped", that any CI can read; before it, when something has
 * failed, with the seed of all that was random.
 */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    // A file that did not even load has no tests to count, but it is a failure.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    if (failed > 0) console.log(`Seed: TEST_SEED=${process.env.TEST_SEED} repeats what was random.`);
    console.log(
      `Tests: ${results.numPassedTests} passed, ${failed} failed, ${results.numPendingTests} skipped`,
    );
  }
}
