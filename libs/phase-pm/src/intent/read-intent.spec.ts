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

  it.each<[string, readonly string[]]>([
    ['dokerize this', docker],
    ['add github actoins', ['ci:github']],
    ['setup promethues monitorng', [...docker, 'monitoring']],
    ['Conteneurise l’application et ajoute une intégration continue', [...docker, 'ci:github']],
    ['Die Anwendung containerisieren und überwachen mit Prometheus', [...docker, 'monitoring']],
    ['Configurar monitoramento com alertas', [...docker, 'monitoring']],
    ['Нужен мониторинг и резервные копии', [...docker, 'monitoring', 'deployment-scripts']],
    ['把应用容器化并添加持续集成', [...docker, 'ci:github']],
    ["Don't forget CI when you containerize the app", [...docker, 'ci:github']],
    ["We don't have a Dockerfile yet", docker],
  ])('understands %j', (request, ids) => {
    expect(idsOf(request)).toEqual(ids);
  });

  it.each<[string, readonly string[]]>([
    ['Dockerize this, no CI', ['ci']],
    ['Dockerize it with no GitHub Actions', ['ci:github']],
    ['Dockerize it and leave the CI pipeline alone', ['ci']],
    ['We have a compose file. Dockerize the app, do not change it.', ['container-image']],
    ['Add CI but leave the compose file as it is', ['compose']],
    ['CI without a container registry', ['registry']],
    ['Monitoring without Grafana', ['grafana']],
    ['Instead of Kubernetes use docker compose', ['kubernetes']],
    ['Implantar no Kubernetes, sem Helm', ['helm']],
    ['Containerisieren, aber kein Kubernetes', ['kubernetes']],
    ['容器化，不要 Kubernetes', ['kubernetes']],
    ['Dockerize it with zero downtime, no manual steps', []],
  ])('reads what %j excludes', (request, ids) => {
    expect(readIntent(request, known, []).exclusions.map(({ id }) => id)).toEqual(ids);
  });

  it.each<[string, readonly string[]]>([
    ['Migrate from CircleCI to GitHub Actions', ['ci:github']],
    ['We already have CI. Add monitoring.', ['compose', 'container-image', 'monitoring']],
    ['Dockerize the app. We will think about monitoring next year.', docker],
  ])('does not take for a wish what was, is or may come: %j', (request, ids) => {
    const { capabilities, unsupported } = readIntent(request, known, []);
    expect([...capabilities, ...unsupported].map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  it('reads where and how it is to run, with the words behind it', () => {
    const request =
      'Terraform for AWS in eu-central-1 and us-east-1: staging and production, canary releases, 2 to 6 replicas on t3.medium, ' +
      'images in ghcr.io, GitLab CI, reachable at https://shop.example.com';
    expect(readIntent(request, known, []).targets).toEqual({
      cloud: { value: 'aws', phrase: 'AWS' },
      ci: { value: 'gitlab', phrase: 'GitLab CI' },
      registry: { value: 'ghcr', phrase: 'ghcr.io' },
      strategy: { value: 'canary', phrase: 'canary' },
      replicas: { minimum: 2, maximum: 6, phrase: '2 to 6 replicas' },
      environments: [
        { value: 'staging', phrase: 'staging' },
        { value: 'production', phrase: 'production' },
      ],
      domains: [{ value: 'shop.example.com', phrase: 'shop.example.com' }],
      regions: [
        { value: 'eu-central-1', phrase: 'eu-central-1' },
        { value: 'us-east-1', phrase: 'us-east-1' },
      ],
      sizes: [{ value: 't3.medium', phrase: 't3.medium' }],
    });
  });

  it('names the cloud of Terraform and the system of CI by what else the request says', () => {
    const { unsupported } = readIntent('Our code is on GitLab: add CI, and Terraform for GCP', known, []);
    expect(unsupported.map(({ id }) => id)).toEqual(['ci:gitlab', 'terraform:gcp']);
  });

  it('has no targets where the words state none', () => {
    expect(readIntent('Dockerize this Node.js app with compose.yaml', known, [])).not.toHaveProperty('targets');
  });

  it('makes a part within the capability that holds it, and says so', () => {
    const intent = readIntent('Nightly database backups', known, []);
    expect(intent.capabilities.map(({ id }) => id)).toContain('deployment-scripts');
    expect(intent.assumptions.join()).toContain('database-backup as far as deployment-scripts');
  });

  it('says what "deploy" is taken for when no platform is named', () => {
    expect(readIntent('Set up deployment', known, []).assumptions.join()).toContain('no platform to deploy to');
    expect(readIntent('Write deployment scripts', known, []).assumptions.join()).not.toContain('no platform');
  });

  it('F36: reads a line of one megabyte in linear time', () => {
    const started = process.hrtime.bigint();
    readIntent('a'.repeat(1_000_000), known, []);
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(1000);
  });

  it.each([
    'docker ',
    'docker, ',
    "don't touch it. ",
    'a.',
    'run in ',
    '不要容器',
    'dev/prod ',
    '1 to 2 ',
    'a1.b.com ',
  ])('F36: reads a long request of %j in linear time', (part) => {
    const [short, long] = [measure(part, 5_000), measure(part, 50_000)];
    expect(long).toBeLessThan(Math.max(20, short) * 40);
  });
});

/** Milliseconds of processor time, the least of three: other work on the machine does not count. */
function measure(part: string, length: number): number {
  const request = part.repeat(Math.ceil(length / part.length));
  const times = [1, 2, 3].map(() => {
    const started = process.cpuUsage();
    readIntent(request, known, []);
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
