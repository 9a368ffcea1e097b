import { ScriptedCommands } from '@devops-orchestrator/test-kit';
import { machineCapabilities } from './machine-capabilities.js';

describe('machineCapabilities', () => {
  it('tells versions, and why what is there does not work', async () => {
    const commands = new ScriptedCommands([
      { program: 'docker', arguments: 'compose version', result: { stdout: '2.26.1\n' } },
      { program: 'docker', arguments: 'buildx', result: { timedOut: true } },
      {
        program: 'docker',
        arguments: 'version',
        result: { exitCode: 1, stderr: 'Cannot connect to the Docker daemon\n' },
      },
      { program: 'promtool', result: { stderr: 'promtool, version 3.1\n' } },
    ]);
    const found = new Map((await machineCapabilities(commands)).map((each) => [each.name, each]));
    expect(found.get('compose')).toMatchObject({ available: true, version: '2.26.1' });
    expect(found.get('docker')).toMatchObject({ available: false, reason: 'Cannot connect to the Docker daemon' });
    expect(found.get('buildx')).toMatchObject({ available: false, reason: 'it does not answer within ten seconds' });
    expect(found.get('promtool')).toMatchObject({ available: true, version: 'promtool, version 3.1' });
    expect(found.get('hadolint')).toMatchObject({ available: false, reason: 'hadolint is not on the PATH' });
    expect([...found.values()].every(({ proves }) => proves !== '')).toBe(true);
  });
});
