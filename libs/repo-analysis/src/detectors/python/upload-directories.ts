import { findDependency, matchStatements } from './python-project.js';
import type { PythonProject } from './python-project.js';
import { baseDirectory } from './sqlite-paths.js';

/** Directories that the project writes uploads to, relative to it, sorted: `MEDIA_ROOT`, `UPLOAD_FOLDER`, Flask's `instance/`. */
export function uploadDirectories(project: PythonProject): string[] {
  const settings = matchStatements(
    project,
    /^\s*(?:\w{1,30}(?:\.config)?\[["'])?(?:MEDIA_ROOT|UPLOAD_FOLDER|UPLOADS?_DIR)(?:["']\])?\s*(?::\s*\w+\s*)?=\s*(.{1,200})$/,
  );
  const found = settings.flatMap(({ groups: [value = ''] }) => directoryOf(project, value) ?? []);
  return [...new Set([...found, ...instanceDirectory(project)])].filter((path) => plainPath.test(path)).sort();
}

const plainPath = /^[A-Za-z0-9_][\w.-]*(?:\/[A-Za-z0-9_][\w.-]*)*$/;

/** `BASE_DIR / "media"`, `os.path.join(BASE_DIR, "media")`, `"uploads"`; undefined for anything else. */
function directoryOf(project: PythonProject, value: string): string | undefined {
  const plain = /^(?:Path\()?["'](?:\.\/)?([\w./-]{1,100})["']\)?$/.exec(value.trim())?.[1];
  if (plain !== undefined) return plain.replace(/\/$/, '');
  const [, variable = '', rest = ''] =
    /\b([A-Za-z_]\w{0,60})((?:\s?[/,]\s?["'][\w./-]{1,60}["']){1,4})\)?\)?$/.exec(value.trim()) ?? [];
  if (rest === '') return undefined;
  const base = baseDirectory(project, variable) ?? (variable === 'BASE_DIR' ? '.' : undefined);
  const path = rest
    .split(/["']/)
    .filter((_, at) => at % 2 === 1)
    .join('/')
    .replace(/\/$/, '');
  return base === undefined ? undefined : base === '.' ? path : `${base}/${path}`;
}

/** Flask applications make this folder themselves as soon as they use it. */
function instanceDirectory(project: PythonProject): string[] {
  if (findDependency(project, 'flask') === undefined) return [];
  return matchStatements(project, /\binstance_path\b/).length === 0 ? [] : ['instance'];
}
