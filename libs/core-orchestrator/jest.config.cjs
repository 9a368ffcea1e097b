module.exports = { displayName: 'core-orchestrator', preset: '../../jest.preset.cjs' };
