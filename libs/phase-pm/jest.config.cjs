module.exports = { displayName: 'phase-pm', preset: '../../jest.preset.cjs' };
