import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Makes one file that node runs of a program in this folder, from the sources as they are. */
export function bundleProgram(name: string, folder: string): string {
  const outfile = join(folder, `${name}.mjs`);
  const options = {
    entryPoints: [join(import.meta.dirname, `${name}.program.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@devops-orchestrator/source'],
  };
  const script = `import { buildSync } from 'esbuild'; buildSync(${JSON.stringify(options)});`;
  const environment = { ...process.env, NODE_OPTIONS: '' };
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    env: environment,
  });
  if (status !== 0) throw new Error(`bundling ${name}: ${stderr}`);
  return outfile;
}
