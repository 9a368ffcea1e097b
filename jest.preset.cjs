module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/out-tsc/'],
  extensionsToTreatAsEsm: ['.ts'],
  // nodenext sources import './x.js'; the file on disk is './x.ts'
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      },
    ],
  },
  // resolve workspace packages to src/*.ts, so `test` needs no build
  testEnvironmentOptions: { customExportConditions: ['@devops-orchestrator/source', 'node', 'node-addons'] },
  coverageDirectory: '<rootDir>/coverage',
};
