import type { Evidence } from '@devops-orchestrator/contracts';
import { directoryName, joinPath } from '../../repository-view.js';
import type { RepositoryView } from '../../repository-view.js';
import { scanSources } from '../../source/scan-sources.js';
import type { SourceFile } from '../../source/source-file.js';

export interface GoRequirement {
  path: string;
  version: string;
  indirect: boolean;
  evidence: Evidence;
}

/** One `go.mod` with the code that belongs to it. */
export interface GoModule {
  view: RepositoryView;
  directory: string;
  /** Repository-relative path of go.mod. */
  file: string;
  modulePath: string;
  goVersion?: { stated: string; evidence: Evidence };
  toolchain?: { stated: string; evidence: Evidence };
  requirements: readonly GoRequirement[];
  /** Directories that `replace` directives point to, repository-relative. */
  localReplacements: readonly string[];
  sources: readonly SourceFile[];
}

/** Reads a go.mod. Source: go.dev/ref/mod#go-mod-file. */
export function readGoModule(view: RepositoryView, file: string, others: readonly string[]): GoModule {
  const directory = directoryName(file);
  const requirements: GoRequirement[] = [];
  const localReplacements: string[] = [];
  let modulePath = '';
  let block = '';
  let goVersion: GoModule['goVersion'];
  let toolchain: GoModule['toolchain'];
  for (const [index, raw] of (view.read(file) ?? '').split(/\r?\n/).entries()) {
    const indirect = raw.includes('// indirect');
    const line = raw
      .slice(0, 1000)
      .replace(/\/\/.*$/, '')
      .trim();
    const evidence = (reason: string): Evidence => ({ file, line: index + 1, reason });
    if (line === ')') block = '';
    const opened = /^(\w+)\s*\($/.exec(line)?.[1];
    if (opened !== undefined) {
      block = opened;
      continue;
    }
    const [, directive = block, rest = ''] = block === '' ? (/^(\w+)\s+(.+)$/.exec(line) ?? []) : ['', block, line];
    if (directive === 'module') modulePath = rest.replace(/"/g, '');
    else if (directive === 'go') goVersion = { stated: rest, evidence: evidence('the go directive') };
    else if (directive === 'toolchain')
      toolchain = { stated: rest.replace(/^go/, ''), evidence: evidence('the toolchain directive') };
    else if (directive === 'require') {
      const [, path, version] = /^(\S+)\s+(v\S+)$/.exec(rest) ?? [];
      if (path !== undefined && version !== undefined)
        requirements.push({ path, version, indirect, evidence: evidence(`requires ${path}`) });
    } else if (directive === 'replace') {
      const target = /=>\s*(\.{1,2}\/\S*)/.exec(rest)?.[1];
      const resolved = target === undefined ? undefined : joinPath(directory, target);
      if (resolved !== undefined) localReplacements.push(resolved);
    }
  }
  return {
    view,
    directory,
    file,
    modulePath,
    ...(goVersion === undefined ? {} : { goVersion }),
    ...(toolchain === undefined ? {} : { toolchain }),
    requirements,
    localReplacements,
    sources: scanSources(view, { directory, language: 'go', without: modulesBelow(directory, others) }),
  };
}

function modulesBelow(directory: string, others: readonly string[]): string[] {
  return others.filter((other) => other !== directory && (directory === '.' || other.startsWith(`${directory}/`)));
}

/** The first requirement whose module path is one of these, or one of their major versions or packages. */
export function findRequirement(module: GoModule, ...paths: readonly string[]): GoRequirement | undefined {
  for (const wanted of paths) {
    const found = module.requirements.find(
      ({ path, indirect }) => !indirect && (path === wanted || path.startsWith(`${wanted}/`)),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
