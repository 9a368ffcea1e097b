import { exampleComponent, exampleTree } from '../delivery-model/example-model.js';
import { detectInstrumentation } from './instrumentation.js';

const component = exampleComponent({ id: 'api', path: 'api' });

function librariesIn(files: Readonly<Record<string, string>>): string | undefined {
  return detectInstrumentation(component, exampleTree(files))?.library;
}

describe('detectInstrumentation', () => {
  it.each([
    ['api/package.json', '{"dependencies":{"express-prom-bundle":"8"}}', 'express-prom-bundle'],
    ['api/requirements.txt', 'prometheus_flask_exporter==0.23\n', 'prometheus-flask-exporter'],
    ['api/pyproject.toml', 'dependencies = ["prometheus-client>=0.20"]', 'prometheus-client'],
    ['api/go.mod', 'require github.com/prometheus/client_golang v1.20.0', 'github.com/prometheus/client_golang'],
  ])('reads the library from %s', (path, text, library) => {
    expect(librariesIn({ [path]: text })).toBe(library);
  });

  it('believes in default metrics of prom-client only when the code asks for them', () => {
    const manifest = { 'api/package.json': '{"dependencies":{"prom-client":"15"}}' };
    expect(librariesIn(manifest)).toBeUndefined();
    expect(librariesIn({ ...manifest, 'api/src/a.ts': 'collectDefaultMetrics({ register });' })).toBe('prom-client');
    expect(librariesIn({ ...manifest, 'api/src/a.ts': "collectDefaultMetrics({ prefix: 'x_' });" })).toBeUndefined();
  });

  it('does not take the library of another component', () => {
    expect(librariesIn({ 'web/package.json': '{"dependencies":{"express-prom-bundle":"8"}}' })).toBeUndefined();
  });
});
