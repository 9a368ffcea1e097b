module.exports = { displayName: 'capabilities', preset: '../../jest.preset.cjs' };
