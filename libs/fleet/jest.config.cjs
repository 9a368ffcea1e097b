module.exports = { displayName: 'fleet', preset: '../../jest.preset.cjs' };
