module.exports = { displayName: 'durable-runs', preset: '../../jest.preset.cjs' };
