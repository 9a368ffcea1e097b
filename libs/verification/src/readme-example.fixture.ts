import type { FileTree } from '@devops-orchestrator/contracts';
import { verifyFiles } from './index.js';

/** Lines such as `Dockerfile:1: DL3007 …` for what is wrong with a Dockerfile. */
export async function explainDockerfile(tree: FileTree): Promise<string[]> {
  const { findings } = await verifyFiles(tree, ['Dockerfile']);
  return findings.map(({ path, line, rule, message }) => `${path}:${line}: ${rule} ${message}`);
}
