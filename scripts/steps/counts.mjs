/** How many tests passed and failed, out of the reports that the test runners write. */

/** Of vitest's JSON report. A file that could not even be loaded counts as one failed test. */
export function vitestCounts(report, code) {
  const unloadable = report.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0);
  const failed = report.numFailedTests + unloadable.length;
  return settle(report.numPassedTests, failed, code);
}

/** Of Playwright's JSON report. Flaky is failed: it did not pass. Errors outside of tests count as one. */
export function playwrightCounts(report, code) {
  const { expected, unexpected, flaky } = report.stats;
  const failed = unexpected + flaky + (report.errors?.length ? 1 : 0);
  return settle(expected, failed, code);
}

/** A runner that says "failed" without a failed test (an unhandled rejection, no tests at all) has failed. */
function settle(passed, failed, code) {
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}
