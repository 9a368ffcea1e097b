import { evidenceAt, joinPath } from '../../repository-view.js';
import type { RepositoryView } from '../../repository-view.js';
import type { RuntimeStatement } from '../../runtime/resolve-runtime.js';
import { asRecord, asText } from './unknown-values.js';

/** Where a project says which Python it wants, strongest first: pins before ranges, its own directory before those above. */
export function pythonRuntimeStatements(view: RepositoryView, directory: string): RuntimeStatement[] {
  const places = [...new Set([directory, ...parentsOf(directory)])];
  return [
    ...places.flatMap((place) => pinFiles(view, place)),
    ...places.flatMap((place) => manifestRanges(view, place, place === directory)),
  ];
}

function pinFiles(view: RepositoryView, directory: string): RuntimeStatement[] {
  const at = (name: string): string => joinPath(directory, name) ?? name;
  const statements: RuntimeStatement[] = [];
  const add = (file: string, stated: string | undefined, reason: string): void => {
    if (stated === undefined) return;
    statements.push({ stated, evidence: evidenceAt(view, file, stated, reason) });
  };
  const pin = at('.python-version');
  add(pin, /^[ \t]*(?:cpython-?)?(\d+(?:\.\d+){0,2})/m.exec(view.read(pin) ?? '')?.[1], 'pins the Python version');
  const pipfile = at('Pipfile');
  if (view.tree.has(pipfile)) {
    const requires = asRecord(asRecord(view.toml(pipfile))['requires']);
    add(pipfile, asText(requires['python_full_version']) ?? asText(requires['python_version']), 'requires this Python');
  }
  const runtime = at('runtime.txt');
  add(runtime, /^[ \t]*python-(\d+(?:\.\d+){0,2})/m.exec(view.read(runtime) ?? '')?.[1], 'states the Python runtime');
  const tools = at('.tool-versions');
  add(tools, /^[ \t]*python[ \t]+(\d+(?:\.\d+){0,2})/m.exec(view.read(tools) ?? '')?.[1], 'pins the Python version');
  for (const name of ['mise.toml', '.mise.toml']) {
    const file = at(name);
    if (!view.tree.has(file)) continue;
    const entry = asRecord(asRecord(view.toml(file))['tools'])['python'];
    const stated = asText(Array.isArray(entry) ? entry[0] : entry) ?? asText(asRecord(entry)['version']);
    add(file, stated !== undefined && /^\d/.test(stated) ? stated : undefined, 'pins the Python version');
  }
  return statements;
}

/** Ranges of a manifest above are taken only from a root that is no project of its own kind: they are this project's bounds. */
function manifestRanges(view: RepositoryView, directory: string, own: boolean): RuntimeStatement[] {
  if (!own) return [];
  const file = joinPath(directory, 'pyproject.toml') ?? 'pyproject.toml';
  const document = asRecord(view.toml(file));
  const poetry = asRecord(asRecord(asRecord(document['tool'])['poetry'])['dependencies']);
  const statements: RuntimeStatement[] = [];
  const python = asText(poetry['python']) ?? asText(asRecord(poetry['python'])['version']);
  if (python !== undefined) {
    statements.push({
      stated: python,
      evidence: evidenceAt(view, file, /^\s*python\s*=/, 'allows these Python versions'),
    });
  }
  const requires = asText(asRecord(document['project'])['requires-python']);
  if (requires !== undefined) {
    statements.push({
      stated: requires,
      evidence: evidenceAt(view, file, 'requires-python', 'allows these Python versions'),
    });
  }
  for (const name of ['setup.cfg', 'setup.py']) {
    const setup = joinPath(directory, name) ?? name;
    const stated = /^[ \t]*python_requires\s*=\s*['"]?([^'"\n,]+(?:,[^'"\n]+)?)/m.exec(view.read(setup) ?? '')?.[1];
    if (stated !== undefined) {
      statements.push({
        stated: stated.trim(),
        evidence: evidenceAt(view, setup, 'python_requires', 'allows these Python versions'),
      });
    }
  }
  return statements;
}

function parentsOf(directory: string): string[] {
  const parents: string[] = [];
  for (let at = directory; at !== '.';) {
    at = joinPath(at, '..') ?? '.';
    parents.push(at);
  }
  return parents;
}
