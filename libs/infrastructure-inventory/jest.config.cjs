module.exports = { displayName: 'infrastructure-inventory', preset: '../../jest.preset.cjs' };
