import { capabilities } from '@devops-orchestrator/capabilities';
import { judgeCommand } from '@devops-orchestrator/command-policy';
import { planRequest } from '@devops-orchestrator/phase-pm';
import { analyzeRepository } from '@devops-orchestrator/repo-analysis';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { read, trackedFiles } from './repository.js';

const examples = [
  ...new Set(trackedFiles.flatMap((path) => /^examples\/([^/]+)\/request\.txt$/.exec(path)?.[1] ?? [])),
];
/** Names every capability, so that each of them gives its checks. */
const everything = `Set up ${capabilities.map(({ title }) => title.toLowerCase()).join(', ')}`;

function filesOf(example: string): Record<string, string> {
  const prefix = `examples/${example}/repository/`;
  const paths = trackedFiles.filter((path) => path.startsWith(prefix));
  return Object.fromEntries(paths.map((path) => [path.slice(prefix.length), read(path)]));
}

/** Every command that the plan of an example would run: checks and what cleans up behind them. */
function commandsOf(example: string, request: string): string[] {
  const files = inMemoryTree(filesOf(example));
  const analysis = analyzeRepository(files);
  const { tasks } = planRequest({ request, repositoryName: example, analysis, files });
  return tasks.flatMap(({ task }) => task.checks.flatMap(({ command, cleanup }) => [command, cleanup ?? ':']));
}

describe('the command policy', () => {
  it.each(examples)('lets through every command that is generated for examples/%s', async (example) => {
    for (const request of [read(`examples/${example}/request.txt`).trim(), everything]) {
      const commands = commandsOf(example, request);
      expect(commands.length).toBeGreaterThan(4);
      for (const command of new Set(commands)) {
        const verdict = await judgeCommand(command, { purpose: 'check' });
        expect({ command, verdict }).toEqual({ command, verdict: { allowed: true } });
      }
    }
  });
});
