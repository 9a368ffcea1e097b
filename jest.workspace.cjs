/** All unit tests: two processes, each of which is begun anew when the modules of its suites have filled its memory. */
module.exports = {
  projects: ['<rootDir>/libs/*', '<rootDir>/apps/cli', '<rootDir>/checks'],
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
  reporters: ['default', '<rootDir>/setup/count-reporter.cjs'],
};
