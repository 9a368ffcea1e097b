import { readFileSync } from 'node:fs';
import { exampleAnalysis, exampleComponent, exampleInput } from './delivery-model/example-model.js';
import { capabilities } from './registry.js';

const analysis = exampleAnalysis();
const only = (id: string) => ({
  ...analysis,
  components: analysis.components.filter((component) => component.id === id),
  services: [],
});

/** Models that differ in what they hold. */
const inputs = {
  'an API, its worker and a site': exampleInput(),
  'a site alone': exampleInput({ analysis: only('site') }),
  'a worker alone': exampleInput({ analysis: only('worker') }),
  'nothing to deploy': exampleInput({ analysis: { ...analysis, components: [], services: [] } }),
  'a Go program with every backing service': exampleInput({
    analysis: {
      ...analysis,
      components: [exampleComponent({ id: 'svc', language: 'go', port: 8080 })],
      services: ['postgres', 'mysql', 'mariadb', 'mongodb', 'redis', 'rabbitmq', 'kafka', 'memcached', 'smtp'].map(
        (kind) => ({
          kind,
          usedBy: ['svc'],
          evidence: [{ file: 'go.mod', line: 1, reason: 'example' }],
        }),
      ),
    },
  }),
  'files of the user everywhere': exampleInput({
    files: {
      'api/Dockerfile': 'FROM node:24\nEXPOSE 3000\n',
      'site/Dockerfile': 'FROM nginx\nEXPOSE 80\n',
      'worker/Dockerfile': 'FROM python:3.13\n',
      'compose.yaml': 'services: {}\n',
      'compose.production.yaml': 'services: {}\n',
      '.env.example': 'JWT_SECRET=\n',
      '.github/workflows/ci.yml': 'on: push\njobs: {}\n',
    },
  }),
};

describe('capabilities', () => {
  it('have unique ids, and imply only each other', () => {
    const ids = capabilities.map((capability) => capability.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      capabilities.flatMap((capability) => capability.implies.map(({ id }) => id)).filter((id) => !ids.includes(id)),
    ).toEqual([]);
  });

  describe.each(Object.entries(inputs))('for %s', (_name, input) => {
    const contributions = capabilities.flatMap((capability) => capability.contribute(input));
    const files = contributions.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'file' ? [step] : [])));

    it('give checks with ids of their own, and criteria that name them', () => {
      const ids = contributions.flatMap(({ checks }) => checks.map(({ id }) => id));
      expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
      expect(
        contributions
          .flatMap(({ criteria }) => criteria.flatMap(({ checks }) => checks))
          .filter((id) => !ids.includes(id)),
      ).toEqual([]);
    });

    it('write each path once, inside the repository, and none that is the user’s', () => {
      const paths = files.map(({ path }) => path);
      expect(paths.filter((path, at) => paths.indexOf(path) !== at)).toEqual([]);
      expect(
        paths.filter((path) => path.startsWith('/') || path.split('/').includes('..') || input.files.has(path)),
      ).toEqual([]);
    });

    it('leave no hole in a text', () => {
      const texts = [
        ...files.map(({ content }) => content),
        ...contributions.flatMap(({ context, adds }) => [context, adds]),
      ];
      // A name such as `undefined` may stand in code; a value that is one stands alone.
      expect(
        texts.filter((text) => /(?<![\w'"`.])undefined(?![\w'"`])|\[object Object\]|\{\{[#/]|NaN\b/.test(text)),
      ).toEqual([]);
      expect(
        files.filter(({ content }) => !content.endsWith('\n') || content.endsWith('\n\n')).map(({ path }) => path),
      ).toEqual([]);
    });

    it('say the same when asked again', () => {
      expect(capabilities.flatMap((capability) => capability.contribute(input))).toEqual(contributions);
    });

    it('speak in whole sections', () => {
      for (const capability of capabilities) {
        const { approach, prerequisites, success } = capability.overview(input);
        expect(
          [...approach, ...prerequisites, ...success].filter(
            (line) => line.trim() === '' || line.includes('undefined'),
          ),
        ).toEqual([]);
      }
    });
  });
});

describe('README.md', () => {
  it('lists every capability', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    expect(capabilities.map(({ id }) => id).filter((id) => !readme.includes(`| \`${id}\``))).toEqual([]);
  });
});
