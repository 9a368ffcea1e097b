import type { RepositoryAnalysis } from '@devops-orchestrator/contracts';
import { describeStaleFacts, planFacts, staleFacts } from './plan-facts.js';

const evidence = [{ file: 'package.json', line: 3, reason: 'says so' }];
const analysis: RepositoryAnalysis = {
  schemaVersion: 1,
  components: [
    {
      id: 'api',
      name: 'shop\napi',
      path: '.',
      kind: 'web',
      language: 'typescript',
      runtime: { runtime: 'node', resolved: '22', status: 'supported', conflicts: [], evidence },
      port: 3000,
      environment: [{ name: 'DATABASE_URL', secret: true, required: true, evidence }],
      services: ['redis', 'postgres'],
      workspace: { root: '.', packageName: 'api', internalDependencies: ['z', 'a'], members: ['z', 'a'] },
      traits: { asgi: 'app:app' },
      evidence,
    },
  ],
  services: [{ kind: 'postgres', usedBy: ['api'], evidence }],
  delivery: [{ kind: 'compose', path: 'compose.yaml' }],
  notes: [],
};

describe('planFacts', () => {
  it('names every fact, sorted, without evidence', () => {
    expect(planFacts(analysis)).toEqual([
      'component api',
      'component api environment DATABASE_URL',
      'component api environment DATABASE_URL required = true',
      'component api environment DATABASE_URL secret = true',
      'component api kind = web',
      'component api language = typescript',
      'component api name = shop api',
      'component api path = .',
      'component api port = 3000',
      'component api runtime resolved = 22',
      'component api runtime runtime = node',
      'component api runtime status = supported',
      'component api services = postgres, redis',
      'component api traits asgi = app:app',
      'component api workspace internal dependencies = z, a',
      'component api workspace members = a, z',
      'component api workspace package name = api',
      'component api workspace root = .',
      'delivery compose compose.yaml',
      'service postgres',
      'service postgres used by = api',
    ]);
  });

  it('is the same wherever a fact was found, whatever the order, and whatever is noted', () => {
    const [api] = analysis.components;
    const moved = JSON.parse(JSON.stringify(analysis).replaceAll('"line":3', '"line":9')) as RepositoryAnalysis;
    const reordered = Object.fromEntries(Object.entries(api!).reverse()) as typeof api;
    expect(planFacts(moved)).toEqual(planFacts(analysis));
    expect(planFacts({ ...analysis, components: [{ ...reordered!, services: ['postgres', 'redis'] }] })).toEqual(
      planFacts(analysis),
    );
    expect(planFacts({ ...analysis, notes: [{ code: 'x', message: 'y', evidence }] })).toEqual(planFacts(analysis));
  });
});

describe('staleFacts', () => {
  it('finds nothing while the facts stay', () => {
    expect(staleFacts(planFacts(analysis), planFacts(analysis))).toEqual({ added: [], removed: [] });
  });

  it('F42: tells what is new, gone and changed', () => {
    const [api] = analysis.components;
    const now: RepositoryAnalysis = {
      ...analysis,
      components: [{ ...api!, port: 8080, healthPath: '/health' }],
      services: [{ kind: 'redis', usedBy: ['api'], evidence }],
      delivery: [],
    };
    const stale = staleFacts(planFacts(analysis), planFacts(now));
    expect(stale.added).toContain('component api port = 8080');
    expect(stale.removed).toContain('component api port = 3000');
    expect(describeStaleFacts(stale)).toEqual([
      'component api health path is new: /health',
      'component api port was 3000, now 8080',
      'delivery compose compose.yaml is gone',
      'service postgres is gone',
      'service redis is new',
    ]);
  });
});
