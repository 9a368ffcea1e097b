import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { RepositoryView } from '../repository-view.js';
import { pythonDetector } from '../detectors/python/python.detector.js';
import { goDetector } from '../detectors/go/go.detector.js';
import { staticSiteDetector } from '../detectors/static-site/static-site.detector.js';
import { unsupportedDetector } from '../detectors/unsupported/unsupported.detector.js';
import { detectDelivery } from './detect-delivery.js';
const files: Record<string,string> = {};
const walk = (d: string, p: string) => { for (const n of readdirSync(d)) { if (n === '.git' || n==='node_modules') continue; const f = join(d,n); const q = p ? p+'/'+n : n; if (statSync(f).isDirectory()) walk(f,q); else files[q] = readFileSync(f,'utf8'); } };
it('x', () => {
  walk(process.env['EX'] ?? '', '');
  const view = new RepositoryView(inMemoryTree(files));
  for (const d of [pythonDetector, goDetector, staticSiteDetector, unsupportedDetector]) {
    const r = d.detect(view);
    const strip = (k: string, v: unknown) => (process.env['EV'] === undefined && k === 'evidence' ? undefined : v);
    process.stdout.write(d.id + ' ' + JSON.stringify(r, strip, 1) + '\n');
  }
  process.stdout.write(JSON.stringify(detectDelivery(view)) + '\n');
});
