import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { RepositoryView } from '../../repository-view.js';
import { staticSiteDetector } from './static-site.detector.js';

const page = '<!doctype html><html><body>Hello</body></html>';

function detect(files: Record<string, string>) {
  return staticSiteDetector.detect(new RepositoryView(inMemoryTree(files)));
}

describe('staticSiteDetector', () => {
  it.each([
    ['the root', { 'index.html': page }, [['.', '.']]],
    ['public/', { 'public/index.html': page }, [['.', 'public']]],
    ['a folder', { 'landing/index.html': page }, [['landing', '.']]],
    ['committed output', { 'dist/index.html': page }, [['.', 'dist']]],
    ['pages below one site', { 'index.html': page, 'about/index.html': page }, [['.', '.']]],
    [
      'a package.json that only serves it',
      {
        'index.html': page,
        'package.json': '{"scripts":{"start":"http-server ."},"devDependencies":{"http-server":"1"}}',
      },
      [['.', '.']],
    ],
  ])('serves %s', (_, files, expected) => {
    expect(
      detect(files as Record<string, string>).components.map(({ path, outputDirectory }) => [path, outputDirectory]),
    ).toEqual(expected);
  });

  it.each([
    ['an application', { 'index.html': page, 'package.json': '{"scripts":{"build":"vite build"}}' }],
    ['a Python component', { 'api/requirements.txt': 'flask', 'api/static/index.html': page }],
    ['templates', { 'web/templates/index.html': page }],
    ['a template', { 'index.html': '<html>{% block content %}' }],
    ['the documents', { 'docs/index.html': page }],
    ['coverage reports', { 'coverage/index.html': page }],
    ['a fragment', { 'index.html': 'Hello' }],
    ['a .NET project', { 'Web/Web.csproj': '<Project/>', 'Web/wwwroot/index.html': page }],
  ])('leaves an index.html of %s alone', (_, files) => {
    expect(detect(files as Record<string, string>).components).toEqual([]);
  });

  it.each([
    ['Hugo', { 'hugo.toml': '', 'index.html': page }],
    ['Hugo', { 'config.toml': 'baseURL = "/"\n' }],
    ['Jekyll', { '_config.yml': '', 'index.html': page }],
    ['MkDocs', { 'mkdocs.yml': '', 'docs/index.md': '' }],
  ])('notes that %s makes the site', (name, files) => {
    const { components, notes } = detect(files);
    expect(components).toEqual([]);
    expect(notes).toMatchObject([{ code: 'unsupported-stack', message: expect.stringContaining(name) as string }]);
  });
});
