import type { FileTree } from '@devops-orchestrator/contracts';
import { classifyArtifact } from './artifact-kind.js';

/** The files that `verify` judges when it is given none: infrastructure of every kind, not the project's own data and prose. */
export function findInfrastructureFiles(tree: FileTree): readonly string[] {
  return tree.paths.filter((path) => {
    const mayBe = classifyArtifact(path, '');
    if (mayBe === undefined && !/\.(conf|template)$/.test(path) && /\.[\w]+$/.test(path)) return false;
    const kind =
      mayBe === undefined || mayBe === 'yaml' || mayBe === 'json'
        ? classifyArtifact(path, tree.read(path) ?? '')
        : mayBe;
    if (kind === 'markdown') return /(^|\/)(docs|\.claude\/tasks)\/|^[^/]+\.md$/i.test(path);
    return (
      kind !== undefined &&
      kind !== 'json' &&
      (kind !== 'yaml' || /(^|\/)(\.github|monitoring|deploy|infra)/.test(path))
    );
  });
}
