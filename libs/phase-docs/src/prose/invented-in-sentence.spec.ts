import { inventedInSentence } from './invented-in-sentence.js';

const known = {
  names: new Set(['api', 'postgres', 'DATABASE_URL', 'services/api/Dockerfile', 'compose.yaml', 'ApiDown', '/health']),
  commands: ['docker compose --file compose.yaml up --detach --wait', 'scripts/deploy.sh'],
  services: new Set(['api', 'postgres']),
  ports: new Set(['3000', '5432']),
};

describe('inventedInSentence', () => {
  it.each([
    'The `api` service starts after `postgres` and listens on port 3000.',
    'Set DATABASE_URL before `docker compose --file compose.yaml up`.',
    'Its image is built from services/api/Dockerfile.',
    'The service stays unhealthy until `/health` answers; the other containers wait.',
    'The files of `services/api` hold the ports 3000 and 5432.',
    'A failing check is tried again after 30 seconds.',
  ])('finds nothing in %j', (sentence) => {
    expect(inventedInSentence(sentence, known)).toEqual([]);
  });

  it.each([
    ['It listens on port 8080.', 'port 8080'],
    ['It listens on `8080`.', '8080'],
    ['It answers at localhost:9090.', 'port 9090'],
    ['Ports 3000 and 9999 are open.', 'port 9999'],
    ['Set REDIS_URL first.', 'variable REDIS_URL'],
    ['Set `REDIS_URL` first.', 'REDIS_URL'],
    ['Edit config/nginx.conf.', 'path config/nginx.conf'],
    ['Edit settings.yaml.', 'path settings.yaml'],
    ['Run kubectl get pods.', 'command kubectl get'],
    ['Run `docker compose down --volumes`.', 'docker compose down'],
    ['Restart the redis service.', 'service redis'],
    ['The `worker` container is slow.', 'worker'],
    ['See https://evil.example/x.', 'an address'],
    ['See [this](x).', 'markup'],
    ['Use <b>bold</b>.', 'markup'],
    ['The key is AKIAEXAMPLECANARY0001.', 'a secret'],
    ['An `open tick.', 'backtick'],
  ])('finds what %j invents', (sentence, problem) => {
    expect(inventedInSentence(sentence, known).join('; ')).toContain(problem);
  });
});
