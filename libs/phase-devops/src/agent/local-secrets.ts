import { type PhaseContext, redactSecrets } from '@devops-orchestrator/contracts';
import { holdsSecrets } from './protected-paths.js';

const names = ['.env', '.env.local', '.env.production', '.env.development', '.env.test'];
const mostFolders = 100;
const shortestValue = 8;

/** Refuses a script that names a file for secrets or git's own files. @returns the name; undefined when it names none. */
export function namedSecretFile(script: string): string | undefined {
  return script.split(/[\s'"`;|&<>()=,]+/).find((word) => holdsSecrets(word) || /(?:^|\/)\.git(?:\/|$)/.test(word));
}

/** The text without secrets, and without the values of the repository's own environment files, whatever their names. */
export async function withoutLocalSecrets(text: string, context: PhaseContext): Promise<string> {
  return redactSecrets(text, await localSecrets(context));
}

/** Values of environment files, which git mostly ignores, next to the files of the repository. */
async function localSecrets({ workspace }: PhaseContext): Promise<string[]> {
  const { paths } = await workspace.scan();
  const folders = new Set(['', ...paths.map((path) => path.slice(0, path.lastIndexOf('/') + 1))]);
  const files = [...folders].slice(0, mostFolders).flatMap((folder) => names.map((name) => `${folder}${name}`));
  const texts = await Promise.all(files.map((file) => workspace.read(file).catch(() => undefined)));
  return texts.flatMap((text) => (text === undefined ? [] : valuesOf(text)));
}

function valuesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const value = /^\s*(?:export\s+)?[\w.-]+\s*[=:]\s*(.*?)\s*$/.exec(line)?.[1]?.replace(/^(["'])(.*)\1$/, '$2') ?? '';
    return value.length >= shortestValue ? [value] : [];
  });
}
