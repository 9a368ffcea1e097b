module.exports = { displayName: 'verification', preset: '../../jest.preset.cjs' };
