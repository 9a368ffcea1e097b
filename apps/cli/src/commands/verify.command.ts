import { relative, resolve } from 'node:path';
import { OrchestratorError, type FileTree, type VerificationResult } from '@devops-orchestrator/contracts';
import { findInfrastructureFiles, verifyFiles, verifyWithTools } from '@devops-orchestrator/verification';
import { openRepository } from '../open-repository.js';
import type { CommandOptions } from '../options.js';
import { signalsOfProcess } from '../signals.js';
import { printJson, printText } from '../terminal/print.js';
import { type Style, styleFor } from '../terminal/style.js';

/** Judges infrastructure files. Exit status 1 when one has an error, unless `--advisory`. */
export async function verifyCommand(options: CommandOptions, paths: readonly string[]): Promise<number> {
  const { workspace, commands } = openRepository(options.repo, signalsOfProcess(), () => undefined);
  const tree = await workspace.scan();
  const files =
    paths.length === 0 ? findInfrastructureFiles(tree) : paths.map((path) => inTree(path, options.repo, tree));
  const results = [await verifyFiles(tree, files)];
  if (options.verify !== 'static') results.push(await verifyWithTools(tree, files, commands));
  const result = mergeResults(results);
  if (options.json === true) printJson(result);
  else printText(process.stdout, describe(result, styleFor(process.stdout)));
  return failed(result, options) ? 1 : 0;
}

/** @throws {OrchestratorError} `usage` when the repository has no such file. */
function inTree(path: string, repo: string, tree: FileTree): string {
  const fromRoot = relative(resolve(repo), resolve(repo, path)).replaceAll('\\', '/');
  if (tree.has(fromRoot)) return fromRoot;
  throw new OrchestratorError('usage', `Expected a file of the repository; found none at ${path}.`, {
    hint: 'Paths are relative to --repo; ignored folders and binary files are not judged.',
  });
}

function mergeResults(results: readonly VerificationResult[]): VerificationResult {
  const judged = new Map<string, string[]>();
  for (const { path, by } of results.flatMap((result) => result.judged)) {
    judged.set(path, [...(judged.get(path) ?? []), ...by]);
  }
  return {
    schemaVersion: 1,
    findings: results.flatMap(({ findings }) => findings),
    judged: [...judged].map(([path, by]) => ({ path, by })),
    skipped: results.flatMap(({ skipped }) => skipped),
  };
}

function failed({ findings, skipped }: VerificationResult, { advisory, verify }: CommandOptions): boolean {
  if (advisory === true) return false;
  return findings.some(({ severity }) => severity === 'error') || (verify === 'tools' && skipped.length > 0);
}

function describe({ findings, judged, skipped }: VerificationResult, style: Style): string {
  const colour = { error: style.red, warning: style.yellow, info: style.dim };
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return [
    ...findings.map(
      ({ path, line, severity, rule, message }) =>
        `${path}:${line}: ${colour[severity](severity)}: ${message} (${rule})`,
    ),
    ...skipped.map(({ path, verifier, reason }) => style.dim(`${path}: ${verifier} skipped: ${reason}`)),
    judged.length === 0
      ? 'No infrastructure file was found.'
      : `${judged.length} files judged: ${errors} errors, ${findings.length - errors} other findings, ${skipped.length} skipped.`,
  ].join('\n');
}
