module.exports = { displayName: 'task-files', preset: '../../jest.preset.cjs' };
