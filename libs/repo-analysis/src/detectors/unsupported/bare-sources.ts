import { isAside } from '../../repository-view.js';
import type { RepositoryView } from '../../repository-view.js';
import type { ForeignProject } from './foreign-project.js';

/** Languages without a manifest, by the endings of their sources. */
const languages: readonly (readonly [language: string, label: string, pattern: RegExp, fewest: number])[] = [
  ['php', 'PHP', /\.php$/, 1],
  ['cpp', 'C++', /\.(?:cpp|cc|cxx|hpp)$/, 1],
  ['c', 'C', /\.c$/, 1],
  ['fortran', 'Fortran', /\.(?:f90|f95|f03|f08|f|for)$/i, 1],
  ['rust', 'Rust', /\.rs$/, 1],
  ['java', 'Java', /\.java$/, 1],
  ['kotlin', 'Kotlin', /\.kts?$/, 1],
  ['csharp', 'C#', /\.cs$/, 1],
  ['ruby', 'Ruby', /\.rb$/, 1],
  ['perl', 'Perl', /\.(?:pl|pm)$/, 1],
  ['r', 'R', /\.[rR]$/, 1],
  ['haskell', 'Haskell', /\.hs$/, 1],
  ['lua', 'Lua', /\.lua$/, 2],
  ['swift', 'Swift', /\.swift$/, 1],
  ['cobol', 'COBOL', /\.(?:cob|cbl)$/i, 1],
];

/** What a repository without any known manifest is: a language by its sources, notebooks, or documents; undefined when unclear. */
export function judgeBareSources(
  view: RepositoryView,
): ForeignProject | { notebooks: string } | { documents: string } | undefined {
  const paths = view.tree.paths.filter((path) => !isAside(path));
  const counted = languages
    .map(([language, label, pattern, fewest]) => ({
      language,
      label,
      fewest,
      files: paths.filter((path) => pattern.test(path)),
    }))
    .filter(({ files, fewest }) => files.length >= fewest)
    .sort((a, b) => b.files.length - a.files.length);
  const [most] = counted;
  const first = most?.files[0];
  if (most !== undefined && first !== undefined) {
    return {
      language: most.language,
      label: most.label,
      directory: '.',
      name: 'app',
      kind: 'library',
      confidence: most.files.length > 2 ? 'medium' : 'low',
      evidence: [
        { file: first, line: 1, reason: `one of ${most.files.length} ${most.label} files, without a manifest` },
      ],
    };
  }
  const scripts = paths.some((path) => /\.(?:py|js|mjs|ts|go|sh)$/.test(path));
  const notebook = view.tree.paths.find((path) => path.endsWith('.ipynb'));
  if (notebook !== undefined && !paths.some((path) => /\.(?:js|ts|go)$/.test(path))) return { notebooks: notebook };
  const document = view.tree.paths.find((path) => /\.(?:md|rst|adoc|txt|tex)$/i.test(path));
  return !scripts && document !== undefined && !view.tree.paths.some((path) => path.endsWith('.html'))
    ? { documents: document }
    : undefined;
}
