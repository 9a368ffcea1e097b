import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exampleComponent, exampleInput } from '../delivery-model/example-model.js';
import { capabilities } from '../registry.js';
import { validationCapability } from './validation.capability.js';
it('writes', () => {
  const root = "/tmp/live2/my shop's";
  const e = [{ file: 'api/server.js', line: 1, reason: 'x' }];
  const db = process.env.DB ?? 'postgres';
  const rt = (runtime: string, resolved: string) => ({ runtime, resolved, status: 'supported' as const, conflicts: [], evidence: [] });
  const files = Object.fromEntries(['api/package.json', 'api/package-lock.json', 'api/server.js', 'api/migrate.js', 'worker/requirements.txt', 'worker/main.py', 'pages/index.html'].map((p) => [p, readFileSync(join(root, p), 'utf8')]));
  const input = exampleInput({ files, intent: { capabilities: ['container-image', 'compose', 'ci:github', 'deployment-scripts', 'validation'].map((id) => ({ id, phrase: id })) }, analysis: { schemaVersion: 1, notes: [], delivery: [], services: [{ kind: db, usedBy: ['api'], evidence: e }, { kind: 'redis', usedBy: ['api'], evidence: e }], components: [
    exampleComponent({ id: 'api', path: 'api', language: 'javascript', packageManager: 'npm', runtime: rt('node', '24'), lockfile: { path: 'api/package-lock.json', inSync: true, evidence: e }, install: 'npm ci', start: 'node server.js', test: 'npm test', port: 3000, healthPath: '/health', services: [db, 'redis'], migrations: { tool: 'x', command: 'node migrate.js', evidence: e }, environment: [{ name: 'DATABASE_URL', secret: true, required: true, evidence: e }, { name: 'REDIS_URL', secret: false, evidence: e }] }),
    exampleComponent({ id: 'worker', path: 'worker', kind: 'worker', language: 'python', packageManager: 'pip', runtime: rt('python', '3.13'), install: 'pip install -r requirements.txt', start: 'python main.py' }),
    exampleComponent({ id: 'pages', path: 'pages', kind: 'static', language: 'html' }),
  ] } });
  const all = [...new Set([...capabilities.filter((c) => c.id !== 'monitoring'), validationCapability])];
  for (const cap of all) for (const c of cap.contribute(input)) {
    for (const s of c.steps) if (s.kind === 'file') { const p = join(root, s.path); mkdirSync(dirname(p), { recursive: true }); writeFileSync(p, s.content); if (s.executable) chmodSync(p, 0o755); }
    mkdirSync('/tmp/live2/checks', { recursive: true });
    for (const k of c.checks) { writeFileSync(join('/tmp/live2/checks', k.id), k.command); writeFileSync(join('/tmp/live2/checks', `${k.id}.cleanup`), k.cleanup ?? ''); console.log(k.id, k.requires.join(' ')); }
  }
});
