import { verifyArguments } from './verify-command.js';

describe('verifyArguments', () => {
  it.each([
    ['devops-orchestrator verify Dockerfile', { advisory: false, paths: ['Dockerfile'] }],
    [
      "devops-orchestrator verify --advisory 'a b/Dockerfile' compose.yaml",
      { advisory: true, paths: ['a b/Dockerfile', 'compose.yaml'] },
    ],
    ['devops-orchestrator verify a \\\n  b', { advisory: false, paths: ['a', 'b'] }],
    ['devops-orchestrator verify a; rm b', undefined],
    ['devops-orchestrator verify a\nrm b', undefined],
    ['devops-orchestrator verify $(id)', undefined],
    ['devops-orchestrator run', undefined],
    ['hadolint Dockerfile', undefined],
  ])('reads %j', (command, expected) => {
    expect(verifyArguments(command)).toEqual(expected);
  });
});
