import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/^testing|\.(?:spec|e2e)\.ts$/.test(path))
  .map((path) => [path, readFileSync(join(import.meta.dirname, path), 'utf8')] as const);

describe('agent-runtime', () => {
  it.each(sources)('%s loads no SDK before it is needed', (_path, source) => {
    const imports = [
      ...source.matchAll(/^(?:import|export)\b(?! type\b)[^;]*?from '(@anthropic-ai|@modelcontextprotocol)/gm),
    ];
    expect(imports.map(([statement]) => statement)).toEqual([]);
  });
});
