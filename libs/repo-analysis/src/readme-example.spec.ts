import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { analyzeRepository, deployableComponents } from './index.js';

const fence = /```ts\n([^]*?)```/;

describe('README.md', () => {
  it('shows an example that runs as it is written', () => {
    const tree = inMemoryTree({
      'package.json': JSON.stringify({
        name: 'shop',
        dependencies: { express: '5' },
        scripts: { start: 'node app.js' },
      }),
      'app.js': "app.get('/health', answer);\napp.listen(process.env.PORT || 3000);\n",
    });
    const example = fence.exec(readFileSync(join(import.meta.dirname, '../README.md'), 'utf8'))?.[1] ?? '';
    // example source
    const analysis = analyzeRepository(tree);
    const [api] = deployableComponents(analysis);
    const summary = `${api?.id}: ${api?.framework} on port ${api?.port}, probed at ${api?.healthPath}`;
    // end of example source
    expect(summary).toBe('shop: express on port 3000, probed at /health');
    const own = readFileSync(import.meta.filename, 'utf8');
    const source = own.slice(own.indexOf('// example source') + 17, own.lastIndexOf('// end of example source'));
    expect(lines(example)).toEqual(lines(source).slice(0, lines(example).length));
  });
});

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
