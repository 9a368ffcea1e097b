import DOMPurify from 'dompurify';
import GithubSlugger from 'github-slugger';
import { toString } from 'mdast-util-to-string';
import { InMemoryGit, InMemoryWorkspace, recordingContext } from '@devops-orchestrator/test-kit';
import type { CheckResult, TaskResult } from '@devops-orchestrator/contracts';
import { DocsInput, DocsOutput } from './contract.js';
import { docsPhase } from './docs.phase.js';
import { allNodes, parseMarkdown } from './markdown-tree.js';

type Files = Record<string, string>;

const full: Files = {
  'README.md': '# Shop\r\n\r\nOur shop.\r\n',
  '.github/CODEOWNERS': '* @shop/core\n/infra ops@example.com # on call\n',
  '.env.example': '# Port.\nAPI_PORT=8080\nPOSTGRES_PASSWORD=change-me-canary\n',
  'api/Dockerfile':
    'FROM node:24-trixie-slim\nUSER node\nEXPOSE 3000\nHEALTHCHECK CMD ["node","-e","fetch(\'http://localhost:3000/health\')"]\nCMD ["node","server.js"]\n',
  'compose.yaml': `services:
  api:
    build: ./api
    ports: ["127.0.0.1:\${API_PORT:-8080}:3000"]
    environment: { DATABASE_URL: "postgres://shop:\${POSTGRES_PASSWORD:?set it}@postgres:5432/shop" }
    depends_on: { postgres: { condition: service_healthy } }
    networks: [back]
  postgres:
    image: postgres:17
    environment: { POSTGRES_PASSWORD: "\${POSTGRES_PASSWORD:?set it}" }
    healthcheck: { test: [CMD-SHELL, pg_isready] }
    volumes: [data:/var/lib/postgresql/data]
    networks: [back]
networks: { back: {} }
volumes: { data: {} }
`,
  'compose.production.yaml':
    'services:\n  api:\n    image: ${IMAGE_REGISTRY:-}shop:${IMAGE_TAG:?set it}\n    ports: ["8080:3000"]\n  worker:\n    image: shop-worker:${IMAGE_TAG:?set it}\n',
  'compose.monitoring.yaml':
    'services:\n  prometheus:\n    image: prom/prometheus:v3\n    ports: ["127.0.0.1:9090:9090"]\n    volumes: ["./monitoring/prometheus/prometheus.yml:/etc/prometheus/prometheus.yml:ro"]\n',
  '.github/workflows/ci.yml':
    'name: CI\non: [push]\njobs:\n  test: { runs-on: x, steps: [{ run: npm test }] }\n  ship: { needs: test, steps: [{ run: "echo ${{ secrets.DEPLOY_TOKEN }}" }] }\n',
  'monitoring/prometheus/prometheus.yml':
    'scrape_configs:\n  - job_name: api\n    static_configs: [{ targets: ["api:3000"] }]\n',
  'monitoring/prometheus/rules/api.yml':
    'groups:\n  - name: api\n    rules:\n      - alert: ApiDown\n        expr: up{job="api"} == 0\n        for: 2m\n        labels: { severity: critical }\n        annotations: { summary: "{{ $labels.job }} is down" }\n',
  'monitoring/prometheus/tests/api.yml': 'tests:\n  - alert_rule_test: [{ alertname: ApiDown }]\n',
  'monitoring/alertmanager/alertmanager.yml': 'route: { receiver: team }\nreceivers: [{ name: team }]\n',
  'monitoring/grafana/dashboards/a.json': '{"title":"Overview","schemaVersion":39,"panels":[{"title":"Requests"}]}',
  'scripts/deploy.sh':
    '#!/usr/bin/env bash\n# Deploys one version.\nset -euo pipefail\nusage() {\n  cat <<EOF\nUsage: scripts/deploy.sh [--dry-run] TAG\nEOF\n}\necho "${DEPLOY_HOST:?}"\n',
  'scripts/rollback.sh': '#!/usr/bin/env bash\n# Goes back to the version before.\n',
  'scripts/smoke-test.sh': '#!/usr/bin/env bash\n# Calls the application.\n',
  'scripts/backup.sh': '#!/usr/bin/env bash\n# Saves the database.\n',
  'scripts/restore.sh': '#!/usr/bin/env bash\n# Brings a backup back.\n',
  'scripts/create-env-file.sh': '#!/usr/bin/env bash\n# Makes .env.\n',
  'tests/infrastructure/compose.sh': '#!/usr/bin/env bash\n# Tests compose.\n',
};
const hostileName = 'a`b|c <img src=x> **x** "q" [l](http://e) \u202e\u001b[31m#1; %% end\nnew';
const repositories: Record<string, Files> = {
  full,
  'images only': { Dockerfile: 'FROM scratch\nEXPOSE 8080\n' },
  'CI only': { '.github/workflows/ci.yml': full['.github/workflows/ci.yml']! },
  'a static site': {
    Dockerfile: 'FROM nginxinc/nginx-unprivileged:1.30\nEXPOSE 8080\n',
    'nginx.conf': 'server { listen 8080; }\n',
  },
  "the user's own compose file": {
    'docker-compose.yml': 'services:\n  web: { image: nginx, ports: ["80:80"] }\n  db: { image: mysql }\n',
  },
  'a compose file with an unusual name': { 'deploy/compose.staging.yml': 'services:\n  web: { image: nginx }\n' },
  nothing: { 'main.c': 'int main() {}' },
  'broken files': { 'compose.yaml': 'services: [', Dockerfile: 'RUN x\n', '.github/workflows/x.yml': 'a: b' },
  'hostile names': {
    'compose.yaml': `services:\n  ${JSON.stringify(hostileName)}: { image: "x|y", ports: ["80:80"], depends_on: [${JSON.stringify(hostileName)}] }\n  "--rm": { image: x }\nnetworks:\n  ${JSON.stringify(hostileName)}: {}\nvolumes:\n  ${JSON.stringify(hostileName)}: {}\n`,
    '.github/workflows/x.yml': `name: ${JSON.stringify(hostileName)}\non: push\njobs:\n  ${JSON.stringify(hostileName)}: { steps: [{ name: ${JSON.stringify(hostileName)} }] }\n`,
    'monitoring/rules.yml': `groups:\n  - rules:\n    - alert: ${JSON.stringify(hostileName)}\n      expr: |\n        a\n        \`\`\`\n        # x\n      annotations: { summary: ${JSON.stringify(hostileName)} }\n`,
    'a b|c/Dockerfile': 'FROM `x`\nEXPOSE 1234\n',
    'scripts/a`b|<c>.sh': '#!/bin/sh\n# </details> ``` | $(x)\nusage="Usage: $0 X"\ncat <<E\nUsage: ```x\nE\n',
    '.env.example': '# a | `b` <c>\nX_Y=`|<b>\n',
    'package.json': `{"author": ${JSON.stringify(hostileName)}}`,
  },
};

function input(overrides: Partial<DocsInput> = {}): DocsInput {
  return DocsInput.parse({ schemaVersion: 1, feature: 'shop-delivery', taskResults: [], commit: true, ...overrides });
}

async function document(files: Files, overrides: Partial<DocsInput> = {}, git?: InMemoryGit) {
  const workspace = new InMemoryWorkspace(files);
  const context = recordingContext({ workspace, ...(git ? { git } : {}) });
  const output = DocsOutput.parse(await docsPhase.run(input(overrides), context));
  return { output, context, files: workspace.files };
}

function passedCheck(command: string, verdict: CheckResult['verdict'] = 'passed'): TaskResult {
  const check: CheckResult = {
    id: 'it-runs',
    tier: 'live',
    command,
    verdict,
    durationMs: 1,
    output: '',
    ...(verdict === 'passed' ? {} : { reason: 'no Docker engine answers' }),
  };
  return {
    file: '01-x.md',
    title: 'x',
    status: 'done',
    files: [],
    checks: [check],
    criteria: [],
    durationMs: 1,
    issues: [],
  };
}

const markdownOf = (files: Files) =>
  Object.entries(files).filter(([path]) => /^docs\/|README\.md$|DOCUMENTATION\.md$/.test(path));

describe.each(Object.entries(repositories))('docsPhase on %s', (_name, repository) => {
  it('writes the five documents, the README section and the report, in one commit', async () => {
    const { output, context, files } = await document(repository);
    expect(output.files.map(({ path }) => path)).toEqual([
      'docs/infrastructure/shop-delivery.md',
      'docs/runbooks/shop-delivery-runbook.md',
      'docs/operations/shop-delivery-ops-guide.md',
      'docs/guides/shop-delivery-dev-setup.md',
      'docs/reference/shop-delivery-reference.md',
      '.claude/tasks/shop-delivery/DOCUMENTATION.md',
      'README.md',
    ]);
    expect(context.git.commits.map(({ message, paths }) => ({ message, paths }))).toEqual([
      { message: 'docs(infra): document shop-delivery', paths: output.files.map(({ path }) => path) },
    ]);
    expect(Object.keys(files)).toEqual(expect.arrayContaining(output.files.map(({ path }) => path)));
  });

  it('changes nothing and commits nothing the second time', async () => {
    const first = await document(repository);
    const context = recordingContext({ workspace: first.context.workspace, git: first.context.git });
    const writes = first.context.workspace.writes.length;
    const second = await docsPhase.run(input(), context);
    expect(second.files.map(({ change }) => change)).toEqual(Array(7).fill('unchanged'));
    expect(first.context.workspace.writes).toHaveLength(writes);
    expect(first.context.git.commits).toHaveLength(1);
  });

  it('writes Mermaid diagrams that parse', async () => {
    Object.assign(DOMPurify, { addHook() {}, removeHook() {}, removeAllHooks() {}, sanitize: String });
    const { default: mermaid } = await import('mermaid');
    const { files } = await document(repository);
    for (const [, content] of markdownOf(files)) {
      for (const node of allNodes(parseMarkdown(content))) {
        if (node.type === 'code' && node.lang === 'mermaid') await mermaid.parse(node.value);
      }
    }
  });

  it('writes links and anchors that lead somewhere, no raw HTML, no leaks of the template', async () => {
    const { files } = await document(repository);
    for (const [path, content] of markdownOf(files)) {
      expect(content).not.toMatch(/\bundefined\b|\[object Object\]|NaN|\p{Cf}|(?=\p{Cc})[^\r\n]/u);
      expect(content).not.toMatch(/\n\n\n/);
      const nodes = allNodes(parseMarkdown(content));
      const raw = nodes.flatMap((node) =>
        node.type === 'html' && !node.value.startsWith('<!-- ') ? [node.value] : [],
      );
      expect(raw).toEqual([]);
      expect(
        nodes.filter(({ type }) => type === 'image' || type === 'linkReference' || type === 'imageReference'),
      ).toEqual([]);
      for (const node of nodes) if (node.type === 'link') expect(brokenLink(path, node.url, files)).toBeUndefined();
    }
  });

  it('writes the seed’s headings of the report, in order', async () => {
    const { files } = await document(repository);
    const report = files['.claude/tasks/shop-delivery/DOCUMENTATION.md'] ?? '';
    const headings = parseMarkdown(report).children.flatMap((node) =>
      node.type === 'heading' ? [toString(node)] : [],
    );
    expect(headings.filter((heading) => heading !== 'Notes')).toEqual([
      'Documentation Report: Shop delivery',
      'Documentation Created',
      'Infrastructure Documentation',
      'Runbook',
      'Operations Guide',
      'Developer Setup Guide',
      'Reference Documentation',
      'README Updates',
      'Documentation Quality Checklist',
    ]);
    expect(report.match(/^- \[[ x]\] /gm)).toHaveLength(7);
  });
});

function brokenLink(from: string, url: string, files: Files): string | undefined {
  const target = new URL(url, `file:///${from}`);
  const path = decodeURIComponent(target.pathname).slice(1);
  const content = files[path];
  if (content === undefined) return `${from}: ${url} does not exist`;
  if (target.hash === '') return undefined;
  const slugger = new GithubSlugger();
  const anchors = parseMarkdown(content).children.flatMap((node) =>
    node.type === 'heading' ? [slugger.slug(toString(node))] : [],
  );
  return anchors.includes(target.hash.slice(1)) ? undefined : `${from}: no heading for ${url}`;
}

describe('docsPhase: README', () => {
  it('keeps the text and the line ends of people, and replaces only its section', async () => {
    const { files } = await document(full);
    const readme = files['README.md'] ?? '';
    expect(
      readme.startsWith('# Shop\r\n\r\nOur shop.\r\n\r\n<!-- devops-orchestrator:shop-delivery:start -->\r\n'),
    ).toBe(true);
    expect(readme.replaceAll('\r\n', '')).not.toContain('\n');
    const edited = { ...files, 'README.md': `Before\r\n${readme.replace('Reference', 'Changed')}After` };
    const again = (await document(edited)).files['README.md'] ?? '';
    expect(again).toBe(`Before\r\n${readme}After`);
  });

  it.each([
    [
      'a start marker without an end',
      { 'README.md': 'x\n<!-- devops-orchestrator:shop-delivery:start -->\nmine\n' },
      /marker/,
      undefined,
    ],
    ['uncommitted changes', { 'README.md': 'mine\n' }, /uncommitted/, { changed: ['README.md'] }],
  ])('leaves one with %s alone and says so', async (_what, files, reason, state) => {
    const workspace = new InMemoryWorkspace(files);
    const git = new InMemoryGit(state ?? {}, workspace);
    const context = recordingContext({ workspace, git });
    const output = await docsPhase.run(input(), context);
    expect(output.files.at(-1)).toEqual({ path: 'README.md', change: 'kept' });
    expect(output.readmeChanges.join()).toMatch(reason);
    expect(workspace.files['README.md']).toBe(files['README.md']);
    expect(git.commits[0]?.paths).not.toContain('README.md');
  });

  it('uses the spelling of the README that is there', async () => {
    const { output } = await document({ 'readme.md': 'x' });
    expect(output.files.at(-1)).toEqual({ path: 'readme.md', change: 'modified' });
  });
});

describe('docsPhase: documents of people', () => {
  const path = 'docs/runbooks/shop-delivery-runbook.md';

  it('keeps one that it did not write, and claims nothing about it', async () => {
    const { output, files } = await document({ ...full, [path]: '# Ours\n' });
    expect(files[path]).toBe('# Ours\n');
    expect(output.files.find((file) => file.path === path)?.change).toBe('kept');
    expect(
      output.checklist.filter(({ evidence }) => evidence.includes('written by people')).map(({ met }) => met),
    ).toEqual([false, false, false, false]);
  });

  it('keeps one that was edited, and replaces one that was not', async () => {
    const { files } = await document({ Dockerfile: 'FROM a\n' });
    const edited = { ...files, [path]: `${files[path]}\nA note.\n`, Dockerfile: 'FROM b\n' };
    const { output } = await document(edited);
    expect(output.files.map(({ change }) => change)).toEqual([
      'modified',
      'kept',
      'unchanged',
      'unchanged',
      'unchanged',
      'modified',
      'unchanged',
    ]);
  });

  it('treats one with Windows line ends as unmodified', async () => {
    const { files } = await document({ Dockerfile: 'FROM a\n' });
    const { output } = await document({ ...files, [path]: (files[path] ?? '').replaceAll('\n', '\r\n') });
    expect(output.files.find((file) => file.path === path)?.change).toBe('unchanged');
  });
});

describe('docsPhase: evidence', () => {
  const verdictOf = async (command: string, check: TaskResult) => {
    const { output } = await document(full, { taskResults: [check] });
    return output.commands.find((entry) => entry.command === command);
  };

  it.each([
    [
      'the same command line',
      'docker compose up --detach --build --wait',
      'set -x\ndocker compose up --detach --build --wait\ncurl x',
      'passed',
      'check it-runs',
    ],
    [
      'the script with other arguments',
      'scripts/smoke-test.sh',
      './scripts/smoke-test.sh --url http://localhost:3000',
      'passed',
      'check it-runs',
    ],
    [
      'only its --dry-run',
      'scripts/deploy.sh TAG',
      'scripts/deploy.sh --dry-run v1',
      'skipped',
      'check it-runs ran it only with --dry-run',
    ],
    [
      'its --dry-run for the --dry-run',
      'scripts/deploy.sh --dry-run TAG',
      'scripts/deploy.sh --dry-run v1',
      'passed',
      'check it-runs',
    ],
    [
      'a linter on the script',
      'scripts/backup.sh',
      'shellcheck scripts/backup.sh',
      'skipped',
      'no check of the run covers it',
    ],
  ])('counts a command whose check ran %s', async (_what, command, checked, verdict, reason) => {
    expect(await verdictOf(command, passedCheck(checked))).toMatchObject({ verdict, reason });
  });

  it('takes over the reason of a skipped check, and marks the command in the document', async () => {
    const { output, files } = await document(full, { taskResults: [passedCheck('scripts/smoke-test.sh', 'skipped')] });
    expect(output.commands.find(({ command }) => command === 'scripts/smoke-test.sh')).toMatchObject({
      verdict: 'skipped',
      reason: 'no Docker engine answers',
    });
    expect(files['docs/runbooks/shop-delivery-runbook.md']).toContain(
      'scripts/smoke-test.sh\n```\n\n*Not proved by a check: no Docker engine answers.*',
    );
    expect(files['.claude/tasks/shop-delivery/DOCUMENTATION.md']).toMatch(
      /Commands tested: No \(\d+ of \d+ not proved; see Notes\)/,
    );
  });

  it('says Yes, and ticks the boxes, when every command passed', async () => {
    const { output } = await document(full);
    const all = passedCheck(output.commands.map(({ command }) => command).join('\n'));
    const { files, output: proved } = await document(full, { taskResults: [all] });
    expect(files['.claude/tasks/shop-delivery/DOCUMENTATION.md']).toContain('- Commands tested: Yes\n');
    expect(proved.checklist.map(({ met }) => met)).toEqual(Array(7).fill(true));
  });

  it('reads the verdicts of an earlier run from the task files when it runs alone', async () => {
    const task =
      '# T\n\n## Context\n\nx\n\n## Implementation\n\nx\n\n## Verification\n\n```bash check=smoke tier=live timeout=60\nscripts/smoke-test.sh\n```\n\n## Acceptance Criteria\n\n- [x] It answers (smoke)\n';
    const { output } = await document({ ...full, '.claude/tasks/shop-delivery/01-a.md': task });
    expect(output.commands.find(({ command }) => command === 'scripts/smoke-test.sh')).toMatchObject({
      verdict: 'passed',
      reason: 'check smoke',
    });
  });

  it('leaves the box for emergencies empty without contacts, and asks for them', async () => {
    const { output, files } = await document(repositories['images only']!);
    expect(output.checklist.find(({ text }) => text === 'Emergency procedures documented')?.met).toBe(false);
    expect(files['docs/runbooks/shop-delivery-runbook.md']).toContain('must fill in this table');
  });

  it('names the contacts that the repository names', async () => {
    const { files } = await document(full);
    expect(files['docs/runbooks/shop-delivery-runbook.md']).toContain(
      '| @shop/core | owns \\* | .github/CODEOWNERS:1 |',
    );
  });

  it('never shows the value of a secret', async () => {
    const { files } = await document(full);
    expect(
      markdownOf(files)
        .map(([, content]) => content)
        .join(),
    ).not.toContain('canary');
  });

  it('makes the same bytes again', async () => {
    expect((await document(full)).files).toEqual(
      (await document(Object.fromEntries(Object.entries(full).reverse()))).files,
    );
  });

  it('commits nothing without leave, or without a repository', async () => {
    const { context, output } = await document(full, { commit: false });
    expect([context.git.commits, output.commit]).toEqual([[], undefined]);
    const none = await document(full, {}, new InMemoryGit({ kind: 'none' }));
    expect(none.output.commit).toBeUndefined();
  });
});
