import { spawnSync } from 'node:child_process';
import { planRequest } from '@devops-orchestrator/phase-pm';
import { analyzeRepository } from '@devops-orchestrator/repo-analysis';
import { parseTask, renderTask } from '@devops-orchestrator/task-files';
import { hostileNames, inMemoryTree } from '@devops-orchestrator/test-kit';
import { verifyFiles } from '@devops-orchestrator/verification';
import { parse } from 'yaml';

/** Names that a scan lists; those with control or invisible characters are left out and noted. */
const names = hostileNames.filter((name) => !/[\n\u202e]/.test(name) && name !== '-rf' && name !== '--help');
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

function filesFor(name: string): Record<string, string> {
  const manifest = { name, version: '1.0.0', scripts: { start: 'node server.js' } };
  const server = 'const http = require("node:http");\nhttp.createServer().listen(process.env.PORT || 3000);\n';
  return {
    [`${name}/package.json`]: JSON.stringify({ ...manifest, dependencies: { pg: '^8.0.0' } }),
    [`${name}/server.js`]: server,
    [`${name}/lib/${name}.js`]: server,
    'api/requirements.txt': 'streamlit==1.40.0\nredis==5.0.0\n',
    [`api/pages/${name}.py`]: 'import streamlit\n',
    'api/app.py': 'import streamlit\n',
  };
}

function generate(files: Readonly<Record<string, string>>, repositoryName: string): Record<string, string> {
  const tree = inMemoryTree(files);
  const request = 'Make this production-ready';
  const { tasks } = planRequest({ request, repositoryName, analysis: analyzeRepository(tree), files: tree });
  const written: Record<string, string> = {};
  for (const { task } of tasks) {
    for (const step of parseTask('01-a.md', renderTask(task)).steps)
      if (step.kind === 'file') written[step.path] = step.content;
  }
  return written;
}

describe('names of people', () => {
  it.each(names)(
    'F38: %j is quoted for every language it enters',
    async (name) => {
      const files = filesFor(name);
      const written = generate(files, name);
      const { findings } = await verifyFiles(inMemoryTree({ ...files, ...written }), Object.keys(written));
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      const compose = parse(written['compose.yaml'] ?? '') as {
        services: Record<string, { build?: { context: string } }>;
      };
      const contexts = Object.values(compose.services).flatMap(({ build }) => build?.context ?? []);
      expect(contexts).toContain(`./${name.replaceAll('$', '$$$$')}`);
      for (const [path, text] of Object.entries(written).filter(([path]) => path.endsWith('.sh')))
        expect({ path, ...spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' }) }).toMatchObject({
          path,
          status: 0,
          stderr: '',
        });
    },
    30_000,
  );

  it.each([...names, 'my app!', '-rf', '../x', '', '@scope/ÄÖ', 'x'.repeat(300)])(
    'F39: %j becomes one label, the same everywhere',
    (name) => {
      const written = generate(
        {
          'package.json': JSON.stringify({ name, scripts: { start: 'node server.js' } }),
          'server.js': 'require("http").createServer().listen(3000)\n',
        },
        name,
      );
      const compose = parse(written['compose.yaml'] ?? '') as { name: string; services: Record<string, unknown> };
      expect([compose.name, ...Object.keys(compose.services)].filter((text) => !label.test(text))).toEqual([]);
      const service = Object.keys(compose.services)[0] ?? '';
      expect(written['monitoring/prometheus/prometheus.yml']).toContain(service);
      expect(written['compose.production.yaml']).toMatch(new RegExp(`^  "?${service}"?:$`, 'm'));
    },
  );
});
