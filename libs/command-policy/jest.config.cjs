module.exports = { displayName: 'command-policy', preset: '../../jest.preset.cjs' };
