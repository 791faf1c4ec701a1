/** A jest reporter that ends with the totals on a line of their own, for whoever reads the output by machine. */
module.exports = class Totals {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
    console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`);
  }
};
