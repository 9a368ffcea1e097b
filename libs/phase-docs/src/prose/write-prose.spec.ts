import { readFileSync } from 'node:fs';
import {
  InMemoryWorkspace,
  recordingContext,
  ScriptedAgent,
  type ScriptedConversation,
} from '@devops-orchestrator/test-kit';
import { DocsInput } from '../contract.js';
import { docsPhase } from '../docs.phase.js';

const repositories = JSON.parse(
  readFileSync(new URL('../../fixtures/repositories.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, string>>;
const full = repositories['full'] ?? {};

async function document(engine: DocsInput['engine'], conversations: readonly ScriptedConversation[], files = full) {
  const workspace = new InMemoryWorkspace(files);
  const agent = new ScriptedAgent(conversations);
  const context = recordingContext({ workspace, agent });
  const input = DocsInput.parse({ schemaVersion: 1, feature: 'shop-delivery', taskResults: [], commit: true, engine });
  const output = await docsPhase.run(input, context);
  return { output, agent, context, files: workspace.files };
}

const infrastructure = 'docs/infrastructure/shop-delivery.md';
const good = {
  overview: ['All parts are described by files of this repository.'],
  troubles: [{ title: 'Nothing answers', sentences: ['Read the log first.'] }],
};
const invented = {
  overview: [...good.overview, 'It listens on port 64999.'],
  troubles: [{ title: 'The redis-9 service is down', sentences: ['Wait.'] }],
};

describe('phase 3 with a model', () => {
  it('adds its prose where Claude is asked for, and keeps it beside the plan', async () => {
    const { output, files, agent, context } = await document('claude', [{ answer: good }]);
    expect(files[infrastructure]).toContain('All parts are described by files of this repository.');
    expect(files['docs/operations/shop-delivery-ops-guide.md']).toContain('Nothing answers');
    expect(output.modelWork).toMatchObject({ conversations: 1 });
    expect(agent.conversations[0]).toMatchObject({ role: 'devops-senior-documentation-engineer' });
    expect(context.git.commits[0]?.paths).toContain('.claude/tasks/shop-delivery/prose.json');
  });

  it.each(['auto', 'builtin', undefined] as const)('asks nobody with the engine %s', async (engine) => {
    const { output, agent } = await document(engine, []);
    expect(agent.conversations).toEqual([]);
    expect(output.modelWork).toBeUndefined();
  });

  it('leaves out each sentence that names what does not exist, and says how many', async () => {
    const { output, files } = await document('claude', [{ answer: invented }]);
    expect(files[infrastructure]).toContain('All parts are described');
    expect(
      Object.values(files)
        .join('\n')
        .replace(files['.claude/tasks/shop-delivery/prose.json'] ?? '', ''),
    ).not.toMatch(/64999|redis-9/);
    expect(output.issues.join()).toContain('named what does not exist');
  });

  it('F54: has the facts alone when the answer cannot be used', async () => {
    const [plain, { output, files }] = [
      await document('builtin', []),
      await document('claude', [{ answer: 'prose only' }]),
    ];
    expect(files).toEqual(plain.files);
    expect(output.issues[0]).toContain('(invalid)');
  });

  it('is not asked again over the same facts, and needs no model for that', async () => {
    const first = await document('claude', [{ answer: good }]);
    for (const engine of ['claude', 'builtin'] as const) {
      const again = await document(engine, [], first.files);
      expect(again.agent.conversations).toEqual([]);
      expect(again.files).toEqual(first.files);
    }
  });

  it('holds what people write into the kept prose to the facts as well', async () => {
    const first = await document('claude', [{ answer: good }]);
    const path = '.claude/tasks/shop-delivery/prose.json';
    const edited = {
      ...first.files,
      [path]: (first.files[path] ?? '').replace('Read the log first.', 'Use port 64999.'),
    };
    expect((await document('builtin', [], edited)).files['docs/operations/shop-delivery-ops-guide.md']).not.toContain(
      '64999',
    );
  });
});
