import { type KnownCapability, readIntent } from './read-intent.js';

const known: readonly KnownCapability[] = [
  {
    id: 'container-image',
    title: 'Container images',
    implies: [{ id: 'compose', reason: 'a container is developed with compose' }],
  },
  { id: 'compose', title: 'Compose', implies: [{ id: 'container-image', reason: 'compose builds images' }] },
  { id: 'ci:github', title: 'CI', implies: [] },
  { id: 'monitoring', title: 'Monitoring', implies: [{ id: 'compose', reason: 'monitoring runs in compose' }] },
  { id: 'deployment-scripts', title: 'Scripts', implies: [{ id: 'compose', reason: 'scripts use compose' }] },
  { id: 'validation', title: 'Validation', implies: [] },
];
const all = known.map(({ id }) => id);
const docker = ['container-image', 'compose'];

function idsOf(request: string): readonly string[] {
  return readIntent(request, known, []).capabilities.map(({ id }) => id);
}

describe('readIntent', () => {
  it.each<[string, readonly string[]]>([
    ['Dockerize this', docker],
    ['dockerise my app please', docker],
    ['Containerize the application with a multi-stage build and compose for development', docker],
    ['Dockerize this API, add CI and monitoring', [...docker, 'ci:github', 'monitoring']],
    ['Add a Dockerfile', docker],
    ['Add CI/CD with tests, security scanning and deployment', [...docker, 'ci:github', 'deployment-scripts']],
    ['Set up a CI/CD pipeline', ['ci:github']],
    ['Set up GitHub Actions', ['ci:github']],
    ['We need monitoring with Prometheus, Grafana and alert rules', [...docker, 'monitoring']],
    ['Make this production-ready', all],
    ['Make this app production ready', all],
    ['Set up the full DevOps infrastructure for this project', all],
    ['Write deployment scripts with rollback', [...docker, 'deployment-scripts']],
    ['Add smoke tests', ['validation']],
    ['Docker and docker-compose, but no CI', docker],
    ['Dockerize everything. No monitoring, no CI.', docker],
    ['Production-ready without monitoring', all.filter((id) => id !== 'monitoring')],
    ['Containeriza esta aplicación y añade CI', [...docker, 'ci:github']],
    ['Dockeriser cette application', docker],
    ['Докеризируй приложение', docker],
  ])('reads %j', (request, ids) => {
    expect(idsOf(request)).toEqual(ids);
  });

  it.each([
    'Add dark mode',
    'Fix the padding of the container component',
    'Add a dashboard page for customers',
    'Upload images to the gallery',
    'Speed up the data pipeline of the ETL job',
    'Show the stack trace on the error page',
    'Write unit tests for the login form',
    'Monitor user activity in the cart',
    'Add a release notes modal',
    '🚀🚀🚀',
    'Translate the README',
  ])('F06: takes %j for a request about the application', (request) => {
    expect(readIntent(request, known, [])).toMatchObject({ infrastructure: false, capabilities: [] });
  });

  it('F08: leaves out what is asked for and excluded at once, and says so', () => {
    const intent = readIntent('Use monitoring but do not use monitoring', known, []);
    expect(intent.capabilities).toEqual([]);
    expect(intent.assumptions.join()).toContain('asks for and excludes monitoring');
  });

  it('names infrastructure that no capability makes', () => {
    const intent = readIntent('Dockerize it and deploy to Kubernetes with Helm', known, []);
    expect(intent.unsupported).toEqual([
      { id: 'kubernetes', phrase: 'Kubernetes' },
      { id: 'helm', phrase: 'Helm' },
    ]);
  });

  it('keeps what it did not understand', () => {
    const intent = readIntent('Dockerize this, and make the logo blue', known, []);
    expect(intent.notUnderstood).toEqual(['and make the logo blue']);
  });

  it('lets a negation reach over the list that follows it', () => {
    const intent = readIntent('Dockerize it without Kubernetes, Terraform or monitoring', known, []);
    expect(intent.exclusions.map(({ id }) => id).sort()).toEqual(['kubernetes', 'monitoring', 'terraform']);
    expect(intent.unsupported).toEqual([]);
  });

  it('does not bring back by implication what was excluded', () => {
    expect(idsOf('Add monitoring, no compose')).toEqual(['monitoring']);
  });

  it('F36: reads a line of one megabyte in linear time', () => {
    const started = process.hrtime.bigint();
    readIntent('a'.repeat(1_000_000), known, []);
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(1000);
  });
});
