import { generatedFilesPath } from '@devops-orchestrator/task-files';
import { readFileSync } from 'node:fs';
import DOMPurify from 'dompurify';
import GithubSlugger from 'github-slugger';
import { toString } from 'mdast-util-to-string';
import { recordingContext } from '@devops-orchestrator/test-kit';
import { DocsInput, DocsOutput } from './contract.js';
import { docsPhase } from './docs.phase.js';
import { allNodes, parseMarkdown } from './markdown-tree.js';

type Files = Record<string, string>;

/** Repositories as path to text: whole, partial, broken, hostile. */
const repositories = JSON.parse(
  readFileSync(new URL('../fixtures/repositories.json', import.meta.url), 'utf8'),
) as Record<string, Files>;

const input = DocsInput.parse({ schemaVersion: 1, feature: 'shop-delivery', taskResults: [], commit: true });

async function document(files: Files) {
  const context = recordingContext({ files });
  const output = DocsOutput.parse(await docsPhase.run(input, context));
  return { output, context, files: context.workspace.files };
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
      {
        message: 'docs(infra): document shop-delivery',
        paths: [...output.files.map(({ path }) => path), generatedFilesPath('shop-delivery')],
      },
    ]);
    expect(Object.keys(files)).toEqual(expect.arrayContaining(output.files.map(({ path }) => path)));
  });

  it('changes nothing and commits nothing the second time', async () => {
    const first = await document(repository);
    const context = recordingContext({ workspace: first.context.workspace, git: first.context.git });
    const writes = first.context.workspace.writes.length;
    const second = await docsPhase.run(input, context);
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
