/** @typedef {{ passed: number, failed: number, skipped: number, names: string[] }} Counts failed tests by name */

/**
 * @param {any} report what Vitest's JSON reporter wrote
 * @returns {Counts}
 */
export function vitestCounts(report) {
  // A file that cannot be loaded holds no test, and must not pass for that reason.
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = report.testResults.flatMap((file) =>
    file.assertionResults.filter((test) => test.status === 'failed').map((test) => `${file.name}: ${test.fullName}`),
  );
  return {
    passed: report.numPassedTests,
    failed: failed.length + broken.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    names: [...failed, ...broken.map((file) => `${file.name}: ${firstLine(file.message)}`)],
  };
}

/**
 * @param {any} report what Playwright's JSON reporter wrote
 * @returns {Counts}
 */
export function playwrightCounts(report) {
  const specs = report.suites.flatMap(specsOf);
  const failed = specs.filter((spec) => !spec.ok).map((spec) => `${spec.file}: ${spec.title}`);
  const errors = (report.errors ?? []).map((error) => `playwright: ${firstLine(error.message ?? String(error))}`);
  return {
    passed: report.stats.expected + report.stats.flaky,
    failed: report.stats.unexpected + errors.length,
    skipped: report.stats.skipped,
    names: [...failed, ...errors],
  };
}

function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}

const firstLine = (text) =>
  String(text ?? '')
    .trim()
    .split('\n')[0];
