import { generatedFilesPath, readGeneratedFiles } from '@devops-orchestrator/task-files';
import { generatedFrom, instructed, runScenario, writes } from './testing/task-scenario.js';

const good = writes('ci/pipeline.txt', 'stages: build\n');
const bad = writes('ci/pipeline.txt', 'stages: none\n');

describe('carryOutTask', () => {
  it('has an instruction carried out by the model, proves it, and commits what was written', async () => {
    const { result, files, git, agent } = await runScenario(instructed(), { conversations: [good] });
    expect(result).toMatchObject({
      status: 'done',
      files: [{ path: 'ci/pipeline.txt', change: 'created' }],
      criteria: [{ met: true, verdict: 'passed' }],
      modelWork: { conversations: 1, models: ['scripted'], usage: { turns: 1 } },
    });
    expect(git.commits[0]?.paths).toContain('ci/pipeline.txt');
    expect(agent.conversations[0]).toMatchObject({
      role: 'devops-docker-senior-engineer',
      results: ['ci/pipeline.txt: created'],
    });
    const entry = readGeneratedFiles(files[generatedFilesPath('pipeline')]).files.get('ci/pipeline.txt');
    expect(entry).toEqual({ base: 'stages: build\n' });
  });

  it('F55: ticks nothing because the model claims that it is done', async () => {
    const claims = { outcome: { text: 'All checks pass, everything is verified.' } };
    const { result, git } = await runScenario(instructed(), { conversations: [claims, claims, claims] });
    expect(result).toMatchObject({ status: 'failed', criteria: [{ met: false }] });
    expect(git.commits).toEqual([]);
    expect(result.issues.join('\n')).toContain('Tried by the model, 1: All checks pass');
  });

  it('gives what failed to the model, and ends when it is repaired in the second round', async () => {
    const { result, agent } = await runScenario(instructed(), { conversations: [bad, bad, good] });
    expect(result.status).toBe('done');
    expect(agent.conversations.map(({ prompt }) => prompt.includes('no build in ci/pipeline.txt'))).toEqual([
      false,
      true,
      true,
    ]);
    expect(agent.conversations[2]?.prompt).toContain('What was tried before');
    expect(result.modelWork?.conversations).toBe(3);
  });

  it('fails a task that two repairs do not mend, and leaves its files uncommitted', async () => {
    const { result, files, git } = await runScenario(instructed(), { conversations: [bad, bad, bad] });
    expect(result).toMatchObject({ status: 'failed', checks: [{ id: 'has-build', verdict: 'failed' }] });
    expect(result.issues.filter((issue) => issue.startsWith('Tried'))).toHaveLength(3);
    expect(git.commits).toEqual([]);
    expect(files['ci/pipeline.txt']).toBe('stages: none\n');
  });

  const written = instructed({
    steps: [{ kind: 'file', path: 'ci/pipeline.txt', language: 'text', content: 'stages: none\n', executable: false }],
  });

  it('repairs a file of the task itself; the plan stays what it is compared with', async () => {
    const { result, files, git } = await runScenario(written, { conversations: [good] });
    expect(result).toMatchObject({ status: 'done', files: [{ path: 'ci/pipeline.txt', change: 'created' }] });
    expect(files['ci/pipeline.txt']).toBe('stages: build\n');
    expect(git.commits[0]?.paths).toContain('ci/pipeline.txt');
    const entry = readGeneratedFiles(files[generatedFilesPath('pipeline')]).files.get('ci/pipeline.txt');
    expect(entry).toEqual({ base: 'stages: none\n' });
  });

  it('asks no model a second time for what is proved', async () => {
    const first = await runScenario(written, { conversations: [good] });
    const again = await runScenario(written, { files: first.files, conversations: [] });
    expect(again.result).toMatchObject({ status: 'done', files: [{ change: 'unchanged' }] });
    const instruction = await runScenario(instructed(), { conversations: [good] });
    const second = await runScenario(instructed(), { files: instruction.files, conversations: [] });
    expect(second.result).toMatchObject({ status: 'done', issues: [] });
    expect(second.agent.conversations).toEqual([]);
  });

  it('asks no model about a check that only a missing tool fails', async () => {
    const check = {
      id: 'has-build',
      tier: 'tools' as const,
      command: 'hadolint a',
      requires: ['hadolint'],
      timeoutSeconds: 5,
    };
    const { result } = await runScenario(instructed({ steps: [], checks: [check] }), { verify: 'tools' });
    expect(result).toMatchObject({ status: 'failed', checks: [{ reason: 'hadolint is not installed' }] });
  });

  it('lets the verifiers judge what the model wrote, whatever its own checks say', async () => {
    const broken = writes('ci/Dockerfile', 'FROM\n');
    const task = instructed({
      checks: [{ id: 'has-build', tier: 'tools', command: 'true', requires: [], timeoutSeconds: 5 }],
    });
    const { result } = await runScenario(task, { conversations: [broken, { calls: [] }, { calls: [] }] });
    expect(result.status).toBe('failed');
    expect(result.checks[1]).toMatchObject({ id: 'verifiers-on-what-the-model-wrote', verdict: 'failed' });
  });

  it('fails a task whose model declined, when nothing proves it', async () => {
    const task = instructed({ checks: [], criteria: [] });
    const { result } = await runScenario(task, { conversations: [{ outcome: { type: 'refused' } }] });
    expect(result).toMatchObject({ status: 'failed', issues: [expect.stringContaining('It ended early (refused)')] });
  });

  it('ends the run when a budget is reached, with nothing ticked', async () => {
    const exhausted = { level: 'task', dimension: 'turns' as const, limit: 1, spent: 1 };
    const stopped = runScenario(instructed(), {
      conversations: [{ outcome: { type: 'budget', exhausted, waitingCalls: [] } }],
    });
    await expect(stopped).rejects.toMatchObject({ code: 'budget-exhausted', exitCode: 5, exhausted });
  });

  it('sends the facts, the task and its files, and no more of the repository', async () => {
    const task = instructed();
    const { agent } = await runScenario(task, {
      conversations: [good],
      files: { ...generatedFrom('Add a pipeline', task), 'src/secret-sauce.txt': 'nothing of the task' },
    });
    const [{ system = [], prompt = '' } = {}] = agent.conversations;
    expect(system[1]).toContain('component api port = 3000');
    expect(prompt).toContain('Write ci/pipeline.txt');
    expect(prompt).toContain('grep build ci/pipeline.txt');
    expect(system.join() + prompt).not.toContain('nothing of the task');
  });

  it('is as before without an agent', async () => {
    const { result, agent } = await runScenario(instructed(), { withoutAgent: true });
    expect(result.issues).toEqual(['1 instruction step(s) need the Claude engine and were not carried out.']);
    expect(agent.conversations).toEqual([]);
  });
});
