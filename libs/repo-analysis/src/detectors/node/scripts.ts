import { runScript } from './package-manager.js';
import type { NodePackage } from './node-package.js';
import { hasAnyDependency } from './package-manifest.js';

/** Command that runs the project's own tests once; undefined when it has none that needs neither a person nor a browser. */
export function testCommand(node: NodePackage): string | undefined {
  return firstScript(node, ['test:ci', 'test', 'test:unit', 'test:run'], isRealTest);
}

/** Command that judges the code without changing it. */
export function lintCommand(node: NodePackage): string | undefined {
  return firstScript(
    node,
    ['lint:ci', 'lint:check', 'lint'],
    // without ESLint in the project, `next lint` asks a person what to do
    (text) =>
      isReal(text) &&
      !/\s--fix\b|\s--write\b/.test(text) &&
      (!/^(?:npx )?next lint\b/.test(text) || hasAnyDependency(node.manifest, 'eslint')),
  );
}

/** Command that builds what is run or served. */
export function buildCommand(node: NodePackage): { command: string; script?: string } | undefined {
  const script = ['build:prod', 'build:production', 'build', 'compile'].find((name) => {
    const text = node.manifest.scripts.get(name);
    return text !== undefined && isReal(text) && !/(?:^|\s)--watch\b/.test(text);
  });
  const preferred =
    node.manifest.scripts.has('build') && isReal(node.manifest.scripts.get('build') ?? '') ? 'build' : script;
  return preferred === undefined ? undefined : { command: runScript(node.manager, preferred), script: preferred };
}

function firstScript(
  node: NodePackage,
  names: readonly string[],
  isWanted: (text: string) => boolean,
): string | undefined {
  const name = names.find((one) => isWanted(node.manifest.scripts.get(one) ?? ''));
  return name === undefined ? undefined : runScript(node.manager, name);
}

function isRealTest(text: string): boolean {
  return (
    isReal(text) &&
    !/no test specified|--watch(?:All)?(?:[\s=]|$)(?!false)|\bcypress\b|\bplaywright\b|\bng test\b/.test(text)
  );
}

/** False for placeholders: an empty script, a lone `echo`, `exit 0`, `true`. */
function isReal(text: string): boolean {
  const trimmed = text.trim();
  return trimmed !== '' && !/^(?:echo\b[^&|;]*(?:&&\s{0,5}exit \d+\s{0,5})?|exit \d+|true|:)$/.test(trimmed);
}
