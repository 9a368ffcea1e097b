import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { CommandRunner, FileTree, Finding, VerificationResult } from '@devops-orchestrator/contracts';
import { classifyArtifact } from './artifact-kind.js';
import { toolVerifiers } from './tools/tool-verifier-registry.js';
import type { ToolVerdict, ToolVerifier } from './tools/tool-verifier.js';

const timeoutMs = 60_000;

interface Judgement {
  findings: Finding[];
  by: Map<string, string[]>;
  skipped: { path: string; verifier: string; reason: string }[];
}

/** Judges files with the real tools of their kind. A tool that is missing, hangs or breaks leaves its files skipped, with the reason. */
export async function verifyWithTools(
  tree: FileTree,
  paths: readonly string[],
  commands: CommandRunner,
): Promise<VerificationResult> {
  const result: Judgement = { findings: [], by: new Map(), skipped: [] };
  for (const tool of toolVerifiers) {
    const files = paths.filter((path) => isFor(tool, path, tree));
    if (files.length > 0) await useTool(tool, files, tree, commands, result);
  }
  return {
    schemaVersion: 1,
    findings: result.findings.sort(
      (a, b) => byCodeUnit(a.path, b.path) || a.line - b.line || byCodeUnit(a.rule, b.rule),
    ),
    judged: [...result.by].sort(([a], [b]) => byCodeUnit(a, b)).map(([path, by]) => ({ path, by })),
    skipped: result.skipped,
  };
}

function isFor(tool: ToolVerifier, path: string, tree: FileTree): boolean {
  // A name that starts with a dash would be taken for an option.
  if (path.startsWith('-')) return false;
  const kind = classifyArtifact(path, tree.read(path) ?? '');
  return kind !== undefined && tool.kinds.includes(kind);
}

async function useTool(
  tool: ToolVerifier,
  files: readonly string[],
  tree: FileTree,
  commands: CommandRunner,
  result: Judgement,
): Promise<void> {
  const program = await commands.find(tool.program);
  const groups = tool.oneByOne ? files.map((file) => [file]) : [[...files]];
  for (const group of groups) {
    const verdict = program === undefined ? missing(tool) : await judge(tool, program, group, tree, commands);
    for (const path of group) {
      if ('notJudged' in verdict) result.skipped.push({ path, verifier: tool.id, reason: verdict.notJudged });
      else result.by.set(path, [...(result.by.get(path) ?? []), tool.id]);
    }
    if ('findings' in verdict) result.findings.push(...verdict.findings);
  }
}

function missing(tool: ToolVerifier): ToolVerdict {
  return { notJudged: `${tool.program} is not installed` };
}

async function judge(
  tool: ToolVerifier,
  program: string,
  group: readonly string[],
  tree: FileTree,
  commands: CommandRunner,
): Promise<ToolVerdict> {
  const run = async (paths: readonly string[]) =>
    tool.parse(
      await commands.run({
        program,
        arguments: tool.arguments(paths),
        timeoutMs,
        ...(tool.environment ? { environment: tool.environment } : {}),
      }),
      group,
    );
  const verdict = await run(group);
  const base = group.length === 1 ? tool.baseOf?.(group[0] ?? '', tree) : undefined;
  const isRefused = 'findings' in verdict && verdict.findings.length > 0;
  return base !== undefined && isRefused ? run([base, ...group]) : verdict;
}
