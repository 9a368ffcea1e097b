import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { monitoringCapability } from './monitoring.capability.js';
import { monitoringCases } from './monitoring-cases.js';
import { runnableFiles, runnableInput } from './monitoring-stack.js';
it('dumps', () => {
  for (const [name, make] of [...Object.entries(monitoringCases), ['runnable', runnableInput] as const]) {
    const folder = join('/tmp/mon-dump', name.replace(/[^a-z]+/g, '-'));
    const [c] = monitoringCapability.contribute(make());
    const files: [string, string][] = (c?.steps ?? []).flatMap((s) =>
      s.kind === 'file' ? [[s.path, s.content] as [string, string]] : [],
    );
    if (name === 'runnable') files.push(...Object.entries(runnableFiles(make())));
    for (const [p, t] of [
      ...files,
      ['CONTEXT.md', c?.context ?? ''] as [string, string],
      ...(c?.checks ?? []).map(
        (k) =>
          ['checks/' + k.id + '.sh', k.command + '\n# ' + k.requires.join(' ') + '\n#cleanup ' + String(k.cleanup)] as [
            string,
            string,
          ],
      ),
    ]) {
      mkdirSync(dirname(join(folder, p)), { recursive: true });
      writeFileSync(join(folder, p), t);
    }
  }
});
