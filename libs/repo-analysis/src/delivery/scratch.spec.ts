import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { RepositoryView } from '../repository-view.js';
import { analyzeRepository } from '../analyze-repository.js';
import { detectors } from '../detectors/registry.js';
const files: Record<string,string> = {};
const walk = (d: string, p: string) => { for (const n of readdirSync(d)) { if (n === '.git' || n==='node_modules') continue; const f = join(d,n); const q = p ? p+'/'+n : n; if (statSync(f).isDirectory()) walk(f,q); else if (statSync(f).size < 2e6) files[q] = readFileSync(f,'utf8'); } };
it('x', () => {
  walk(process.env['EX'] ?? '', '');
  if (process.env['ADD']) Object.assign(files, JSON.parse(process.env['ADD']));
  process.stdout.write('files ' + Object.keys(files).length + '\n');
  const view = new RepositoryView(inMemoryTree(files));
  for (const d of detectors) { const t = Date.now(); const r = d.detect(view); process.stdout.write(`${d.id} ${Date.now()-t}ms ${r.components.length} components\n`); }
  const r = analyzeRepository(inMemoryTree(files));
  for (const c of r.components.slice(0, 12)) { const { evidence, runtime, environment, lockfile, ...rest } = c as any; process.stdout.write(JSON.stringify({...rest, env: environment.length}) + '\n'); }
  for (const n of r.notes) process.stdout.write(n.code + ' ' + n.message + '\n');
});
