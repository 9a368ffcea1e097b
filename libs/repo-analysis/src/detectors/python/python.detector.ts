import type { AnalysisNote } from '@devops-orchestrator/contracts';
import type { DetectedComponent, Detection, Detector } from '../../detector.js';
import { baseName, directoryName, isAside } from '../../repository-view.js';
import type { RepositoryView } from '../../repository-view.js';
import { describeProject } from './describe-project.js';
import { readPythonProject } from './python-project.js';
import { asRecord } from './unknown-values.js';

/** Python projects: pip, uv, poetry, pipenv, pdm; Django, FastAPI, Flask and others; their workers; libraries and programs. */
export const pythonDetector: Detector = {
  id: 'python',
  detect(view: RepositoryView): Detection {
    const manifests = manifestsByDirectory(view);
    const directories = [...manifests.keys()];
    const components: DetectedComponent[] = [];
    const notes: AnalysisNote[] = [];
    for (const [directory, files] of manifests) {
      const project = readPythonProject(view, directory, files, directories);
      const described = describeProject(project);
      components.push(...described.components);
      notes.push(...described.notes);
    }
    return { components, notes };
  },
};

const manifestName = /^(?:pyproject\.toml|Pipfile|setup\.py|setup\.cfg|manage\.py|requirements(?:[-_.][\w.-]+)?\.txt)$/;

/** Directories with a Python manifest; `requirements/*.txt` belongs to the directory above it. */
function manifestsByDirectory(view: RepositoryView): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (directory: string, path: string): void => {
    found.set(directory, [...(found.get(directory) ?? []), path]);
  };
  for (const path of view.tree.paths) {
    if (isAside(path)) continue;
    const directory = directoryName(path);
    const name = baseName(path);
    if (baseName(directory) === 'requirements' && name.endsWith('.txt')) add(directoryName(directory), path);
    else if (manifestName.test(name) && isManifest(view, path, name)) add(directory, path);
  }
  for (const directory of [...found.keys()]) if (isPartOfAnother(directory, found)) found.delete(directory);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A pyproject.toml may hold only settings of tools. */
function isManifest(view: RepositoryView, path: string, name: string): boolean {
  if (name === 'setup.cfg') return /^\[(?:metadata|options)\]/m.test(view.read(path) ?? '');
  if (name !== 'pyproject.toml') return true;
  const document = asRecord(view.toml(path));
  const tool = asRecord(document['tool']);
  return document['project'] !== undefined || tool['poetry'] !== undefined || tool['pdm'] !== undefined;
}

/** A directory that has only manage.py belongs to the nearest project above it. */
function isPartOfAnother(directory: string, found: ReadonlyMap<string, string[]>): boolean {
  if (directory === '.' || !(found.get(directory) ?? []).every((path) => baseName(path) === 'manage.py')) return false;
  for (let at = directory; at !== '.';) {
    at = directoryName(at);
    if (found.has(at)) return true;
  }
  return false;
}
