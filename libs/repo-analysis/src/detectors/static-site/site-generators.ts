import type { AnalysisNote } from '@devops-orchestrator/contracts';
import type { RepositoryView } from '../../repository-view.js';

interface Generator {
  name: string;
  /** Files in the root that name it. */
  files: readonly string[];
  /** What the file must hold, where its name is shared with other tools. */
  content?: RegExp;
}

const generators: readonly Generator[] = [
  {
    name: 'Hugo',
    files: [
      'hugo.toml',
      'hugo.yaml',
      'hugo.yml',
      'hugo.json',
      'config/_default/hugo.toml',
      'config/_default/config.toml',
    ],
  },
  { name: 'Hugo', files: ['config.toml', 'config.yaml'], content: /^(?:baseURL|baseurl)\s*[=:]/im },
  { name: 'Jekyll', files: ['_config.yml', '_config.yaml'] },
  { name: 'Zola', files: ['config.toml'], content: /^base_url\s*=/m },
  { name: 'Pelican', files: ['pelicanconf.py'] },
  { name: 'mdBook', files: ['book.toml'] },
];

/** Says that a site generator makes the site, so that its sources are not served as they lie. */
export function generatorNotes(view: RepositoryView): AnalysisNote[] {
  for (const { name, files, content } of generators) {
    const file = files.find(
      (path) =>
        view.tree.has(path) && (content === undefined || content.test((view.read(path) ?? '').slice(0, 20_000))),
    );
    if (file !== undefined) return [note(name, file, '')];
  }
  const mkdocs = ['mkdocs.yml', 'mkdocs.yaml'].find((path) => view.tree.has(path));
  // Beside code, MkDocs holds the project's own documents; alone it is the site.
  if (mkdocs !== undefined && !hasCode(view)) return [note('MkDocs', mkdocs, '')];
  return [];
}

function hasCode(view: RepositoryView): boolean {
  return view.tree.paths.some((path) => !/^docs?\//.test(path) && /\.(?:py|js|ts|go|rs|java|rb|php|cs|kt)$/.test(path));
}

function note(name: string, file: string, more: string): AnalysisNote {
  return {
    code: 'unsupported-stack',
    message: `The site is made by ${name}, which is not built yet${more}: its sources are not served as they are (confidence: high, ${file} configures it).`,
    evidence: [{ file, line: 1, reason: `configures ${name}` }],
  };
}
