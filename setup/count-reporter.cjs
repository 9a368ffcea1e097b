'use strict';
const { appendFileSync } = require('node:fs');

/** Jest reporter: adds a run's counts to the file that TEST_COUNTS names, one `passed failed skipped` line a run. */
module.exports = class CountReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
    const file = process.env.TEST_COUNTS;
    if (file === undefined) return;
    appendFileSync(file, `${numPassedTests} ${numFailedTests} ${numPendingTests + numTodoTests}\n`);
  }
};
