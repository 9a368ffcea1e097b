const preset = require('../jest.preset.cjs');

/** Rules of the repository itself: layers, documents, lock file, examples. */
module.exports = { ...preset, displayName: 'checks', testMatch: ['<rootDir>/*.spec.ts'] };
