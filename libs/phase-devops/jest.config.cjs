module.exports = { displayName: 'phase-devops', preset: '../../jest.preset.cjs' };
