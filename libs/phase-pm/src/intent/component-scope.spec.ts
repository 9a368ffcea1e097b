import type { Component } from '@devops-orchestrator/contracts';
import { readIntent } from './read-intent.js';

const components = [
  { id: 'api', name: 'api', path: 'apps/api', kind: 'web' },
  { id: 'web', name: '@shop/web', path: 'apps/web', kind: 'static' },
  { id: 'mail-worker', name: 'mail-worker', path: 'apps/mail-worker', kind: 'worker' },
  { id: 'shared', name: 'shared', path: 'libs/shared', kind: 'library' },
] as Component[];

function scopeOf(request: string): readonly string[] {
  return readIntent(request, [], components).components;
}

describe('readScope', () => {
  it.each<[string, readonly string[]]>([
    ['Dockerize only the api', ['api']],
    ['Just the mail worker needs a Docker image', ['mail-worker']],
    ['Containerize the api and web', ['api', 'web']],
    ['CI for the frontend only', ['web']],
    ['Dockerize the backend', ['api']],
    ['Docker images for everything except the worker', ['api', 'web']],
    ['Docker for api and web, but not for the mail-worker', ['api', 'web']],
    ['Crea una imagen Docker solo para el frontend', ['web']],
    ['Только для api: Dockerfile', ['api']],
    ['只给 api 写 Dockerfile', ['api']],
  ])('%j is limited to %j', (request, ids) => {
    expect(scopeOf(request)).toEqual(ids);
  });

  it.each([
    'Dockerize this',
    'Dockerize all services: api, web and worker',
    'Containerize the API, the frontend and the worker',
    'Dockerize every service, also the api',
    'We only want Docker',
  ])('%j covers all', (request) => {
    expect(scopeOf(request)).toEqual([]);
  });

  it('needs no scope where there is one component', () => {
    expect(readIntent('Dockerize only the api', [], components.slice(0, 1)).components).toEqual([]);
  });
});
