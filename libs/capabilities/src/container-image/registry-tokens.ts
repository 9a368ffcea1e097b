import type { FileTree } from '@devops-orchestrator/contracts';
import { joinPath } from '../delivery-model/dockerfile-location.js';

/** Variables that the registry settings of an install root name (`${NPM_TOKEN}` in `.npmrc`), in name order. */
export function registryTokens(root: string, files: FileTree): string[] {
  const texts = ['.npmrc', '.yarnrc', '.yarnrc.yml'].map(
    (name) => files.read(joinPath(root, name))?.slice(0, 50_000) ?? '',
  );
  const names = texts.flatMap((text) =>
    [...text.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]{0,80})(?::?-[^}\n]{0,100})?\}/g)].map((found) => found[1] ?? ''),
  );
  return [...new Set(names)].sort();
}

/** Mounts that hand build secrets of these names to one RUN; without them it still runs. */
export function tokenMounts(tokens: readonly string[]): string[] {
  return tokens.map((name) => `--mount=type=secret,id=${name}`);
}

/** The command with the tokens in its environment only: they end up in no layer. */
export function withTokens(tokens: readonly string[], command: string): string {
  return `${tokens.map((name) => `${name}="$(cat /run/secrets/${name} 2>/dev/null || true)" `).join('')}${command}`;
}

/** The command with empty tokens, for steps that take packages from the cache. */
export function withoutTokens(tokens: readonly string[], command: string): string {
  return `${tokens.map((name) => `${name}= `).join('')}${command}`;
}
