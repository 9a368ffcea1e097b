import { posix } from 'node:path';
import type { FileTree } from '@devops-orchestrator/contracts';
import { parse } from 'yaml';
import { classifyArtifact } from '../artifact-kind.js';
import { asMapping, asText } from '../yaml/values.js';

/** More compose files than a repository has; a bound on the work. */
const maximumComposeFiles = 50;

/**
 * Folders from which a Dockerfile is built: as compose files say; else its own folder and the root, either of which can be meant.
 * '.' is the root.
 */
export function buildContextsOf(dockerfile: string, tree: FileTree): readonly string[] {
  const declared = composeBuilds(tree).filter((build) => build.dockerfile === dockerfile);
  if (declared.length > 0) return [...new Set(declared.map((build) => build.context))].sort();
  return [...new Set([posix.dirname(dockerfile), '.'])];
}

export interface ComposeBuild {
  composeFile: string;
  service: string;
  /** Repository-relative folder, '.' for the root. */
  context: string;
  dockerfile: string;
}

/** Every `build:` of the repository's compose files that names local folders. */
export function composeBuilds(tree: FileTree): readonly ComposeBuild[] {
  const files = tree.paths.filter((path) => /compose[^/]*\.ya?ml$/i.test(path)).slice(0, maximumComposeFiles);
  return files.flatMap((path) => {
    const services = asMapping(asMapping(readQuietly(tree.read(path) ?? '')).services);
    return Object.entries(services).flatMap(([service, definition]) => {
      const build = asMapping(definition).build;
      const found = build === undefined ? undefined : buildOf(build, posix.dirname(path));
      return found && classifyArtifact(path, '') === 'compose' ? [{ composeFile: path, service, ...found }] : [];
    });
  });
}

function buildOf(build: unknown, folder: string): { context: string; dockerfile: string } | undefined {
  const settings = typeof build === 'string' ? { context: build } : asMapping(build);
  const context = asText(settings.context) ?? '.';
  const dockerfile = asText(settings.dockerfile) ?? 'Dockerfile';
  if (/[$:]/.test(context + dockerfile) || context.startsWith('/') || 'dockerfile_inline' in settings) return undefined;
  const resolved = posix.join(folder, context);
  const normal = resolved.replace(/\/+$/, '') || '.';
  if (normal.startsWith('..')) return undefined;
  return { context: normal, dockerfile: posix.join(normal, dockerfile) };
}

function readQuietly(content: string): unknown {
  if (content.length > 524_288) return undefined;
  try {
    return parse(content, { merge: true, logLevel: 'silent', maxAliasCount: 1000 }) as unknown;
  } catch {
    return undefined;
  }
}
