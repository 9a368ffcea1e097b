import type { EnvironmentRead } from '../../environment/collect-environment.js';
import { evidenceOf, matchSource, type SourceFile } from '../../source/source-file.js';
import { argumentsAt } from './port.js';

/** Variables that frameworks hand to the code under names of their own. */
export function frameworkReads(file: SourceFile): EnvironmentRead[] {
  return [...importedReads(file), ...dynamicReads(file), ...nuxtReads(file)];
}

const staticImport =
  /\bimport\s{0,10}\{([^}]{1,1000})\}\s{0,10}from\s{0,10}['"](?:\$env\/static\/|astro:env\/)(public|private|client|server)['"]/g;

/** Source: svelte.dev/docs/kit/$env-static-private: the build fails without a variable that is imported. */
function importedReads(file: SourceFile): EnvironmentRead[] {
  if (!/\$env\/static\/|astro:env\//.test(file.text)) return [];
  return matchSource(file, staticImport).flatMap((match) =>
    (match.groups[0] ?? '').split(',').flatMap((part) => {
      const name = /^\s{0,20}([A-Z][A-Z0-9_]{0,80})\b/.exec(part)?.[1];
      const evidence = evidenceOf(match, `imports ${name ?? ''}`);
      if (name === undefined) return [];
      const isPublic = match.groups[1] === 'public' || match.groups[1] === 'client';
      return [{ name, required: true, ...(isPublic ? { buildTime: true } : {}), evidence }];
    }),
  );
}

const dynamicRead = /\benv\.([A-Z][A-Z0-9_]{0,80})\b/g;

function dynamicReads(file: SourceFile): EnvironmentRead[] {
  if (!file.text.includes('$env/dynamic/')) return [];
  return matchSource(file, dynamicRead).map((match) => {
    const name = match.groups[0] ?? '';
    return { name, evidence: evidenceOf(match, `reads ${name}`) };
  });
}

const runtimeConfig = /\bruntimeConfig\s{0,5}:\s{0,5}\{/g;

/** Source: nuxt.com/docs/guide/going-further/runtime-config: `apiSecret` is `NUXT_API_SECRET`, `public.apiBase` `NUXT_PUBLIC_API_BASE`. */
function nuxtReads(file: SourceFile): EnvironmentRead[] {
  if (!/(?:^|\/)nuxt\.config\.[cm]?[jt]s$/.test(file.path)) return [];
  return matchSource(file, runtimeConfig).flatMap((match) =>
    keysOf(argumentsAt(file.text, match.end), 'NUXT', 0).map(({ name, value }) => ({
      name,
      ...(value === undefined || value === '' ? {} : { default: value }),
      evidence: evidenceOf(match, `runtimeConfig gives ${name}`),
    })),
  );
}

function keysOf(entries: readonly string[], prefix: string, depth: number): { name: string; value?: string }[] {
  return entries.flatMap((entry) => {
    const found = /^['"]?([A-Za-z]\w{0,60})['"]?\s{0,5}:\s{0,5}([^]{0,1000})$/.exec(entry);
    if (found?.[1] === undefined) return [];
    const name = `${prefix}_${found[1].replace(/([a-z\d])([A-Z])/g, '$1_$2').toUpperCase()}`;
    const text = found[2] ?? '';
    if (text.startsWith('{')) return depth > 3 ? [] : keysOf(argumentsAt(text, 1), name, depth + 1);
    const value = /^['"`]([^'"`\n$]{0,300})['"`]$/.exec(text)?.[1];
    return [value === undefined ? { name } : { name, value }];
  });
}
