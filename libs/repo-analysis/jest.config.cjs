module.exports = { displayName: 'repo-analysis', preset: '../../jest.preset.cjs' };
