module.exports = { displayName: 'templates', preset: '../../jest.preset.cjs' };
