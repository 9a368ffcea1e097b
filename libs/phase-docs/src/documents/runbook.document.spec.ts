import { recordingContext } from '@devops-orchestrator/test-kit';
import { docsPhase } from '../docs.phase.js';

async function rollbackOf(compose: string): Promise<string> {
  const context = recordingContext({ files: { 'compose.production.yaml': compose } });
  await docsPhase.run({ schemaVersion: 1, feature: 'shop', taskResults: [], commit: false }, context);
  const runbook = context.workspace.files['docs/runbooks/shop-runbook.md'] ?? '';
  return runbook.slice(runbook.indexOf('## Rollback'), runbook.indexOf('## Incident response'));
}

describe('the rollback of a repository without a rollback script', () => {
  it.each([
    [
      'starts the earlier tag of published images',
      'image: shop:${IMAGE_TAG:?set it}',
      'IMAGE_TAG=PREVIOUS docker compose',
    ],
    ['keeps a registry port apart from the tag', 'image: host:5000/shop:${TAG}', 'TAG=PREVIOUS docker compose'],
    ['goes back to a commit where nothing chooses a version', 'build: .', 'git checkout HEAD~1'],
  ])('%s', async (_fact, service, command) => {
    expect(await rollbackOf(`services:\n  shop:\n    ${service}\n`)).toContain(command);
  });
});
