import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderTemplate } from '@devops-orchestrator/templates';
import { exampleComponent, exampleInput } from '../delivery-model/example-model.js';
import { generatedSecrets } from '../requirements/environment-file.js';
import { deploymentScriptsCapability } from './deployment-scripts.capability.js';
it('writes', () => {
  const root = "/tmp/live/my app's";
  const e = [{ file: 'server.js', line: 1, reason: 'x' }];
  const input = exampleInput({ files: {}, analysis: { schemaVersion: 1, notes: [], delivery: [], services: [{ kind: 'postgres', usedBy: ['api'], evidence: e }, { kind: 'redis', usedBy: ['api'], evidence: e }], components: [exampleComponent({ id: 'api', language: 'javascript', packageManager: 'npm', start: 'node server.js', port: 3000, healthPath: '/health', services: ['postgres', 'redis'], migrations: { tool: 'x', command: 'node migrate.js', evidence: e }, environment: [{ name: 'DATABASE_URL', secret: true, required: true, evidence: e }] })] } });
  const i2 = { ...input, model: { ...input.model, project: 'tiny', components: input.model.components.map((c) => ({ ...c, image: 'tiny' })) } };
  for (const cap of [deploymentScriptsCapability]) for (const c of cap.contribute(i2)) {
    for (const s of c.steps) if (s.kind === 'file') { const p = join(root, s.path); mkdirSync(dirname(p), { recursive: true }); writeFileSync(p, s.content); if (s.executable) chmodSync(p, 0o755); }
    for (const k of c.checks) { writeFileSync(join(root, `${k.id}.check`), k.command); writeFileSync(join(root, `${k.id}.cleanup`), k.cleanup ?? ''); console.log(k.id, k.requires.join(' ')); }
  }
  writeFileSync(join(root, 'scripts/create-env-file.sh'), renderTemplate('requirements/create-env-file.sh', { secrets: generatedSecrets(i2.model).join(' ') })); chmodSync(join(root, 'scripts/create-env-file.sh'), 0o755);
});
