const preset = require('../jest.preset.cjs');

/** End-to-end tests on the built command, with real tools and a real engine; slow, one after the other. */
module.exports = {
  ...preset,
  displayName: 'e2e',
  rootDir: '..',
  testMatch: ['<rootDir>/e2e/**/*.e2e.ts', '<rootDir>/libs/*/src/**/*.e2e.ts'],
  testTimeout: 1_200_000,
  maxWorkers: 1,
  reporters: ['default', '<rootDir>/setup/count-reporter.cjs'],
};
