import { posix } from 'node:path';
import type { FileTree } from '@devops-orchestrator/contracts';
import { parse } from 'yaml';
import { asMapping } from '../../yaml/values.js';
import type { Mapping } from '../../yaml/values.js';

export type TopLevel = 'services' | 'volumes' | 'networks' | 'secrets' | 'configs' | 'models';

/** What names mean in a compose file: its own, and those of the base file that an overlay is put on. */
export interface ComposeScope {
  has(part: TopLevel, name: string): boolean;
  service(name: string): Mapping | undefined;
  /** True when more definitions come from somewhere that is not read. */
  readonly isOpen: boolean;
}

const baseNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** The scope of a file; files named like an overlay (`compose.monitoring.yaml`) also see the base file beside them. */
export function composeScope(path: string, file: Mapping, tree: FileTree): ComposeScope {
  const folder = posix.dirname(path);
  const isBase = baseNames.includes(posix.basename(path));
  const base = isBase
    ? undefined
    : baseNames.map((name) => posix.join(folder, name)).find((name) => name !== path && tree.has(name));
  const files = [file, ...(base === undefined ? [] : [readBase(tree.read(base) ?? '')])];
  // An overlay without its base beside it is put on a file from elsewhere.
  const isLonelyOverlay = !isBase && base === undefined && hasPartialService(file);
  const isOpen = isLonelyOverlay || files.some((each) => 'include' in each);
  return {
    isOpen,
    has: (part, name) => files.some((each) => Object.hasOwn(asMapping(each[part]), name)),
    service: (name) => {
      const found = files.map((each) => asMapping(each.services)).filter((services) => Object.hasOwn(services, name));
      if (found.length === 0) return undefined;
      return Object.assign({}, ...found.reverse().map((services) => asMapping(services[name]))) as Mapping;
    },
  };
}

function readBase(content: string): Mapping {
  try {
    return asMapping(parse(content, { merge: true, logLevel: 'silent', maxAliasCount: 1000 }) as unknown);
  } catch {
    return {};
  }
}

function hasPartialService(file: Mapping): boolean {
  return Object.values(asMapping(file.services)).some(
    (service) => !['image', 'build', 'extends', 'provider'].some((key) => key in asMapping(service)),
  );
}
