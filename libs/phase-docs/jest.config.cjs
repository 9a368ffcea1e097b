module.exports = { displayName: 'phase-docs', preset: '../../jest.preset.cjs' };
