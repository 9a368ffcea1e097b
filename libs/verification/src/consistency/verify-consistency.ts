import type { FileTree, Finding } from '@devops-orchestrator/contracts';
import { classifyArtifact } from '../artifact-kind.js';
import { collectFindings } from '../verifier.js';
import { verifyComposeFile } from './compose-rules.js';
import { verifyHostNames } from './host-name-rules.js';
import { readFacts } from './infrastructure-facts.js';
import { verifyDockerfilePorts } from './port-rules.js';
import { verifyRuntimeVersions } from './runtime-rules.js';
import { verifyScriptServices } from './script-rules.js';

const concerned = new Set([
  'dockerfile',
  'compose',
  'github-actions',
  'shell',
  'prometheus-config',
  'grafana-provisioning',
  'nginx',
]);

/** Whether the files agree with the others of the tree: ports, service names, paths, variables, versions. Findings are only about `files`. */
export function verifyConsistency(tree: FileTree, files: readonly string[]): readonly Finding[] {
  const judged = files.flatMap((path) => {
    const content = tree.read(path) ?? '';
    const kind = content.length < 262_144 ? classifyArtifact(path, content) : undefined;
    return kind !== undefined && concerned.has(kind) ? [{ path, content, kind }] : [];
  });
  if (judged.length === 0) return [];
  const facts = readFacts(tree);
  return judged.flatMap(({ path, content, kind }) => {
    const { findings, report } = collectFindings(path);
    if (kind === 'dockerfile') verifyDockerfilePorts(path, facts, report);
    if (kind === 'compose') verifyComposeFile(path, facts, report);
    if (kind === 'shell') verifyScriptServices(content, facts, report);
    if (kind === 'dockerfile') verifyRuntimeVersions(path, facts, report);
    if (kind === 'prometheus-config' || kind === 'grafana-provisioning' || kind === 'nginx') {
      verifyHostNames(kind, content, facts, report);
    }
    return findings;
  });
}
