import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deploymentScriptsCapability } from './deployment-scripts/deployment-scripts.capability.js';
import { pipelineCases } from './github-actions/pipeline-cases.js';
import { validationCapability } from './validation/validation.capability.js';

const names = Object.keys(pipelineCases);

describe.each([
  ['deployment scripts', deploymentScriptsCapability],
  ['infrastructure tests', validationCapability],
] as const)('the generated %s', (_name, capability) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "it's a project "));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function writeScripts(name: string): { scripts: string[]; checks: string[] } {
    const input = pipelineCases[name];
    if (input === undefined) throw new Error(name);
    const [contribution] = capability.contribute(input);
    const steps = contribution?.steps.flatMap((step) => (step.kind === 'file' ? [step] : [])) ?? [];
    const commands =
      contribution?.checks.flatMap(({ tier, command, cleanup }) => (tier === 'live' ? [command, cleanup ?? ''] : [])) ??
      [];
    const checks = commands.map((text, index) => ({
      path: `check-${String(index)}.sh`,
      content: `#!/usr/bin/env bash\nset -euo pipefail\n${text}\n`,
    }));
    for (const { path, content } of [...steps, ...checks]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
      chmodSync(join(folder, path), 0o755);
    }
    return { scripts: steps.map(({ path }) => path), checks: checks.map(({ path }) => path) };
  }

  const run = (command: string, args: readonly string[]) => spawnSync(command, args, { cwd: folder, encoding: 'utf8' });

  it.each(names)('are read by bash for "%s"', (name) => {
    const { scripts, checks } = writeScripts(name);
    for (const path of [...scripts, ...checks]) expect(run('bash', ['-n', path]).stderr).toBe('');
  });

  it.each(names)('say how they are used for "%s"', (name) => {
    for (const path of writeScripts(name).scripts) {
      const result = run(join(folder, path), ['--help']);
      expect(result.stdout).toContain(`Usage: ${path}`);
    }
  });

  it.each(['example', 'node', 'python', 'workspace', 'plain', 'hostile'])(
    'are clean under shellcheck for "%s"',
    (name) => {
      const { scripts, checks } = writeScripts(name);
      expect(run('shellcheck', ['--severity=style', ...scripts]).stdout).toBe('');
      // SC2016: variables in single quotes are the container's.
      if (checks.length > 0) expect(run('shellcheck', ['--exclude=SC2016', ...checks]).stdout).toBe('');
    },
  );

  if (capability === deploymentScriptsCapability) {
    it('refuse a tag that is none, before anything else', () => {
      writeScripts('example');
      const result = run(join(folder, 'scripts/deploy.sh'), ['a b']);
      expect(result.stderr).toBe("error: 'a b' is not an image tag\n");
    });
  }
});
