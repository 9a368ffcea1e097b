/** All unit tests in one process. */
module.exports = {
  projects: ['<rootDir>/libs/*', '<rootDir>/apps/cli', '<rootDir>/checks'],
  reporters: ['default', '<rootDir>/setup/count-reporter.cjs'],
};
